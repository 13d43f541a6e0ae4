"""What several pages of deadlines need."""

from django.apps import apps
from django.http import Http404, HttpRequest

from accounts.permissions import Perm
from accounts.queries import refusal
from calendar_app.models import Deadline, Event, Recalculation, TriggerEvent
from calendar_app.services import may_enter

PEOPLE = (
    "matter__responsible",
    "matter__supervising",
    "owner",
    "backup",
    "done_by",
    "created_by",
    "set_by",
    "verified_by",
    "acknowledged_by",
    "trigger",
    "proof",
)


def deadline_or_404(request: HttpRequest, pk: int) -> Deadline:
    """The deadline with its people, if the member may see it."""
    found = Deadline.objects.visible_to(request.member).filter(pk=pk).select_related(*PEOPLE).first()
    if found is None:
        raise Http404
    return found


def trigger_or_404(request: HttpRequest, pk: int) -> TriggerEvent:
    """The trigger with its matter, if the member may see it."""
    rows = TriggerEvent.objects.visible_to(request.member).select_related(
        "matter__responsible", "matter__supervising", "event", "created_by", "document"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def recalculation_or_404(request: HttpRequest, pk: int) -> Recalculation:
    """The recalculation with its trigger, if the member may see its matter."""
    rows = Recalculation.objects.filter(
        trigger__in=TriggerEvent.objects.visible_to(request.member).values("pk")
    ).select_related(
        "matter__responsible", "matter__supervising", "trigger__matter", "opened_by", "settled_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def given_event(request: HttpRequest) -> Event | None:
    """The appointment that ?event= names, when the member may read it and it is on a matter."""
    rows = Event.objects.visible_to(request.member).exclude(matter=None).select_related("matter")
    return rows.filter(pk=number(request, "event")).first()


def given_document(request: HttpRequest):
    """The document that ?document= names, when the member may read it and it is not in the trash."""
    model = apps.get_model("documents.Document")
    rows = model.objects.visible_to(request.member).filter(trashed_at=None).select_related("matter")
    return rows.filter(pk=number(request, "document")).first()


def number(request: HttpRequest, name: str) -> int | None:
    """An id from the query or the form; None when it is none."""
    text = request.POST.get(name) or request.GET.get(name) or ""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def ensure_enters(request: HttpRequest) -> None:
    """Raise the refusal when the member enters dates on no matter at all."""
    if not may_enter(request.member):
        raise refusal(request.member, Perm.DEADLINE_ENTER)
