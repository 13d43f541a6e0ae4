"""Addresses of depositions."""

from django.urls import path

from depositions import views
from depositions.lists import deposition_list

urlpatterns = [
    path("depositions/", deposition_list, name="deposition_list"),
    path("depositions/new/", views.deposition_create, name="deposition_create"),
    path("depositions/<int:pk>/", views.deposition_detail, name="deposition_detail"),
    path("depositions/<int:pk>/edit/", views.deposition_edit, name="deposition_edit"),
    path("depositions/<int:pk>/serve/", views.deposition_serve, name="deposition_serve"),
    path("depositions/<int:pk>/withdraw/", views.deposition_withdraw, name="deposition_withdraw"),
    path("depositions/<int:pk>/subpoena/", views.deposition_subpoena, name="deposition_subpoena"),
    path("depositions/<int:pk>/crew/", views.deposition_crew, name="deposition_crew"),
    path("depositions/<int:pk>/move/", views.deposition_move, name="deposition_move"),
    path("depositions/<int:pk>/cancel/", views.deposition_cancel, name="deposition_cancel"),
    path("depositions/<int:pk>/resume/", views.deposition_resume, name="deposition_resume"),
    path("depositions/<int:pk>/order/", views.deposition_order, name="deposition_order"),
    path("depositions/<int:pk>/receive/", views.deposition_receive, name="deposition_receive"),
    path("depositions/<int:pk>/signed/", views.deposition_signed, name="deposition_signed"),
    path("depositions/<int:pk>/package/", views.deposition_package, name="deposition_package"),
    path("depositions/<int:pk>/package.pdf", views.deposition_pdf, name="deposition_pdf"),
    path("depositions/<int:pk>/exhibits/new/", views.exhibit_create, name="exhibit_create"),
    path("depositions/exhibits/<int:pk>/step/", views.exhibit_step, name="exhibit_step"),
    path("depositions/exhibits/<int:pk>/remove/", views.exhibit_remove, name="exhibit_remove"),
    path("matters/<int:pk>/depositions/", views.matter_depositions, name="matter_depositions"),
]
