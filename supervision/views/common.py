"""What the views of approvals share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from supervision.models import Approval
from supervision.queries.inbox import readable


def approval_or_404(request: HttpRequest, pk: int) -> Approval:
    """A round that the member may read."""
    return get_object_or_404(readable(request.member), pk=pk)
