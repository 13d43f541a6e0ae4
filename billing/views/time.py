"""Pages of time: the week and the day, one entry, the quick line."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from billing.durations import hours_text, worked_text
from billing.forms.time import EchoForm, TimeForm, day_of
from billing.models import TimeEntry, Timer
from billing.queries.quick import EXAMPLE, read_line
from billing.queries.time import (
    bill_of,
    last_entry,
    matters_for_time,
    may_change,
    monday_of,
    recent_matter_ids,
    sees_amounts,
    week_of,
)
from billing.queries.timers import is_long, timers_of
from billing.services import time as services
from billing.services.time_rules import ensure_may_change
from billing.utbms import ACTIVITIES, SETS
from billing.views.back import next_of, own_event
from matters.models import Matter
from matters.queries.find import find_matters, matters_by_use
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, Option, redirect_to, render_options, render_page

STATES = {"open": ("Unbilled", "accent"), "on_invoice": ("On a draft", "warn")}
STATES |= {"billed": ("Billed", "ok"), "written_off": ("Written off", "")}


def state_of(entry: TimeEntry) -> tuple[str, str]:
    """Word and tone of an entry's state."""
    if not entry.billable and entry.state == TimeEntry.State.OPEN:
        return "Not billable", "ring"
    if entry.on_hold and entry.state == TimeEntry.State.OPEN:
        return "On hold", "warn"
    return STATES[entry.state]


# ── week and day ──────────────────────────────────────────────────────────────


@requires(Perm.TIME_RECORD)
@require_GET
def time_list(request: HttpRequest) -> HttpResponse:
    """The week as matters by days, with the chosen day's entries below. `?day=`, `?member=`."""
    return _sheet(request, "week")


@requires(Perm.TIME_RECORD)
@require_GET
def time_day(request: HttpRequest) -> HttpResponse:
    """One day's entries."""
    return _sheet(request, "day")


def _sheet(request: HttpRequest, mode: str, **more) -> HttpResponse:
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


# ── one entry ─────────────────────────────────────────────────────────────────


def _visible(request: HttpRequest, pk: int) -> TimeEntry:
    entries = TimeEntry.objects.visible_to(request.member).select_related(
        "matter__client", "matter__responsible", "matter__supervising", "member__role", "entered_by"
    )
    return get_object_or_404(entries, pk=pk)


@requires(Perm.TIME_RECORD)
def time_create(request: HttpRequest) -> HttpResponse:
    """A new entry. The address may fill it: matter, date, duration, narrative, member, like=last, timer."""
    timer = _timer(request)
    if request.method != "POST":
        form = TimeForm(by=request.member, initial=_filled(request, timer))
        return _form_page(request, form, timer=timer)
    form = TimeForm(request.POST, by=request.member)
    if form.is_valid():
        values = form.values()
        try:
            entry = services.record_time(values.pop("matter"), by=request.member, timer=timer, **values)
        except DomainError as error:
            form.blame(error)
        else:
            return _saved(request, entry, new=True)
    return _form_page(request, form, timer=timer, status=INVALID)


