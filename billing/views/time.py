"""One time entry: new, present, deleted and brought back; what a half-typed one would bill as."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Level, Perm, requires
from billing.durations import hours_text, worked_text
from billing.forms.time import EchoForm, TimeForm, day_of
from billing.models import TimeEntry, Timer
from billing.queries.time import (
    bill_of,
    last_entry,
    matters_for_time,
    may_change,
    sees_amounts,
    sees_own_rate,
)
from billing.queries.timers import is_long
from billing.services import time as services
from billing.services.consents import propose_billable
from billing.services.time_rules import ensure_may_change
from billing.utbms import ACTIVITIES, SETS
from billing.views.back import asked_task, next_of, own_event
from billing.views.time_sheet import approval_of, state_of
from communications.services.made import note_made
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to, render_page
from supervision.queries import newest
from work.models import Task


def _visible(request: HttpRequest, pk: int) -> TimeEntry:
    entries = TimeEntry.objects.visible_to(request.member).select_related(
        "matter__client",
        "matter__responsible",
        "matter__supervising",
        "member__role",
        "entered_by",
        "sheet",
        "task",
    )
    return get_object_or_404(entries, pk=pk)


@requires(Perm.TIME_RECORD)
def time_create(request: HttpRequest) -> HttpResponse:
    """A new entry. The address may fill it: matter, date, duration, narrative, member, like=last, timer."""
    timer = _timer(request)
    task = asked_task(request) or (timer.task if timer is not None else None)
    if request.method != "POST":
        form = TimeForm(by=request.member, initial=_filled(request, timer, task))
        return _form_page(request, form, timer=timer, task=task)
    form = TimeForm(request.POST, by=request.member)
    if form.is_valid():
        values = form.values()
        try:
            entry = services.record_time(
                values.pop("matter"), by=request.member, timer=timer, task=task, **values
            )
        except DomainError as error:
            form.blame(error)
        else:
            note_made(request.POST.get("from", ""), "time", entry, by=request.member, label=_said_of(entry))
            return _saved(request, entry, new=True)
    return _form_page(request, form, timer=timer, task=task, status=INVALID)


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


def _filled(request: HttpRequest, timer: Timer | None, task: Task | None) -> dict:
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
    if task is not None:
        found = {"matter": task.matter_id, "narrative": task.title} | found
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
    return Timer.objects.filter(pk=int(text), member=request.member).select_related("matter", "task").first()


def _form_page(request, form, *, entry=None, timer=None, task=None, status=200) -> HttpResponse:
    context = {
        "form": form,
        "entry": entry,
        "timer": timer,
        "task": task or (entry.task if entry is not None else None),
        "forgotten": timer is not None and is_long(timer),
        "task_sets": SETS,
        "activities": ACTIVITIES,
        "next": next_of(request, "time_list"),
        "events": audit.history_of(entry) if entry and sees_amounts(request.member, entry) else [],
        **_proposal(request, entry),
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
    word, tone = approval_of(entry, needs=False) or state_of(entry)
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
        **_proposal(request, entry),
        "next": next_of(request, "time_list"),
    }
    in_drawer = bool(getattr(request, "htmx", None)) and request.htmx.target == "drawer"
    return render(
        request, "billing/time_entry_drawer.html" if in_drawer else "billing/time_entry.html", context
    )


def _proposal(request, entry: TimeEntry | None) -> dict:
    """What the page says of billing an entry that is not billable: the round about it, and whether one may be sent."""
    if entry is None or entry.billable or entry.state != TimeEntry.State.OPEN:
        return {"proposed": None, "may_propose": False}
    last = newest("billable", entry)
    prepares = request.member.powers.level(Perm.TIME_MARK_BILLABLE) is Level.PREPARE
    return {"proposed": last, "may_propose": prepares and not (last and last.is_waiting)}


@requires(Perm.TIME_RECORD)
@require_POST
def time_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an attorney to bill an entry that is not billable."""
    entry = _visible(request, pk)
    sent = propose_billable(entry, reason=request.POST.get("reason", ""), by=request.member)
    return redirect_to(request, next_of(request, "time_list"), toast=f"Sent to {sent.assigned_to.name}")


def _said_of(entry: TimeEntry) -> str:
    """The entry as a call or a message names it that it was made of."""
    return f"{hours_text(entry.billed_seconds)}, {entry.narrative}"


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
        else member.pk == request.member.pk and sees_own_rate(request.member)
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
