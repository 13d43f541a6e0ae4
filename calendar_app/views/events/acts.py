"""An event called off, put back, answered, verified."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from calendar_app import services
from calendar_app.clock import own_clock
from calendar_app.queries.triggers import hanging_on, waiting_on
from calendar_app.services.events import ALL, FOLLOWING, THIS
from calendar_app.views.events.one import SCOPE_WORDS, STAMP, event_or_404, occurrence_of, read_stamp
from matters.views.tools import next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_http_methods(["GET", "POST"])
def event_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks how far, and for a verified court date why; POST calls the event off. The toast offers Undo."""
    event = event_or_404(request, pk)
    services.ensure_changes(request.member, event)
    moment = occurrence_of(event, request.GET.get("on", ""))
    scope = request.POST.get("scope", "") or (ALL if moment is None else "")
    context = {
        "event": event,
        "moment": moment,
        "scopes": SCOPE_WORDS if moment is not None else (),
        "scope": THIS,
        "on": request.GET.get("on", ""),
        "hanging": hanging_on(event),
    }
    if request.method == "GET" or not scope:
        return render(request, "calendar_app/event_cancel.html", context)
    try:
        gone = services.cancel_event(
            event, by=request.member, scope=scope, occurrence=moment, reason=request.POST.get("reason", "")
        )
    except Refused:
        raise
    except DomainError as error:
        return render(
            request, "calendar_app/event_cancel.html", context | {"error": error.message}, status=INVALID
        )
    undo = reverse("event_restore", args=[gone.pk])
    if scope == THIS and gone.rrule:
        undo += f"?on={moment:{STAMP}}"
    said = f"{event.title} is called off"
    day = timezone.localtime(moment or event.starts_at).date()
    goal = next_url(request, f"{reverse('calendar')}?date={day.isoformat()}")
    waiting = next(iter(waiting_on(gone)), None)
    if waiting is not None and services.may_enter_on(request.member, waiting.matter):
        # Whoever may say what becomes of its dates is asked at once.
        goal = waiting.get_absolute_url()
    elif waiting is not None:
        said += ". What becomes of its dates is asked of those who enter them"
    return redirect_to(request, goal, toast=said, undo_url="" if scope == FOLLOWING else undo)


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_POST
def event_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put back what was called off; ?on= names an instance taken out of a series."""
    event = event_or_404(request, pk)
    try:
        services.restore_event(event, by=request.member, occurrence=read_stamp(request.GET.get("on", "")))
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, next_url(request, reverse("calendar")), toast=error.message)
    return redirect_to(request, next_url(request, reverse("calendar")), toast=f"{event.title} is back")


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_POST
def event_respond(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: answer an invitation (response: accepted, tentative or declined)."""
    event = event_or_404(request, pk)
    try:
        row = services.respond(
            event,
            by=request.member,
            response=request.POST.get("response", ""),
            note=request.POST.get("note", ""),
        )
    except DomainError as error:
        return redirect_to(request, next_url(request, event.get_absolute_url()), toast=error.message)
    said = f"{event.title}: {row.get_response_display().lower()}"
    return redirect_to(request, next_url(request, event.get_absolute_url()), toast=said)


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_POST
def event_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a second person vouches for the date of a court."""
    event = event_or_404(request, pk)
    try:
        services.verify_event(event, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, next_url(request, event.get_absolute_url()), toast=error.message)
    return redirect_to(request, next_url(request, event.get_absolute_url()), toast=f"{event.title} verified")