@requires(Perm.TIME_RECORD)
def time_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: the form while it may be changed, else what it says and why it is closed."""
    entry = _visible(request, pk)
    if not may_change(request.member, entry):
        if request.method == "POST":
            ensure_may_change(entry, request.member)
        return _entry_page(request, entry)
    if request.method != "POST":
        return _form_page(request, TimeForm(by=request.member, entry=entry), entry=entry)
    form = TimeForm(request.POST, by=request.member, entry=entry)
    if form.is_valid():
        try:
            entry = services.change_time(entry, by=request.member, **form.values())
        except DomainError as error:
            form.blame(error)
        else:
            return _saved(request, entry, new=False)
    return _form_page(request, form, entry=entry, status=INVALID)


def _filled(request: HttpRequest, timer: Timer | None) -> dict:
    """What the address says of a new entry; anything that makes no sense is left out."""
    given, found = request.GET, {}
    like = last_entry(request.member) if given.get("like") == "last" else None
    if like is not None:
        names = ("duration", "narrative", "task_code", "activity_code", "nature", "billable", "no_charge")
        found = {name: TimeForm(by=request.member, entry=like).initial[name] for name in names}
        found["matter"] = like.matter_id
    for name in ("matter", "member"):
        if given.get(name, "").isdecimal() and len(given[name]) < 19:
            found[name] = int(given[name])
    if day := day_of(given.get("date", "")):
        found["date"] = day
    found |= {name: given[name][:5_000] for name in ("duration", "narrative") if given.get(name)}
    found |= {name: given[name] for name in ("task_code", "activity_code") if given.get(name)}
    if timer is not None:
        found |= {"timer": timer.pk, "matter": timer.matter_id, "narrative": timer.narrative}
        found["date"] = timezone.localdate(timer.created_at)
        if not is_long(timer):
            found["duration"] = max(1, timer.elapsed())
    if found.get("matter") and not matters_for_time(request.member).filter(pk=found["matter"]).exists():
        del found["matter"]
    return found


def _timer(request: HttpRequest) -> Timer | None:
    text = request.POST.get("timer") or request.GET.get("timer") or ""
    if not text.isdecimal() or len(text) > 18:
        return None
    return Timer.objects.filter(pk=int(text), member=request.member).select_related("matter").first()


def _form_page(request, form, *, entry=None, timer=None, status=200) -> HttpResponse:
    context = {
        "form": form,
        "entry": entry,
        "timer": timer,
        "forgotten": timer is not None and is_long(timer),
        "task_sets": SETS,
        "activities": ACTIVITIES,
        "next": next_of(request, "time_list"),
        "events": audit.history_of(entry) if entry else [],
        "may_bill_clerical": request.member.can(Perm.TIME_MARK_BILLABLE),
        "action": reverse("time_detail", args=[entry.pk]) if entry else reverse("time_create"),
        "echo": _echo(request, form.data if form.is_bound else _texts(form), entry),
    }
    in_drawer = bool(getattr(request, "htmx", None)) and request.htmx.target == "drawer"
    if in_drawer:
        return render(request, "billing/time_drawer.html", context, status=status)
    return render_page(
        request, "billing/time_form.html", context, partial={"time-form": "fields"}, status=status
    )


def _texts(form: TimeForm) -> dict:
    """The form's first values as the browser would send them."""
    return {
        field.html_name: ""
        if (value := field.value()) in (None, False)
        else ("on" if value is True else value)
        for field in form
    }


def _entry_page(request, entry: TimeEntry) -> HttpResponse:
    word, tone = state_of(entry)
    try:
        ensure_may_change(entry, request.member)
        why = ""
    except DomainError as error:
        why = error.message
    context = {
        "entry": entry,
        "shown_state": word,
        "tone": tone,
        "why": why,
        "money": sees_amounts(request.member, entry),
        "events": audit.history_of(entry) if sees_amounts(request.member, entry) else [],
        "next": next_of(request, "time_list"),
    }
    in_drawer = bool(getattr(request, "htmx", None)) and request.htmx.target == "drawer"
    return render(
        request, "billing/time_entry_drawer.html" if in_drawer else "billing/time_entry.html", context
    )


def _saved(request, entry: TimeEntry, *, new: bool) -> HttpResponse:
    text = f"{hours_text(entry.billed_seconds)} on {entry.matter.name}"
    text = f"{text} recorded" if new else f"{text} changed"
    undo = reverse("time_delete", args=[entry.pk]) if new else ""
    goal = next_of(request, "time_list")
    if request.POST.get("and") == "new":
        goal = f"{reverse('time_create')}?matter={entry.matter_id}&date={entry.date}"
        if entry.member_id != request.member.pk:
            goal += f"&member={entry.member_id}"
    return redirect_to(request, goal, toast=text, undo_url=undo)


@requires(Perm.TIME_RECORD)
@require_POST
def time_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an unbilled entry; the toast brings it back."""
    event = services.delete_time(_visible(request, pk), by=request.member)
    goal = next_of(request, "time_list")
    if f"/time/{pk}/" in goal:
        goal = reverse("time_list")
    return redirect_to(
        request, goal, toast="Entry deleted", undo_url=reverse("time_restore", args=[event.pk])
    )


@requires(Perm.TIME_RECORD)
@require_POST
def time_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a deletion of one's own. `pk` is the event's."""
    services.restore_time(own_event(request, pk, "time.deleted"), by=request.member)
    return redirect_to(request, next_of(request, "time_list"), toast="The entry is back")


