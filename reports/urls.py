"""Addresses of reports."""

from django.urls import path

from reports import lists
from reports.views import delegation, index, supervision

urlpatterns = [
    path("reports/", index.report_index, name="report_index"),
    path("reports/delegation/", delegation.report_delegation, name="report_delegation"),
    path("reports/delegation/entries/", lists.delegable_list, name="report_delegable"),
    path("reports/delegation/suspects/", lists.suspect_list, name="report_suspects"),
    path("reports/delegation/assumptions/", delegation.report_assumptions, name="report_assumptions"),
    path("reports/delegation/give/", delegation.report_delegate, name="report_delegate"),
    path(
        "reports/delegation/undo/<int:pk>/", delegation.report_delegation_undo, name="report_delegation_undo"
    ),
    path("reports/delegation/<int:pk>/", delegation.report_attorney, name="report_attorney"),
    path("reports/supervision/", supervision.report_supervision, name="report_supervision"),
    path("reports/supervision/pdf/", supervision.report_supervision_pdf, name="report_supervision_pdf"),
]
