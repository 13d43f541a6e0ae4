"""Polls: made from times that were found, answered by a signed link, decided."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from booking.forms.polls import PollForm, PollPeopleForm, PollTimeForm
from booking.models import Poll, PollAnswer, PollGuest, PollOption
from booking.queries.finding import find_times
from booking.queries.tokens import entered_poll, guest_token
from booking.queries.zones import groups, known, label_of
from booking.services import polls as services
from booking.services import removals
from booking.views.finding import people, query_of, typed_before, wanted
from booking.views.pages import tabs
from booking.views.pick import moment_of, stamp
from booking.views.public.doors import as_stranger, busy, consume, shut
from calendar_app.queries.busy import busy_times
from calendar_app.services.access import may_keep
from intake.views.public import closed, sealed
from practice import audit
from practice.access import public
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from practice.phrases import told


@requires(Perm.CALENDAR_OWN)
@require_GET
def poll_list(request: HttpRequest) -> HttpResponse:
    """GET: the polls of the firm, open ones first."""
    rows = Poll.objects.visible_to(request.member).select_related("organizer", "matter")
    polls = list(rows.prefetch_related("guests", "options").order_by("-id")[:100])
    polls.sort(key=lambda poll: poll.state != Poll.State.OPEN)
    for poll in polls:
        guests = [guest for guest in poll.guests.all() if guest.removed_at is None]
        poll.asked = len(guests)
        poll.answered = sum(1 for guest in guests if guest.answered_at)
        poll.chosen = next((option for option in poll.options.all() if option.is_chosen), None)
    return render(request, "booking/polls.html", {"polls": polls, "tabs": tabs("polls", request)})


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def poll_create(request: HttpRequest) -> HttpResponse:
    """GET the form for the times `at` of a search, POST: hold them and ask."""
    staff = people(request.member)
    search = wanted(request, staff)
    starts = sorted({m for m in map(moment_of, request.GET.getlist("at")) if m is not None})
    if not search.is_valid() or len(starts) < 2:
        query = query_of(search) if search.is_valid() else ""
        return redirect_to(
            request, f"{reverse('find_time')}?{query}", toast="Tick two or more times to ask about."
        )
    data = search.cleaned_data
    asked = [person for person in (*data["people"], *data["wished"]) if person.pk != request.member.pk]
    form = PollForm(
        request.POST or None,
        people=staff,
        member=request.member,
        initial={"members": [str(person.pk) for person in asked]} | typed_before(request),
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            poll = services.create_poll(
                by=request.member,
                title=values["title"],
                minutes=data["minutes"],
                starts=starts,
                members=values["members"],
                guests=values["guests"],
                contacts=values["contacts"],
                note=values["note"],
                place=values["place"],
                kind=values["kind"],
                room=data["room"],
                matter=values["matter"],
                guest_zone=data["guest_zone"],
            )
            return redirect_to(request, poll, toast="Asked. The times are held until one is chosen.")
        except DomainError as error:
            put_error(form, error)
    context = {
        "form": form,
        "starts": starts,
        "minutes": data["minutes"],
        "room": data["room"],
        "tabs": tabs("find", request),
        "back": f"{reverse('find_time')}?{query_of(search, at=[stamp(one) for one in starts])}",
    }
    return render(request, "booking/poll_form.html", context, status=INVALID if form.errors else 200)


def _poll(request: HttpRequest, pk: int) -> Poll:
    rows = Poll.objects.visible_to(request.member).select_related(
        "organizer__role", "organizer__user", "matter", "room", "event"
    )
    return get_object_or_404(rows, pk=pk)


@requires(Perm.CALENDAR_OWN)
@require_GET
def poll_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: who can come to which time."""
    poll = _poll(request, pk)
    guests = list(poll.people.select_related("member", "contact"))
    options = list(poll.times)
    said = {(a.guest_id, a.option_id): a for a in PollAnswer.objects.filter(guest__poll=poll)}
    for option in options:
        values = [said[guest.pk, option.pk].value for guest in guests if (guest.pk, option.pk) in said]
        option.yes, option.maybe = values.count("yes"), values.count("maybe")
        option.no = values.count("no")
        option.row = [(guest, said.get((guest.pk, option.pk))) for guest in guests]
        option.past = option.starts_at <= timezone.now()
    best = max((option.yes * 2 + option.maybe - option.no * 3 for option in options), default=0)
    for option in options:
        option.best = bool(said) and option.yes * 2 + option.maybe - option.no * 3 == best
    runs = may_keep(request.member, poll.organizer, poll.matter)
    for guest in guests:
        guest.lacks = guest.answered_at is not None and any((guest.pk, one.pk) not in said for one in options)
        guest.mine = guest.member_id == request.member.pk
        if (runs and guest.member_id is None) or guest.mine:
            guest.address = request.build_absolute_uri(reverse("poll_answer", args=[guest_token(guest)]))
    context = {
        "poll": poll,
        "guests": guests,
        "options": options,
        "runs": runs,
        "waiting": [guest for guest in guests if guest.answered_at is None],
        "lasts": sum(1 for option in options if not option.past) < 2,
        "gone_times": list(poll.options.exclude(removed_at=None)),
        "gone_people": list(poll.guests.exclude(removed_at=None)),
        "tabs": tabs("polls", request),
        "events": told(audit.history_of(poll)),
    }
    return render(request, "booking/poll_detail.html", context)


