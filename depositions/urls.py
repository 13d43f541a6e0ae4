"""Addresses of depositions."""

from django.urls import path

from depositions.lists import deposition_list
from depositions.views import costs, depositions, exhibits, notices, transcripts

urlpatterns = [
    path("depositions/", deposition_list, name="deposition_list"),
    path("depositions/new/", depositions.deposition_create, name="deposition_create"),
    path("depositions/<int:pk>/", depositions.deposition_detail, name="deposition_detail"),
    path("depositions/<int:pk>/edit/", depositions.deposition_edit, name="deposition_edit"),
    path("depositions/<int:pk>/draft/", notices.deposition_draft, name="deposition_draft"),
    path("depositions/<int:pk>/serve/", notices.deposition_serve, name="deposition_serve"),
    path("depositions/<int:pk>/withdraw/", notices.deposition_withdraw, name="deposition_withdraw"),
    path("depositions/<int:pk>/subpoena/", notices.deposition_subpoena, name="deposition_subpoena"),
    path("depositions/<int:pk>/crew/", depositions.deposition_crew, name="deposition_crew"),
    path("depositions/<int:pk>/move/", depositions.deposition_move, name="deposition_move"),
    path("depositions/<int:pk>/cancel/", depositions.deposition_cancel, name="deposition_cancel"),
    path("depositions/<int:pk>/resume/", depositions.deposition_resume, name="deposition_resume"),
    path("depositions/<int:pk>/order/", transcripts.deposition_order, name="deposition_order"),
    path("depositions/<int:pk>/receive/", transcripts.deposition_receive, name="deposition_receive"),
    path("depositions/<int:pk>/signed/", transcripts.deposition_signed, name="deposition_signed"),
    path("depositions/<int:pk>/package/", depositions.deposition_package, name="deposition_package"),
    path("depositions/<int:pk>/package.pdf", depositions.deposition_pdf, name="deposition_pdf"),
    path("depositions/<int:pk>/exhibits/new/", exhibits.exhibit_create, name="exhibit_create"),
    path("depositions/exhibits/<int:pk>/step/", exhibits.exhibit_step, name="exhibit_step"),
    path("depositions/exhibits/<int:pk>/edit/", exhibits.exhibit_edit, name="exhibit_edit"),
    path("depositions/exhibits/<int:pk>/restore/", exhibits.exhibit_restore, name="exhibit_restore"),
    path("depositions/exhibits/<int:pk>/remove/", exhibits.exhibit_remove, name="exhibit_remove"),
    path("depositions/<int:pk>/costs/new/", costs.deposition_cost_create, name="deposition_cost_create"),
    path("depositions/costs/<int:pk>/edit/", costs.deposition_cost_edit, name="deposition_cost_edit"),
    path("depositions/costs/<int:pk>/remove/", costs.deposition_cost_remove, name="deposition_cost_remove"),
    path(
        "depositions/costs/<int:pk>/restore/", costs.deposition_cost_restore, name="deposition_cost_restore"
    ),
    path("matters/<int:pk>/depositions/", depositions.matter_depositions, name="matter_depositions"),
]
