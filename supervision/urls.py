"""Addresses of supervision: the inbox of approvals and what is done in it."""

from django.urls import path

from supervision.views import acts, inbox, submissions

urlpatterns = [
    path("approvals/", inbox.approval_list, name="approval_list"),
    path("approvals/<int:pk>/", inbox.approval_detail, name="approval_detail"),
    path("approvals/<int:pk>/approve/", acts.approval_approve, name="approval_approve"),
    path("approvals/<int:pk>/return/", acts.approval_return, name="approval_return"),
    path("approvals/<int:pk>/reassign/", acts.approval_reassign, name="approval_reassign"),
    path("approvals/<int:pk>/withdraw/", acts.approval_withdraw, name="approval_withdraw"),
    path(
        "approvals/submit/<slug:kind>/<int:object_id>/", submissions.approval_submit, name="approval_submit"
    ),
]
