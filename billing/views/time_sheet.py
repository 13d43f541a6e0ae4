"""The week as matters by days, and the day."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from billing.forms.time import day_of
from billing.models import TimeEntry, TimeSheet
from billing.queries.quick import EXAMPLE
from billing.queries.time import (
    Week,
    may_change,
    monday_of,
    sees_amounts,
    sees_own_rate,
    week_of,
)
from billing.queries.time_sheets import entries_of, needs_approval, sheets_of
from billing.queries.timers import timers_of
from billing.services import time_sheets as services
from billing.views.back import next_of
from practice import audit
from practice.htmx import redirect_to, render_page

STATES = {"open": ("Unbilled", "accent"), "on_invoice": ("On a draft", "warn")}
STATES |= {"billed": ("Billed", "ok"), "written_off": ("Written off", "")}


# How the sheet of an entry stands: word and tone.
SHEETS = {
    "": ("Not submitted", "ring"),
    "draft": ("Not submitted", "ring"),
    "submitted": ("Submitted", "warn"),
}
SHEETS |= {"returned": ("Returned", "tag warn"), "approved": ("Approved", "ok")}


def approval_of(entry: TimeEntry, needs: bool) -> tuple[str, str] | None:
    """Word and tone of the approval of an unbilled entry; None when it needs none. Reads `entry.sheet`."""
    if entry.state != TimeEntry.State.OPEN or not (needs or entry.sheet_id):
        return None
    return SHEETS[entry.sheet.state if entry.sheet_id else ""]


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
    needs = needs_approval(member)
    for entry in entries:
        entry.approval = approval_of(entry, needs)
        entry.shown_state, entry.tone = state_of(entry)
        entry.changes = may_change(viewer, entry)
        entry.money = sees_amounts(viewer, entry)
    context = {
        "sheets": list(sheets_of(member, week.days[0].date, viewer)),
        "to_submit": _to_submit(member, viewer, week, needs),
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
        "sees_money": sees_own_rate(viewer),
        "example": EXAMPLE,
    }
    return render_page(request, "billing/time_sheet.html", context | more)


def _to_submit(member: Member, viewer: Member, week: Week, needs: bool) -> int:
    """How many entries of the week the viewer may submit for approval; 0 when the member's time needs none."""
    if not needs or not (member.pk == viewer.pk or viewer.can(Perm.TIME_RECORD_FOR_OTHERS)):
        return 0
    waiting: set[str | None] = {None, TimeSheet.State.DRAFT, TimeSheet.State.RETURNED}
    return sum(
        entry.state == TimeEntry.State.OPEN and (entry.sheet.state if entry.sheet_id else None) in waiting
        for entry in week.entries
    )


@requires(Perm.TIME_RECORD)
@require_POST
def time_week_submit(request: HttpRequest) -> HttpResponse:
    """Submit a week, `week` its Monday: each matter's sheet goes to that matter's attorney."""
    monday = day_of(request.POST.get("week", ""))
    if monday is None:
        raise Http404
    member = request.member
    if wanted := request.POST.get("member", ""):
        member = get_object_or_404(
            Member.objects.select_related("role"), pk=wanted if wanted.isdecimal() else 0
        )
    sheets = services.submit_week(monday, by=request.member, member=member, note=request.POST.get("note", ""))
    count = len(sheets)
    text = f"Sent {count} time sheet{'' if count == 1 else 's'} for approval"
    return redirect_to(request, next_of(request, "time_list"), toast=text)


@requires(Perm.TIME_RECORD)
@require_GET
def time_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's week on one matter, with how it stands."""
    found = TimeSheet.objects.visible_to(request.member).select_related(
        "matter__responsible", "matter__supervising", "member__role", "approved_by"
    )
    sheet_ = get_object_or_404(found, pk=pk)
    entries = list(entries_of(sheet_))
    viewer = request.member
    for entry in entries:
        entry.money = sees_amounts(viewer, entry)
        entry.shown_state, entry.tone = state_of(entry)
    word, tone = SHEETS[sheet_.state]
    context = {
        "sheet": sheet_,
        "entries": entries,
        "word": word,
        "tone": tone,
        "seconds": sum(entry.billed_seconds for entry in entries),
        "worked": sum(entry.seconds for entry in entries),
        "sees_money": any(entry.money for entry in entries),
        "last": sheet_.week_start + datetime.timedelta(days=6),
        "events": audit.history_of(sheet_),
    }
    return render(request, "billing/time_sheet_detail.html", context)


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
