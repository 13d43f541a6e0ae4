"""The inbox: what waits for the member, and one item of it read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from practice.access import requires
from supervision.queries import inbox_of
from supervision.queries.inbox import decided_by, sent_by
from supervision.views.common import approval_or_404


@requires()
def approval_list(request: HttpRequest) -> HttpResponse:
    """What waits for the member; what they sent; what they decided."""
    tab = request.GET.get("tab", "")
    rows = {"sent": sent_by, "decided": decided_by}.get(tab, inbox_of)(request.member)
    return render(request, "supervision/inbox.html", {"rows": rows[:100], "tab": tab})


@requires()
def approval_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One round with its content."""
    approval = approval_or_404(request, pk)
    return render(request, "supervision/inbox.html", {"approval": approval, "rows": [approval]})
