"""Addresses of the calendar."""

from django.urls import path

from calendar_app.views import closures, deadlines

urlpatterns = [
    path("deadlines/", deadlines.deadline_list, name="deadline_list"),
    path("deadlines/new/", deadlines.deadline_create, name="deadline_create"),
    path("deadlines/<int:pk>/", deadlines.deadline_detail, name="deadline_detail"),
    path("deadlines/<int:pk>/edit/", deadlines.deadline_edit, name="deadline_edit"),
    path("deadlines/<int:pk>/done/", deadlines.deadline_done, name="deadline_done"),
    path("deadlines/<int:pk>/verify/", deadlines.deadline_verify, name="deadline_verify"),
    path("deadlines/<int:pk>/dismiss/", deadlines.deadline_dismiss, name="deadline_dismiss"),
    path("deadlines/<int:pk>/undo/", deadlines.deadline_undo, name="deadline_undo"),
    path("settings/closures/", closures.closure_list, name="closure_list"),
    path("settings/closures/<int:pk>/remove/", closures.closure_remove, name="closure_remove"),
    path("matters/<int:pk>/calendar/", deadlines.matter_deadlines, name="matter_deadlines"),
]
