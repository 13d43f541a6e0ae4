"""What several pages of this app need."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from matters.models import Contact, Matter, Pin


def matter_or_404(request: HttpRequest, pk: int) -> Matter:
    """The matter with its client, area and attorneys, if the member may see it. Other apps' tabs use it too."""
    found = (
        Matter.objects.visible_to(request.member)
        .with_people()
        .select_related("created_by", "stage", "originating", "office", "limitation_satisfied_by")
        .annotate(is_pinned=Exists(Pin.objects.filter(member=request.member, matter=OuterRef("pk"))))
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def contact_or_404(request: HttpRequest, pk: int) -> Contact:
    """The contact, if the member may see it."""
    found = Contact.objects.visible_to(request.member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def next_url(request: HttpRequest, default: str) -> str:
    """Where the form wants to go after, when that is a page of ours."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return goal if safe and goal else default
