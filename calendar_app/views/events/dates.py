"""After an event moved: the dates counted from it are moved along, kept, or the event is put back."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Member
from accounts.permissions import Perm, requires
from calendar_app import services
from calendar_app.clock import own_clock
from calendar_app.models import Event, Recalculation, TriggerEvent
from calendar_app.queries.access import may_change
from calendar_app.queries.triggers import waiting_on
from calendar_app.views.diff import diff_of, picked, said_of
from calendar_app.views.events.one import event_or_404
from matters.queries.access import may
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to, toast, trigger, wants_part

BACK = ("start", "end", "shift", "who_from", "who_to")


def moved_dates(event: Event, member: Member) -> list[Recalculation]:
    """What waits because the event has another time, as far as the member may see it."""
    if not event.matter_id or not member.powers.has(Perm.MATTER_VIEW):
        return []
    waiting = [one for one in waiting_on(event) if one.cause != Recalculation.Cause.OFF]
    if not waiting:
        return []
    seen = set(
        TriggerEvent.objects.visible_to(member)
        .filter(recalculations__in=waiting)
        .values_list("pk", flat=True)
    )
    return [one for one in waiting if one.trigger_id in seen]


def on_grid(request: HttpRequest) -> bool:
    """Whether the calendar itself asks, by htmx: it draws itself anew. Other pages are gone on from."""
    path = request.htmx.current_url_abs_path or "" if wants_part(request) else None
    return path is not None and path.partition("?")[0] in ("", reverse("calendar"))


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_http_methods(["GET", "POST"])
def event_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what the move of an event changes, a dialog or a page. POST do=move moves the ticked dates (move), do=keep none.

    ?start=, ?end= and the rest of the address of `event_unmove` say where the event was: with them the move can be undone.
    """
    event = event_or_404(request, pk)
    waiting = moved_dates(event, request.member)
    error = ""
    if request.method == "POST":
        ids = picked(request.POST.getlist("move")) if request.POST.get("do") == "move" else set()
        try:
            seen = request.POST.getlist("seen")
            moved = services.accept_all(waiting, by=request.member, deadlines=ids, seen=seen)
        except DomainError as problem:
            if not any(may(request.member, Perm.DEADLINE_ENTER, one.matter) for one in waiting):
                raise
            error = problem.message
        else:
            return _went(request, event, said_of(moved))
    elif not waiting:
        return redirect_to(request, next_url(request, event.get_absolute_url()))
    return show_dates(request, event, waiting, request.GET, error=error)


def show_dates(
    request: HttpRequest, event: Event, waiting: list[Recalculation], back, *, error: str = ""
) -> HttpResponse:
    """The dialog, or its page. `back` says where the event was, as `event_unmove` takes it."""
    diffs = [diff_of(one, request.member) for one in waiting]
    kept = urlencode({name: back[name] for name in BACK if name in back})
    may_undo = "start" in back and may_change(request.member, event)
    start = timezone.localtime(event.starts_at)
    when = f"{start:%a}, {start:%b} {start.day}"
    here = request.htmx.current_url_abs_path if wants_part(request) else ""
    context = {
        "event": event,
        "diffs": diffs,
        "accepts": any(diff["may_settle"] for diff in diffs),
        "undo": f"{reverse('event_unmove', args=[event.pk])}?{kept}" if may_undo else "",
        "stands_on": f"{reverse('event_dates', args=[event.pk])}?{kept}",
        "when": when if event.all_day else f"{when}, {start:%I:%M %p}".replace(" 0", " "),
        "next": next_url(request, here or event.get_absolute_url()),
        "error": error,
    }
    status = INVALID if error else 200
    return render(request, "calendar_app/event_dates.html", context, status=status)


def _went(request: HttpRequest, event: Event, said: str) -> HttpResponse:
    if not on_grid(request):
        return redirect_to(request, next_url(request, event.get_absolute_url()), toast=said)
    response = HttpResponse()
    trigger(response, "calendar-changed", {"id": event.pk})
    return toast(response, said)
