"""Where a page of billing goes after a POST, and undo by the audit trail."""

from django.http import Http404, HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from practice.models import AuditEvent
from work.models import Task


def next_of(request: HttpRequest, default: str, *args) -> str:
    """The address in `next`, when it is one of our own; else the page named `default`."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return goal if safe else resolve_url(default, *args)


def asked_task(request: HttpRequest) -> Task | None:
    """The task named in `task`, when the member may see it."""
    text = request.POST.get("task") or request.GET.get("task") or ""
    if not text.isdecimal() or len(text) > 18:
        return None
    return Task.objects.visible_to(request.member).select_related("matter").filter(pk=int(text)).first()


def own_event(request: HttpRequest, pk: int, verb: str) -> AuditEvent:
    """The event of the reader's own act that an undo takes back; 404 for any other."""
    event = AuditEvent.objects.filter(pk=pk, verb=verb, actor_id=request.member.pk).first()
    if event is None:
        raise Http404
    return event
