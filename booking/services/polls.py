"""Polls: several times held and asked about, one of them chosen, the others given back."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from booking.models import Poll, PollAnswer, PollGuest, PollOption
from booking.queries.zones import known
from calendar_app.models import Attendee, Event, Room
from calendar_app.services import cancel_event, change_event, create_event, restore_event
from calendar_app.services.access import ensure_keeps
from matters.models import Contact, Matter
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

State, Value = Poll.State, PollAnswer.Value
MOST_OPTIONS, MOST_GUESTS = 12, 30
# Between the end of a poll and the mails about it, so that Undo comes before them.
UNDO = datetime.timedelta(seconds=20)


def locked(poll: Poll) -> Poll:
    """The poll, held until the transaction ends."""
    rows = Poll.objects.select_for_update(of=("self",)).select_related(
        "organizer__role", "organizer__user", "matter", "room"
    )
    return rows.get(pk=poll.pk)


def ensure_runs(by: Member, poll: Poll) -> None:
    """Raise Refused unless `by` asks in this poll, or keeps the calendar of who does."""
    ensure_keeps(by, poll.organizer, poll.matter)


def mail(
    poll: Poll,
    what: str,
    *,
    guests: Iterable[PollGuest] | None = None,
    after: datetime.timedelta | None = None,
    option: PollOption | None = None,
) -> None:
    """Have each of `guests`, or all who are asked, mailed `what` (emails.for_guest); of one time, that `option`."""
    more = {"option_id": option.pk} if option is not None else {}
    rows = guests if guests is not None else poll.people.exclude(member=poll.organizer)
    for guest in rows:
        enqueue_after_commit(
            "booking.tasks.mail_poll",
            not_before=timezone.now() + after if after else None,
            guest_id=guest.pk,
            what=what,
            **more,
        )


@transaction.atomic
def create_poll(
    *,
    by: Member,
    title: str,
    minutes: int,
    starts: Sequence[datetime.datetime],
    members: Sequence[Member] = (),
    guests: Sequence[tuple[str, str]] = (),
    contacts: Sequence[Contact] = (),
    note: str = "",
    place: str = "",
    room: Room | None = None,
    matter: Matter | None = None,
    kind: str = Event.Kind.MEETING,
    zone: str = "",
    guest_zone: str = "",
) -> Poll:
    """Ask members, contacts and other people (`guests`: name, e-mail) which of the times `starts` suit them.

    Each time is held in the calendars of `by` and the members, and in the room, until one is chosen. Raises DomainError for
    times that cannot be, or a room that is held.
    """
    ensure(by, Perm.CALENDAR_OWN)
    title = " ".join(title.split())[:200]
    if not title:
        raise DomainError("Say what the meeting is.", field="title")
    starts = sorted(set(starts))
    if len(starts) < 2:
        raise DomainError("Propose at least two times.", field="starts")
    if len(starts) > MOST_OPTIONS:
        raise DomainError(f"Propose at most {MOST_OPTIONS} times.", field="starts")
    if starts[0] <= timezone.now():
        raise DomainError("Propose times that lie ahead.", field="starts")
    if not 5 <= minutes <= 960:
        raise DomainError("A meeting takes from 5 minutes to 16 hours.", field="minutes")
    asked = [member for member in dict.fromkeys(members) if member.pk != by.pk]
    if not asked and not guests and not contacts:
        raise DomainError("Say whom you ask.", field="guests")
    if len(asked) + len(guests) + len(contacts) > MOST_GUESTS:
        raise DomainError(f"Ask at most {MOST_GUESTS} people.", field="guests")
    zone = zone if known(zone) else timezone.get_current_timezone_name()
    poll = Poll.objects.create(
        title=title, note=note.strip()[:3000], matter=matter, organizer=by, minutes=minutes, zone=zone,
        place=" ".join(place.split())[:300], room=room, kind=kind,
    )  # fmt: skip
    for start in starts:
        _propose(poll, start, by=by, members=[by, *asked])
    rows = _ask(poll, asked, contacts, guests, zone=guest_zone)
    audit.record(
        by, "poll.created", poll, changes={"times": [None, len(starts)], "people": [None, len(rows)]}
    )
    mail(poll, "asked", guests=rows)
    return poll


def _propose(poll: Poll, start: datetime.datetime, *, by: Member, members: Sequence[Member]) -> PollOption:
    """Hold a time in the calendars of the members, and in the room, and put it to everybody."""
    end = start + datetime.timedelta(minutes=poll.minutes)
    event = create_event(
        by=by,
        title=f"Held: {poll.title}"[:200],
        kind=poll.kind,
        state=Event.State.TENTATIVE,
        starts_at=start,
        ends_at=end,
        zone=poll.zone,
        matter=poll.matter,
        organizer=poll.organizer,
        attendees=members,
        room=poll.room,
        location=poll.place,
        about_kind="poll",
        about_id=poll.pk,
    )
    return PollOption.objects.create(poll=poll, matter=poll.matter, starts_at=start, ends_at=end, event=event)


def _ask(
    poll: Poll,
    members: Iterable[Member],
    contacts: Iterable[Contact],
    guests: Iterable[tuple[str, str]],
    *,
    zone: str = "",
) -> list[PollGuest]:
    """Write down who is asked; nobody twice, whoever they are called."""
    there = list(poll.people.values_list("member_id", "email"))
    ids = {member for member, _email in there} | {poll.organizer_id}
    addresses = {email for _member, email in there if email}
    common = {"poll": poll, "matter": poll.matter, "sent_at": timezone.now()}
    rows = []
    for member in members:
        if member.pk not in ids:
            ids.add(member.pk)
            rows.append(PollGuest(**common, member=member, name=member.name))
    zone = zone if known(zone) else ""
    outside: list[tuple[Contact | None, str, str]] = [(one, one.name, one.email) for one in contacts]
    for contact, name, email in [*outside, *((None, name, email) for name, email in guests)]:
        email = email.strip().lower()
        if not email:
            raise DomainError(f"{name} has no e-mail address.", field="guests")
        if email not in addresses:
            addresses.add(email)
            rows.append(PollGuest(**common, contact=contact, name=name[:200], email=email, zone=zone))
    return _with_former(poll, rows)


def _with_former(poll: Poll, rows: Sequence[PollGuest]) -> list[PollGuest]:
    """Write the rows; of somebody who was taken out before, the former one stands again with what they answered."""
    former = {(one.member_id, one.email): one for one in poll.guests.exclude(removed_at=None)}
    found, new = [], []
    for row in rows:
        old = former.get((row.member_id, row.email))
        if old is None:
            new.append(row)
        else:
            old.removed_at, old.sent_at = None, row.sent_at
            old.save(update_fields=["removed_at", "sent_at"])
            found.append(old)
    return [*found, *PollGuest.objects.bulk_create(new)]


@transaction.atomic
def add_people(
    poll: Poll,
    *,
    by: Member,
    members: Sequence[Member] = (),
    contacts: Sequence[Contact] = (),
    guests: Sequence[tuple[str, str]] = (),
) -> list[PollGuest]:
    """Ask further people while the poll runs: the times are held in the calendars of the new members too.

    Whoever is asked already is left out. Raises DomainError when nobody new is left, or there would be too many.
    """
    poll = locked(poll)
    ensure_runs(by, poll)
    ensure_open(poll)
    rows = _ask(poll, members, contacts, guests)
    if not rows:
        raise DomainError("All of them are asked already.", field="guests")
    if poll.people.count() > MOST_GUESTS:
        raise DomainError(f"Ask at most {MOST_GUESTS} people.", field="guests")
    hold_for(poll, [row.member for row in rows if row.member is not None], by=by)
    for row in rows:
        audit.record(by, "poll.guest_added", poll, changes={"who": [None, row.name]})
    mail(poll, "asked", guests=rows)
    return rows


def hold_for(poll: Poll, new: Sequence[Member], *, by: Member) -> None:
    """Hold the times in the calendars of these members too."""
    for option in poll.times.select_related("event") if new else ():
        if option.event is not None and not option.event.is_cancelled:
            there = Member.objects.filter(pk__in=option.event.attendees.exclude(member=None).values("member"))
            change_event(option.event, by=by, attendees=[*there, *new])


@transaction.atomic
def add_time(poll: Poll, start: datetime.datetime, *, by: Member) -> PollOption:
    """Put one more time to everybody while the poll runs. It is held as the others are; who answered already is told of it
    and asked for that one, and keeps what they said to the others.
    """
    poll = locked(poll)
    ensure_runs(by, poll)
    ensure_open(poll)
    if start <= timezone.now():
        raise DomainError("Propose a time that lies ahead.", field="day")
    if poll.times.filter(starts_at=start).exists():
        raise DomainError("This time is asked about already.", field="time")
    if poll.options.filter(starts_at=start).exists():
        raise DomainError("This time was taken out. Put it back on the page of the poll.", field="time")
    if poll.times.count() >= MOST_OPTIONS:
        raise DomainError(f"Propose at most {MOST_OPTIONS} times.", field="day")
    guests = list(poll.people.select_related("member"))
    members = [poll.organizer, *(guest.member for guest in guests if guest.member is not None)]
    option = _propose(poll, start, by=by, members=members)
    audit.record(by, "poll.option_added", poll, changes={"starts_at": [None, start]})
    mail(poll, "added", guests=[guest for guest in guests if guest.answered_at is not None])
    return option


def ensure_open(poll: Poll) -> None:
    """Raise DomainError unless the poll runs."""
    if poll.state != State.OPEN:
        raise DomainError("This question is closed.")


@transaction.atomic
def answer_poll(guest: PollGuest, *, values: Mapping[int, str], comment: str = "") -> PollGuest:
    """What one person says to the times ({option id: yes, maybe or no}); said again, it is changed. Raises DomainError when
    the poll is over or a time has no answer.
    """
    guest = PollGuest.objects.select_for_update(of=("self",)).select_related("poll").get(pk=guest.pk)
    poll = guest.poll
    if poll.state != State.OPEN:
        raise DomainError("This question is closed.")
    if guest.removed_at is not None:
        raise DomainError("You are not asked any more.")
    options = list(poll.times)
    if any(values.get(option.pk) not in Value.values for option in options):
        raise DomainError("Answer for each time.", field="values")
    for option in options:
        PollAnswer.objects.update_or_create(
            guest=guest, option=option, defaults={"value": values[option.pk], "matter_id": poll.matter_id}
        )
    guest.answered_at, guest.comment = timezone.now(), " ".join(comment.split())[:500]
    guest.save(update_fields=["answered_at", "comment"])
    audit.record(guest.member, "poll.answered", poll, changes={"who": [None, guest.name]})
    enqueue_after_commit("booking.tasks.mail_answer", guest_id=guest.pk)
    return guest


@transaction.atomic
def ask_again(guest: PollGuest, *, by: Member) -> None:
    """Send one person the question again."""
    poll = locked(guest.poll)
    ensure_runs(by, poll)
    ensure_open(poll)
    if guest.removed_at is not None:
        raise DomainError(f"{guest.name} is not asked any more.")
    guest.sent_at = timezone.now()
    guest.save(update_fields=["sent_at"])
    audit.record(by, "poll.guest_added", poll, changes={"who": [None, guest.name]})
    mail(poll, "asked", guests=[guest])


@transaction.atomic
def choose_time(poll: Poll, option: PollOption, *, by: Member) -> Event:
    """Take one of the times: its hold becomes the meeting, the others are given back, and all who were asked are told.

    All of them are invited to it, outside people by mail to their calendars. What our own people said to this time is their
    answer; who said no to it may still come, and is not needed.
    """
    poll = locked(poll)
    ensure_runs(by, poll)
    if poll.state != State.OPEN:
        raise DomainError("This question is closed.")
    option = PollOption.objects.select_related("event").get(pk=option.pk, poll=poll)
    if option.removed_at is not None:
        raise DomainError("This time was taken out.")
    if option.starts_at <= timezone.now():
        raise DomainError("This time is past.")
    guests = list(poll.people.select_related("member", "contact"))
    members = [guest.member for guest in guests if guest.member is not None]
    outside = [guest.contact or guest.email for guest in guests if guest.member is None]
    event = option.event
    if event is None or event.is_cancelled:
        raise DomainError("The hold of this time was called off on the calendar. Choose another.")
    event = change_event(
        event,
        by=by,
        title=poll.title,
        state=Event.State.CONFIRMED,
        attendees=[poll.organizer, *members, *outside],
        # From now on it is a meeting like any other: outside guests are invited to it, and told when it moves.
        about_kind="",
        about_id=None,
    )
    _carry_answers(event, option, guests)
    for other in poll.options.exclude(pk=option.pk).select_related("event"):
        release(other, by)
    option.is_chosen = True
    option.save(update_fields=["is_chosen"])
    poll.state, poll.event, poll.ended_at = State.DECIDED, event, timezone.now()
    poll.save(update_fields=["state", "event", "ended_at"])
    audit.record(by, "poll.decided", poll, changes={"starts_at": [None, option.starts_at]})
    # Outside people get the invitation to the event itself, which feeds sends.
    mail(poll, "decided", guests=[guest for guest in guests if guest.member not in (None, poll.organizer)])
    return event


def _carry_answers(event: Event, option: PollOption, guests: Sequence[PollGuest]) -> None:
    said = dict(option.answers.values_list("guest_id", "value"))
    rows = {(row.member_id, row.contact_id, row.email): row for row in event.attendees.all()}
    answered = {Value.YES: "accepted", Value.MAYBE: "tentative", Value.NO: "declined"}
    for guest in guests:
        key = (guest.member_id, guest.contact_id, "" if guest.contact_id or guest.member_id else guest.email)
        row, value = rows.get(key), said.get(guest.pk)
        if row is None:
            continue
        if guest.member_id is None:
            row.name = guest.name
        elif value is not None:
            row.response, row.responded_at = answered[Value(value)], guest.answered_at
        if value == Value.NO:
            row.role = Attendee.Role.OPTIONAL
        row.save(update_fields=["name", "response", "responded_at", "role"])


def release(option: PollOption, by: Member) -> None:
    """Give the hold of a time back."""
    if option.event is not None and not option.event.is_cancelled:
        cancel_event(option.event, by=by)


def hold_again(option: PollOption, by: Member) -> None:
    """Hold a time again whose hold was given back. Raises DomainError when the room was given away."""
    if option.event is not None and option.event.is_cancelled:
        restore_event(option.event, by=by)
        change_event(option.event, by=by, state=Event.State.TENTATIVE)


@transaction.atomic
def call_off_poll(poll: Poll, *, by: Member) -> Poll:
    """End a poll without a time: all holds are given back, and whoever was asked is told."""
    poll = locked(poll)
    ensure_runs(by, poll)
    if poll.state != State.OPEN:
        raise DomainError("This question is closed.")
    for option in poll.options.select_related("event"):
        release(option, by)
    poll.state, poll.ended_at = State.CANCELLED, timezone.now()
    poll.save(update_fields=["state", "ended_at"])
    audit.record(by, "poll.cancelled", poll)
    mail(poll, "ended", after=UNDO)
    return poll


@transaction.atomic
def reopen_poll(poll: Poll, *, by: Member) -> Poll:
    """Take back that it was called off; its times are held again. Raises DomainError when a room was given away."""
    poll = locked(poll)
    ensure_runs(by, poll)
    if poll.state != State.CANCELLED:
        raise DomainError("This question was not called off.")
    for option in poll.times.filter(starts_at__gt=timezone.now()).select_related("event"):
        hold_again(option, by)
    poll.state, poll.ended_at = State.OPEN, None
    poll.save(update_fields=["state", "ended_at"])
    audit.record(by, "poll.reopened", poll)
    return poll
