"""Addresses of supervision: the inbox of approvals and what is done in it."""

from django.urls import path

from supervision.views import acts, inbox, policy, submissions
from supervision.views.listing import approval_all

urlpatterns = [
    path("approvals/", inbox.approval_list, name="approval_list"),
    path("approvals/all/", approval_all, name="approval_all"),
    path("approvals/delegation/", submissions.delegation_ask, name="delegation_ask"),
    path("approvals/batch/", acts.approval_batch, name="approval_batch"),
    path("approvals/<int:pk>/", inbox.approval_detail, name="approval_detail"),
    path("approvals/<int:pk>/open/", inbox.approval_open, name="approval_open"),
    path("approvals/<int:pk>/approve/", acts.approval_approve, name="approval_approve"),
    path("approvals/<int:pk>/return/", acts.approval_return, name="approval_return"),
    path("approvals/<int:pk>/reassign/", acts.approval_reassign, name="approval_reassign"),
    path("approvals/<int:pk>/withdraw/", acts.approval_withdraw, name="approval_withdraw"),
    path(
        "approvals/submit/<slug:kind>/<int:object_id>/", submissions.approval_submit, name="approval_submit"
    ),
    path("settings/supervision/", policy.policy_settings, name="policy_settings"),
    path("settings/supervision/history/", policy.policy_history, name="policy_history"),
]
