"""The week as matters by days, and the day."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Member
from accounts.permissions import Perm, requires
from billing.forms.time import day_of
from billing.models import TimeEntry
from billing.queries.quick import EXAMPLE
from billing.queries.time import (
    may_change,
    monday_of,
    sees_amounts,
    week_of,
)
from billing.queries.timers import timers_of
from practice.htmx import render_page

STATES = {"open": ("Unbilled", "accent"), "on_invoice": ("On a draft", "warn")}
STATES |= {"billed": ("Billed", "ok"), "written_off": ("Written off", "")}


def state_of(entry: TimeEntry) -> tuple[str, str]:
    """Word and tone of an entry's state."""
    if not entry.billable and entry.state == TimeEntry.State.OPEN:
        return "Not billable", "ring"
    if entry.on_hold and entry.state == TimeEntry.State.OPEN:
        return "On hold", "warn"
    return STATES[entry.state]


@requires(Perm.TIME_RECORD)
@require_GET
def time_list(request: HttpRequest) -> HttpResponse:
    """The week as matters by days, with the chosen day's entries below. `?day=`, `?member=`."""
    return sheet(request, "week")


@requires(Perm.TIME_RECORD)
@require_GET
def time_day(request: HttpRequest) -> HttpResponse:
    """One day's entries."""
    return sheet(request, "day")


def sheet(request: HttpRequest, mode: str, **more) -> HttpResponse:
    viewer, today = request.member, timezone.localdate()
    member = _whose(request)
    day = day_of(request.GET.get("day", "")) or today
    timers = timers_of(viewer)
    running = next((t.matter for t in timers if t.started_at and t.matter_id), None)
    week = week_of(member, monday_of(day), viewer=viewer, running=running)
    step = datetime.timedelta(days=7 if mode == "week" else 1)
    keep = f"&member={member.pk}" if member.pk != viewer.pk else ""
    name = "time_list" if mode == "week" else "time_day"
    entries = week.on(day)
    for entry in entries:
        entry.shown_state, entry.tone = state_of(entry)
        entry.changes = may_change(viewer, entry)
        entry.money = sees_amounts(viewer, entry)
    context = {
        "mode": mode,
        "week": week,
        "day": day,
        "entries": entries,
        "whose": member,
        "is_own": member.pk == viewer.pk,
        "keep": keep,
        "people": [] if viewer.sees_named_matters_only else Member.objects.timekeepers(),
        "before": f"{reverse(name)}?day={day - step}{keep}",
        "after": f"{reverse(name)}?day={day + step}{keep}",
        "day_before": day - datetime.timedelta(days=1),
        "day_after": day + datetime.timedelta(days=1),
        "today": today,
        "modes": modes(mode, day, keep),
        "timers": timers,
        "increment": request.firm.rounding_seconds,
        "billable_today": next(d.billable for d in week.days if d.date == day),
        "other_today": next(d.other for d in week.days if d.date == day),
        "next": request.get_full_path(),
        "sees_money": not viewer.sees_named_matters_only,
        "example": EXAMPLE,
    }
    return render_page(request, "billing/time_sheet.html", context | more)


def modes(current: str, day: datetime.date | None = None, keep: str = "") -> list[dict]:
    """The three ways to look at time."""
    at = f"?day={day}{keep}" if day else ""
    names = (
        ("week", "Week", "time_list", at),
        ("day", "Day", "time_day", at),
        ("list", "List", "time_entries", ""),
    )
    return [
        {"label": label, "url": f"{reverse(name)}{query}", "current": key == current, "count": None}
        for key, label, name, query in names
    ]


def _whose(request: HttpRequest) -> Member:
    """Whose week: the reader's, or of `?member=`. Guests see only their own."""
    text = request.GET.get("member", "")
    if not text or text == str(request.member.pk):
        return request.member
    if request.member.sees_named_matters_only or not text.isdecimal() or len(text) > 18:
        raise Http404
    return get_object_or_404(Member.objects.select_related("role"), pk=int(text))
