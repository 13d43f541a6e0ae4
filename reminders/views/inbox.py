"""One reminder, what is done with it, and the reminders of one object."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Perm
from calendar_app.models import Attendee, Event
from calendar_app.queries.access import may_change
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to, wants_part
from reminders.forms import MineForm, OwnRungsForm, SnoozeForm
from reminders.ladders import PARTS
from reminders.lists import eight, rung_of
from reminders.models import Reminder
from reminders.plan import rung_words
from reminders.queries.about import About, about, ahead, told_of
from reminders.queries.clients import asked_to, client_days
from reminders.queries.ladders import ladders, rules
from reminders.services import clients, inbox, sending
from reminders.services.settings import clear_own_rungs, remind_me, set_own_rungs
from reminders.sources import standing


def _reminder(request: HttpRequest, pk: int) -> Reminder:
    rows = Reminder.objects.visible_to(request.member)
    return get_object_or_404(rows.select_related("matter", "member", "contact", "delivery"), pk=pk)


@requires()
@require_GET
def reminder_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /reminders/<pk>/: what it reminds of, how it was told, and what to do. Where the links in mails lead."""
    row = _reminder(request, pk)
    thing = standing([(row.about_kind, row.about_id, row.occurrence)]).get(
        (row.about_kind, row.about_id, row.occurrence)
    )
    mine = row.member_id == request.member.pk
    wanted = row.critical and row.part == "owner" and row.acknowledged_at is None
    if mine and row.seen_at is None and not wanted:
        inbox.see(row, by=request.member)
        row.seen_at = timezone.now()
    owner = thing is not None and request.member.pk in thing.people.get("owner", ())
    context = {
        "reminder": row,
        "thing": thing,
        "mine": mine,
        "may_acknowledge": mine
        and owner
        and row.critical
        and bool(thing)
        and thing.pressing == "acknowledge",
        "part": PARTS.get(row.part, row.part),
        "rung": rung_of(row),
        "may_send": bool(row.delivery)
        and row.state == Reminder.State.FAILED
        and request.member.can(Perm.FIRM_SETTINGS),
        "snoozes": _snoozes(row) if mine and thing else [],
    }
    return render(request, "reminders/detail.html", context)


def _snoozes(row: Reminder) -> list[tuple[str, str]]:
    """(value, label) of the usual ways to put it off, that end before it falls."""
    now = timezone.localtime()
    tomorrow = eight(now.date() + datetime.timedelta(days=1))
    monday = eight(now.date() + datetime.timedelta(days=7 - now.weekday()))
    found = [
        (now + datetime.timedelta(hours=1), "For an hour"),
        (tomorrow, "Until tomorrow"),
        (monday, "Until Monday"),
    ]
    last = row.occurs_at + datetime.timedelta(days=1 if row.all_day else 0)
    return [(moment.isoformat(), label) for moment, label in found if moment < last]