@requires(Perm.TIME_RECORD)
@require_POST
def time_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the same work once more, on the day in `date`."""
    day = day_of(request.POST.get("date", ""))
    entry = services.duplicate_time(_visible(request, pk), by=request.member, date=day)
    return redirect_to(
        request,
        next_of(request, "time_list"),
        toast="Entry duplicated",
        undo_url=reverse("time_delete", args=[entry.pk]),
    )


# ── live echo, quick line, picker ─────────────────────────────────────────────


def _echo(request: HttpRequest, data, entry: TimeEntry | None = None) -> dict:
    """What the typed values bill as. Nothing is saved; what cannot be read yet is left out."""
    form = EchoForm(data, by=request.member)
    form.is_valid()
    typed = form.cleaned_data
    member = typed.get("member") or (entry.member if entry else request.member)
    matter = typed.get("matter")
    day = typed.get("date") or timezone.localdate()
    seconds = typed.get("duration")
    found: dict = {
        "problem": " ".join(str(e) for e in form.errors.get("duration", [])),
        "bill": None,
        "hours": "",
    }
    if not seconds:
        return found
    bill = bill_of(
        member,
        matter,
        day,
        seconds,
        firm=request.firm,
        billable=bool(typed.get("billable")),
        no_charge=bool(typed.get("no_charge")),
        without=entry.pk if entry else None,
    )
    sample = TimeEntry(member=member, matter=matter) if matter else None
    money = (
        sees_amounts(request.member, sample)
        if sample
        else member.pk == request.member.pk and not request.member.sees_named_matters_only
    )
    return found | {
        "bill": bill,
        "hours": hours_text(bill.billed_seconds),
        "worked": worked_text(seconds) if seconds != bill.billed_seconds else "",
        "money": money,
        "matter": matter,
        "whose": "" if member.pk == request.member.pk else member.name,
    }


@requires(Perm.TIME_RECORD)
@require_POST
def time_echo(request: HttpRequest) -> HttpResponse:
    """What a half-typed entry would bill as, and why. POST, because narratives do not belong in addresses."""
    entry = None
    text = request.POST.get("entry", "")
    if text.isdecimal() and len(text) < 19:
        entry = (
            TimeEntry.objects.visible_to(request.member).filter(pk=int(text)).select_related("member").first()
        )
    return render(request, "billing/time_echo.html", {"echo": _echo(request, request.POST, entry)})


@requires(Perm.TIME_RECORD)
@require_POST
def time_quick_echo(request: HttpRequest) -> HttpResponse:
    """What a typed line means so far."""
    return render(request, "billing/time_quick_echo.html", _line(request))


def _line(request: HttpRequest) -> dict:
    line = read_line(request.POST.get("line", ""), request.member)
    bill, money = None, False
    if line.seconds and line.matter and line.date:
        bill = bill_of(request.member, line.matter, line.date, line.seconds, firm=request.firm)
        entry = TimeEntry(member=request.member, matter=line.matter)
        money = sees_amounts(request.member, entry)
    return {
        "line": line,
        "bill": bill,
        "money": money,
        "hours": hours_text(bill.billed_seconds)
        if bill
        else (hours_text(line.seconds) if line.seconds else ""),
        "is_today": line.date == timezone.localdate(),
    }


@requires(Perm.TIME_RECORD)
@require_POST
def time_quick(request: HttpRequest) -> HttpResponse:
    """Record a typed line, or say what is missing and keep it."""
    found = _line(request)
    line = found["line"]
    problem = line.problems[0] if line.problems else ""
    if line.is_whole:
        try:
            entry = services.record_time(
                line.matter,
                by=request.member,
                date=line.date,
                seconds=line.seconds,
                narrative=line.narrative,
                task_code=line.task_code,
                activity_code=line.activity_code,
            )
        except DomainError as error:
            problem = error.message
        else:
            return redirect_to(
                request,
                next_of(request, "time_list"),
                toast=f"{hours_text(entry.billed_seconds)} on {entry.matter.name} recorded",
                undo_url=reverse("time_delete", args=[entry.pk]),
            )
    if getattr(request, "htmx", None):
        return render(request, "billing/time_quick_echo.html", found | {"problem": problem}, status=INVALID)
    response = _sheet(request, "week", typed=line.text, quick=found | {"problem": problem})
    response.status_code = INVALID
    return response


@requires(Perm.TIME_RECORD)
@require_GET
def time_matters(request: HttpRequest) -> HttpResponse:
    """GET ?q=: matters on which time may be recorded; the ones the member last worked on first."""
    text = request.GET.get("q", "").strip()[:100]
    rows = find_matters(matters_for_time(request.member), text)
    recent = recent_matter_ids(request.member)
    by_pk = {matter.pk: matter for matter in rows.filter(pk__in=recent)}
    found: list[Matter] = [by_pk[pk] for pk in recent if pk in by_pk]
    if len(found) < 12:
        others = matters_by_use(rows.exclude(pk__in=by_pk), request.member)
        found += list(others[: 12 - len(found)])
    return render_options(request, [Option(m.pk, f"{m.number} {m.name}", m.client.name) for m in found])
