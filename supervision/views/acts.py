"""What is done with a round: approve, return, reassign, withdraw."""

from django.http import HttpRequest, HttpResponse

from practice.access import requires
from practice.htmx import redirect_to
from supervision import services
from supervision.views.common import approval_or_404


@requires()
def approval_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what was read."""
    approval = approval_or_404(request, pk)
    if request.method == "POST":
        services.approve(approval, by=request.member, seen=request.POST.get("seen", ""))
    return redirect_to(request, "approval_detail", pk)


@requires()
def approval_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back with a note."""
    approval = approval_or_404(request, pk)
    if request.method == "POST":
        services.send_back(approval, by=request.member, note=request.POST.get("note", ""))
    return redirect_to(request, "approval_detail", pk)


@requires()
def approval_reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else decide."""
    approval_or_404(request, pk)
    return redirect_to(request, "approval_detail", pk)


@requires()
def approval_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    approval = approval_or_404(request, pk)
    if request.method == "POST":
        services.withdraw(approval, by=request.member)
    return redirect_to(request, "approval_detail", pk)
