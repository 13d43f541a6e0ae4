"""The inbox: what waits for the member, and one item of it read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from practice.access import requires
from supervision.queries.inbox import known_kind
from supervision.views.common import address_of, approval_or_404, inbox_page


@requires()
@require_GET
def approval_list(request: HttpRequest) -> HttpResponse:
    """GET /approvals/: what waits for the member; `?tab=sent` what they sent, `?tab=decided` what they decided."""
    return inbox_page(request)


@requires()
@require_GET
def approval_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One round beside the list; for htmx its pane alone."""
    return inbox_page(request, approval_or_404(request, pk), opened=True)


@requires()
@require_GET
def approval_open(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of the object itself; to the round when it has none."""
    approval = approval_or_404(request, pk)
    of = known_kind(approval.kind)
    obj = of.get(approval.object_id) if of else None
    return redirect((of.url(obj) if obj is not None else "") or address_of(approval))
