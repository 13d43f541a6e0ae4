"""Addresses of supervision: the inbox of approvals and what is done in it."""

from django.urls import path

from supervision.api import views as api
from supervision.views import acts, inbox, policy, refusals, submissions
from supervision.views.listing import approval_all

urlpatterns = [
    path("approvals/", inbox.approval_list, name="approval_list"),
    path("approvals/ask/", refusals.refusal_ask, name="refusal_ask"),
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
    path("api/v1/approvals/", api.approval_list, name="api_approval_list"),
    path("api/v1/approvals/<int:pk>/", api.approval_detail, name="api_approval_detail"),
    path("api/v1/approvals/<int:pk>/approve/", api.approval_approve, name="api_approval_approve"),
    path("api/v1/approvals/<int:pk>/return/", api.approval_return, name="api_approval_return"),
    path("api/v1/approvals/<int:pk>/reassign/", api.approval_reassign, name="api_approval_reassign"),
    path("api/v1/approvals/<int:pk>/withdraw/", api.approval_withdraw, name="api_approval_withdraw"),
    path("settings/supervision/", policy.policy_settings, name="policy_settings"),
    path("settings/supervision/history/", policy.policy_history, name="policy_history"),
]
