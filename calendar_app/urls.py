"""Addresses of the calendar."""

from django.urls import path

from calendar_app import views

urlpatterns = [
    path("calendar/", views.deadline_list, name="deadline_list"),
    path("calendar/new/", views.deadline_create, name="deadline_create"),
    path("calendar/<int:pk>/", views.deadline_detail, name="deadline_detail"),
    path("calendar/<int:pk>/edit/", views.deadline_edit, name="deadline_edit"),
    path("calendar/<int:pk>/done/", views.deadline_done, name="deadline_done"),
    path("calendar/<int:pk>/verify/", views.deadline_verify, name="deadline_verify"),
    path("calendar/<int:pk>/dismiss/", views.deadline_dismiss, name="deadline_dismiss"),
    path("calendar/<int:pk>/undo/", views.deadline_undo, name="deadline_undo"),
    path("settings/closures/", views.closure_list, name="closure_list"),
    path("settings/closures/<int:pk>/remove/", views.closure_remove, name="closure_remove"),
    path("matters/<int:pk>/calendar/", views.matter_deadlines, name="matter_deadlines"),
]