@requires()
@require_POST
def reminder_see(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: seen; with `seen=no` not seen after all."""
    row = _reminder(request, pk)
    inbox.see(row, by=request.member, seen=request.POST.get("seen") != "no")
    return redirect_to(request, _next(request, row))


@requires()
@require_POST
def reminder_see_all(request: HttpRequest) -> HttpResponse:
    """POST: everything in one's inbox is seen, but what one has to acknowledge."""
    count = inbox.see_all(by=request.member)
    return redirect_to(request, "reminder_list", toast=f"{count} marked as seen")


@requires()
@require_POST
def reminder_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: acknowledge what it reminds of."""
    row = _reminder(request, pk)
    inbox.acknowledge(row, by=request.member)
    return redirect_to(request, _next(request, row), toast="Acknowledged")


@requires()
def reminder_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST `until` (a day, or an instant from the usual ones): put it off."""
    row = _reminder(request, pk)
    if row.member_id != request.member.pk:
        raise Refused("This reminder is somebody else’s.", who=[row.member.name] if row.member else [])
    moment = _instant(request.POST.get("at", ""))
    form = SnoozeForm(request.POST if request.method == "POST" and moment is None else None)
    if request.method == "POST" and (moment is not None or form.is_valid()):
        try:
            inbox.snooze(row, by=request.member, until=moment or eight(form.cleaned_data["until"]))
        except DomainError as error:
            put_error(form, error) if form.is_bound else form_error(form, error)
        else:
            return redirect_to(request, "reminder_list", toast="Put off")
    context = {"reminder": row, "form": form}
    return render(request, "reminders/snooze.html", context, status=INVALID if form.errors else 200)


def form_error(form: SnoozeForm, error: DomainError) -> None:
    """The error of an act that came without the form's field."""
    form.is_bound = True
    form.full_clean()
    form.errors.clear()
    form.add_error(None, error.message)


def _instant(text: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


@requires(Perm.FIRM_SETTINGS)
@require_POST
def reminder_again(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: try a delivery that failed once more."""
    row = _reminder(request, pk)
    if row.delivery is None or not sending.send_again(row.delivery):
        raise DomainError("It has not failed.")
    return redirect_to(request, "reminder_detail", row.pk, toast="It is sent again")


def _next(request: HttpRequest, row: Reminder) -> str:
    if request.POST.get("next") == "list":
        return "reminder_list"
    return row.get_absolute_url()


def _about(request: HttpRequest, source: str, thing_pk: int) -> About:
    found = about(source, thing_pk, request.member)
    if found is None:
        raise Http404
    return found


@requires()
@require_GET
def reminder_about(request: HttpRequest, source: str, thing_pk: int) -> HttpResponse:
    """GET /reminders/<source>/<id>/: what was told of one object to whom, what comes, and its own rungs.

    With htmx the inside of the section on the object's page.
    """
    found = _about(request, source, thing_pk)
    context = {
        "about": found,
        "told": told_of(found, request.member),
        "coming": ahead(found),
        "words": rung_words,
        "clients": asked_to(found.obj, rules(), request.member) if source == "event" and found.thing else [],
        "client_days": client_days(rules()),
        "may_choose": source == "event" and may_change(request.member, found.obj),
    }
    template = "reminders/_about.html" if wants_part(request) else "reminders/about.html"
    return render(request, template, context)


@requires()
@require_POST
def reminder_client(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /reminders/clients/<attendee>/ on=1 or nothing: a contact asked to an event is reminded of it, or is not."""
    events = Event.objects.visible_to(request.member)
    rows = Attendee.objects.filter(contact__isnull=False, event__in=events)
    row = get_object_or_404(rows.select_related("event__matter", "event__organizer", "contact"), pk=pk)
    wanted = bool(request.POST.get("on"))
    clients.remind_client(row, by=request.member, wanted=wanted)
    said = "is reminded by e-mail" if wanted else "is not reminded"
    return redirect_to(request, "reminder_about", "event", row.event_id, toast=f"{row.contact.name} {said}")


@requires()
def reminder_own(request: HttpRequest, source: str, thing_pk: int) -> HttpResponse:
    """GET, POST: the rungs of this object in place of its kind's; `usual=1` goes back to the firm's ladder."""
    found = _about(request, source, thing_pk)
    if found.thing is None:
        raise DomainError("It is over, so nothing is reminded of any more.")
    back = "reminder_about"
    if request.method == "POST" and request.POST.get("usual"):
        clear_own_rungs(found.thing, by=request.member, obj=found.obj)
        return redirect_to(request, back, source, thing_pk, toast="The firm’s ladder holds again")
    ladder = ladders()[found.thing.kind]
    form = OwnRungsForm(request.POST or None, ladder=ladder, own=found.own, timed=found.thing.timed)
    if request.method == "POST" and form.is_valid():
        try:
            set_own_rungs(found.thing, by=request.member, obj=found.obj, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, back, source, thing_pk, toast="Reminders set")
    context = {"about": found, "form": form}
    return render(request, "reminders/own.html", context, status=INVALID if form.errors else 200)


@requires()
def reminder_mine(request: HttpRequest, source: str, thing_pk: int) -> HttpResponse:
    """GET, POST: the days on which the reader alone is reminded of this object besides; none takes them back."""
    found = _about(request, source, thing_pk)
    if found.thing is None:
        raise DomainError("It is over, so nothing is reminded of any more.")
    initial = {"days": list(found.mine.days) if found.mine else []}
    form = MineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = remind_me(found.thing, by=request.member, obj=found.obj, days=form.cleaned_data["days"])
        except DomainError as error:
            put_error(form, error)
        else:
            said = "You are reminded besides" if row else "The ladder alone reminds you"
            return redirect_to(request, found.obj, toast=said)
    context = {"about": found, "form": form}
    return render(request, "reminders/mine.html", context, status=INVALID if form.errors else 200)