def _done(request: HttpRequest, poll: Poll, act, toast: str, *, undo: str = "") -> HttpResponse:
    try:
        act()
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, poll, toast=error.message)
    return redirect_to(request, poll, toast=toast, undo_url=undo)


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """POST option=: the meeting takes place then."""
    poll = _poll(request, pk)
    given = request.POST.get("option", "")
    option = get_object_or_404(
        PollOption, poll=poll, pk=int(given) if given.isdecimal() and len(given) < 18 else 0
    )
    return _done(
        request,
        poll,
        lambda: services.choose_time(poll, option, by=request.member),
        "Chosen. All who were asked are told, and the other times are free again.",
    )


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: call it off."""
    poll = _poll(request, pk)
    undo = reverse("poll_reopen", args=[poll.pk])
    return _done(
        request, poll, lambda: services.call_off_poll(poll, by=request.member), "Called off", undo=undo
    )


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take back that it was called off."""
    poll = _poll(request, pk)
    return _done(request, poll, lambda: services.reopen_poll(poll, by=request.member), "Open again")


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """POST guest=: send one person the question again."""
    poll = _poll(request, pk)
    given = request.POST.get("guest", "")
    guest = get_object_or_404(
        PollGuest.objects.select_related("poll"),
        poll=poll,
        pk=int(given) if given.isdecimal() and len(given) < 18 else 0,
    )
    return _done(
        request, poll, lambda: services.ask_again(guest, by=request.member), f"Asked {guest.name} again"
    )


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def poll_people(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: ask further people."""
    poll = _poll(request, pk)
    services.ensure_runs(request.member, poll)
    there = {poll.organizer_id, *poll.people.values_list("member_id", flat=True)}
    staff = [person for person in people(request.member) if person.pk not in there]
    form = PollPeopleForm(request.POST or None, people=staff, member=request.member)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rows = services.add_people(
                poll,
                by=request.member,
                members=data["members"],
                contacts=data["contacts"],
                guests=data["guests"],
            )
            names = ", ".join(row.name for row in rows)
            return redirect_to(request, poll, toast=f"Asked {names}")
        except Refused:
            raise
        except DomainError as error:
            put_error(form, error)
    context = {"poll": poll, "form": form, "tabs": tabs("polls", request)}
    return render(request, "booking/poll_people.html", context, status=INVALID if form.errors else 200)


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def poll_times(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form with free times near the others, POST: put one more time to everybody."""
    poll = _poll(request, pk)
    services.ensure_runs(request.member, poll)
    form = PollTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            option = services.add_time(poll, form.moment(poll.zone), by=request.member)
            return redirect_to(request, poll, toast=_added(poll, option))
        except Refused:
            raise
        except DomainError as error:
            put_error(form, error)
    context = {
        "poll": poll,
        "form": form,
        "free": _free_for(poll),
        "answered": poll.people.exclude(answered_at=None).count(),
        "tabs": tabs("polls", request),
    }
    return render(request, "booking/poll_times.html", context, status=INVALID if form.errors else 200)


def _own_people(poll: Poll) -> list[Member]:
    rows = Member.objects.filter(pk__in=poll.people.exclude(member=None).values("member"), is_active=True)
    others = list(rows.select_related("user", "role"))
    return [poll.organizer, *(member for member in others if member.pk != poll.organizer_id)]


def _free_for(poll: Poll, most: int = 12) -> list[dict]:
    """The best common times of our own people and the room that are not asked about yet, in order."""
    asked = set(poll.options.values_list("starts_at", flat=True))
    found = find_times(
        _own_people(poll),
        room=poll.room,
        minutes=poll.minutes,
        first=timezone.localdate(),
        days=21,
        zone=poll.zone,
    )
    best = sorted((one for one in found if one.start not in asked), key=lambda one: -one.points)[:most]
    place = ZoneInfo(poll.zone)
    return [{"start": one.start.astimezone(place)} for one in sorted(best, key=lambda one: one.start)]


def _added(poll: Poll, option: PollOption) -> str:
    """What is said after a time was added: also who has something else then, and nothing of what it is."""
    staff = _own_people(poll)
    busy_then = busy_times(option.starts_at, option.ends_at, people=[person.pk for person in staff])
    taken = {row.member_id for row in busy_then if row.event_id != option.event_id}
    names = [person.name for person in staff if person.pk in taken]
    if not names:
        return "Time added. Who answered already is told."
    return f"Time added. {' and '.join(names)} {'has' if len(names) == 1 else 'have'} something else then."


def _part(request: HttpRequest, pk: int, model, part_pk: int):
    """The poll, and a time or person of it."""
    poll = _poll(request, pk)
    return poll, get_object_or_404(model.objects.select_related("poll"), poll=poll, pk=part_pk)


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_time_remove(request: HttpRequest, pk: int, option_pk: int) -> HttpResponse:
    """POST: a time is asked about no longer."""
    poll, option = _part(request, pk, PollOption, option_pk)
    undo = reverse("poll_time_restore", args=[poll.pk, option.pk])
    said = "Time taken out. Who could come then is told."
    return _done(request, poll, lambda: removals.remove_time(option, by=request.member), said, undo=undo)


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_time_restore(request: HttpRequest, pk: int, option_pk: int) -> HttpResponse:
    """POST: a time that was taken out is asked about again."""
    poll, option = _part(request, pk, PollOption, option_pk)
    return _done(request, poll, lambda: removals.restore_time(option, by=request.member), "Asked about again")


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_person_remove(request: HttpRequest, pk: int, guest_pk: int) -> HttpResponse:
    """POST: somebody is asked no longer."""
    poll, guest = _part(request, pk, PollGuest, guest_pk)
    undo = reverse("poll_person_restore", args=[poll.pk, guest.pk])
    said = f"{guest.name} is not asked any more"
    return _done(request, poll, lambda: removals.remove_person(guest, by=request.member), said, undo=undo)


@requires(Perm.CALENDAR_OWN)
@require_POST
def poll_person_restore(request: HttpRequest, pk: int, guest_pk: int) -> HttpResponse:
    """POST: somebody who was taken out is asked again."""
    poll, guest = _part(request, pk, PollGuest, guest_pk)
    said = f"{guest.name} is asked again"
    return _done(request, poll, lambda: removals.restore_person(guest, by=request.member), said)


# Whoever is asked


@public
@require_http_methods(["GET", "POST"])
def poll_answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET the times, POST an answer to each. By the person's own link, without signing in."""
    as_stranger(request)
    with entered_poll(token) as guest:
        if guest is None:
            return closed(request)
        if not consume(request, "page"):
            return busy(request, guest.firm)
        return sealed(_answer(request, guest), [])


poll_answer.csrf_exempt = True  # type: ignore[attr-defined]


def _answer(request: HttpRequest, guest: PollGuest) -> HttpResponse:
    poll = guest.poll
    given = request.GET.get("zone", "")
    zone = given if known(given) else guest.zone or poll.zone
    options = list(poll.times)
    said = {answer.option_id: answer.value for answer in guest.answers.all()}
    error, status = "", 200
    if request.method == "POST":
        if not consume(request, "change"):
            return busy(request, guest.firm)
        said = {option.pk: request.POST.get(f"o{option.pk}", "") for option in options}
        try:
            guest = services.answer_poll(
                guest, values=said, comment=request.POST.get("comment", "").replace("\x00", "")
            )
            if known(given) and guest.zone != given:
                guest.zone = given
                guest.save(update_fields=["zone"])
            return redirect_to(request, f"{request.path}?sent=1" + (f"&zone={zone}" if known(given) else ""))
        except DomainError as wrong:
            error, status = wrong.message, INVALID
    for option in options:
        option.value = said.get(option.pk, "")
    chosen = next((option for option in options if option.is_chosen), None)
    context = {
        "guest": guest,
        "poll": poll,
        "firm": guest.firm,
        "organizer": poll.organizer.name,
        "options": options,
        "choices": PollAnswer.Value.choices,
        "chosen": chosen,
        "error": error,
        "sent": "sent" in request.GET and guest.answered_at is not None,
        "zones": groups(),
        "zone": zone,
        "zone_label": label_of(zone),
        "comment": request.POST.get("comment", guest.comment),
        "messages": (),
    }
    shut()
    with timezone.override(ZoneInfo(zone)):
        return render(request, "booking/poll_answer.html", context, status=status)
