"""Invitations to people without a seat: what each has to be told of an event, told once, and what they answer.

A job compares what the event says now with what each guest was last told (Invitation.told), so it may run twice, late or
for several changes at once. Of one that is over nobody is told anything.
"""

import datetime
import hashlib
import secrets
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Attendee, Event
from calendar_app.services import ensure_changes, note_response
from feeds.emails import send_invitation
from feeds.ical import write
from feeds.ical.items import Item, Person
from feeds.models import DateProposal, Invitation
from feeds.queries.dates import moment_of, stands
from feeds.queries.items import event_item, place_of
from matters.models import Contact
from matters.queries.represented import DirectWarning, direct_warning
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.models import Firm

SALT = "feeds.invitation"
# Those mail their guests themselves.
TOLD_ELSEWHERE = ("booking",)
RESPONSES = {
    "accepted": Attendee.Response.ACCEPTED,
    "declined": Attendee.Response.DECLINED,
    "tentative": Attendee.Response.TENTATIVE,
}


def signer() -> signing.Signer:
    """The signer of answer links."""
    return signing.Signer(key=settings.PORTAL_KEY, sep=".", salt=SALT)


def answer_url(invitation: Invitation) -> str:
    """The address at which this guest answers."""
    token = signer().sign(f"{invitation.firm_id}.{invitation.pk}.{invitation.nonce}")
    return f"{settings.BASE_URL}{reverse('invite_answer', args=[token])}"


def read_token(token: str) -> tuple[int, int, str] | None:
    """(firm, invitation, nonce) of a link; None when we did not make it."""
    try:
        firm, _, rest = signer().unsign(token).partition(".")
    except signing.BadSignature:
        return None
    pk, _, nonce = rest.partition(".")
    if not (firm.isdecimal() and pk.isdecimal() and len(firm) < 19 and len(pk) < 19):
        return None
    return int(firm), int(pk), nonce


def guest_item(event: Event) -> Item:
    """What guests are told of an event: time, place, title; no note, no matter, nobody else who is asked."""
    item = event_item(event)
    changed = tuple(
        replace(one, text="", url="", categories=(), private=False, modified=None) for one in item.changed
    )
    organizer = Person(event.organizer.user.email, f"{event.organizer.name}, {event.firm.name}")
    return replace(
        item,
        text=f"Join: {event.remote_link}" if event.remote_link else "",
        url=event.remote_link,
        categories=(),
        private=False,
        organizer=organizer,
        changed=changed,
        modified=None,
    )


def _digest(item: Item) -> str:
    return hashlib.sha256(repr(replace(item, sequence=0, changed=tuple(
        replace(one, sequence=0) for one in item.changed
    ))).encode()).hexdigest()  # fmt: skip


def _is_over(event: Event) -> bool:
    if event.rrule:
        return event.repeats_until is not None and event.repeats_until < timezone.now()
    return event.ends_at < timezone.now()


def _guests(event: Event) -> dict[str, Attendee]:
    """{address: attendee} of those who have no seat here and can be written to."""
    rows = event.attendees.filter(member=None).select_related("contact")
    found = {}
    for row in rows:
        address = (row.contact.email if row.contact_id else row.email) or ""
        if address:
            found[address.strip().lower()] = row
    return found


def loaded(event_id: int) -> Event | None:
    """An event with what guests are told of it."""
    rows = Event.objects.select_related("organizer__user", "matter", "room", "firm")
    return rows.prefetch_related("exceptions", "attendees").filter(pk=event_id, parent=None).first()


@transaction.atomic
def look_at(event_id: int) -> int:
    """Find out who has to be told something of an event, and have each told in a job of its own. Returns how many."""
    event = loaded(event_id)
    if event is None or event.about_kind in TOLD_ELSEWHERE or _is_over(event):
        return 0
    guests = _guests(event)
    known = {row.email: row for row in Invitation.objects.select_for_update(of=("self",)).filter(event=event)}
    for email, attendee in guests.items():
        row = known.get(email)
        if row is None:
            if event.is_cancelled:
                continue
            known[email] = row = Invitation.objects.create(
                matter=event.matter, event=event, attendee=attendee, name=attendee.shown_name[:200], email=email,
                nonce=secrets.token_hex(16),
            )  # fmt: skip
        elif row.attendee_id != attendee.pk or row.matter_id != event.matter_id:
            row.attendee, row.matter = attendee, event.matter
            row.save(update_fields=["attendee", "matter"])
    due = [row for row in known.values() if _due(row, event, guests)]
    for row in due:
        enqueue_after_commit("feeds.tasks.mail_invitation", invitation_id=row.pk)
    return len(due)


def _due(row: Invitation, event: Event, guests: dict[str, Attendee]) -> str:
    """REQUEST, CANCEL or "": what the guest has to be told."""
    if event.is_cancelled or row.email not in guests:
        return "CANCEL" if row.sent_at is not None and row.cancelled_at is None else ""
    if row.cancelled_at is not None or row.told != _digest(guest_item(event)):
        return "REQUEST"
    return ""


_NOT_TOLD = {
    "REQUEST": "No invitation was sent: ask the lawyer.",
    "CANCEL": "Nobody told them that it is off: tell the lawyer.",
}


def has_a_lawyer(row: Invitation, event: Event) -> DirectWarning | None:
    """Why a guest is not written to (Model Rule 4.2), without an attorney's leave; None: go ahead.

    An address typed by hand is that of the contact who has it.
    """
    attendee = _guests(event).get(row.email)
    if attendee is not None and attendee.contact is not None:
        people = [attendee.contact]
    else:
        people = list(Contact.objects.filter(emails__address__iexact=row.email).distinct()[:5])
    found = (direct_warning(contact, event.matter) for contact in people)
    return next((one for one in found if one is not None and one.consent is None), None)


@transaction.atomic
def send_again(invitation: Invitation, *, by: Member) -> Invitation:
    """Try again what was not sent: an attorney has allowed it since, or the mail server refused it.

    Raises DomainError when there is nothing to tell, Refused for who may not change the event.
    """
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    event = loaded(row.event_id)
    if event is None or _is_over(event) or not _due(row, event, _guests(event)):
        raise DomainError("There is nothing to tell them any more.")
    ensure_changes(by, event)
    row.failed = ""
    row.save(update_fields=["failed"])
    enqueue_after_commit("feeds.tasks.mail_invitation", invitation_id=row.pk)
    return row


@transaction.atomic
def tell(invitation_id: int) -> str:
    """Mail one guest what they have to be told. Returns the method, or "" when there is nothing (any more)."""
    row = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation_id).first()
    event = loaded(row.event_id) if row is not None else None
    if row is None or event is None:
        return ""
    guests = _guests(event)
    method = _due(row, event, guests)
    if not method:
        return ""
    attendee = guests.get(row.email)
    warning = has_a_lawyer(row, event)
    if warning is not None:
        row.failed = f"{warning.text} {_NOT_TOLD[method]}"[:300]
        row.save(update_fields=["failed"])
        return ""
    item = guest_item(event)
    moved = row.sent_at is not None and method == "REQUEST" and event.sequence > row.sequence
    sequence = max(event.sequence, row.sequence + (1 if method == "CANCEL" else 0))
    # A time that is answered anew: the yes was to another.
    answer = "" if moved else row.answer
    told = _addressed(item, Person(row.email, row.name, answer), sequence, method)
    send_invitation(
        row, event, method=method, text=write.calendar([told], method=method), url=answer_url(row),
        changed=row.sent_at is not None and row.cancelled_at is None, place=place_of(event),
    )  # fmt: skip
    now = timezone.now()
    row.sequence, row.failed, row.told = sequence, "", _digest(item)
    if method == "CANCEL":
        row.cancelled_at = now
    else:
        row.sent_at, row.cancelled_at, row.answer = now, None, answer
        if moved:
            row.proposed_start = row.proposed_end = None
            row.counter_declined_at = row.counter_told_at = None
            row.delegate = ""
        if moved and attendee is not None and attendee.response != Attendee.Response.WAITING:
            note_response(attendee, by=None, response=Attendee.Response.WAITING)
    row.save()
    audit.record(None, "invitation.cancelled" if method == "CANCEL" else "invitation.sent", row)
    return method


def _addressed(item: Item, guest: Person, sequence: int, method: str) -> Item:
    """What one guest is sent. Each date of a series that differs has its organizer and guest too, and no older number than
    the series (RFC 5546, 3.2.2): an answer to it names that. A series that is off needs none of its dates.
    """
    now = timezone.now().replace(microsecond=0)
    changed = tuple(
        replace(
            one, organizer=item.organizer, attendees=(guest,), sequence=max(one.sequence, sequence), modified=now
        )
        for one in item.changed
    )  # fmt: skip
    return replace(
        item,
        sequence=sequence,
        status="cancelled" if method == "CANCEL" else item.status,
        attendees=(guest,),
        changed=() if method == "CANCEL" else changed,
        modified=now,
    )


def note_failed(invitation_id: int, error: Exception) -> None:
    """Keep why a guest could not be written to: the mail server's own words where it has some."""
    refused = getattr(error, "recipients", None)
    if refused:  # {address: (code, words)}
        code, words = next(iter(refused.values()))
    else:
        code, words = getattr(error, "smtp_code", ""), getattr(error, "smtp_error", str(error))
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    said = f"The mail was not taken: {code} {text}".replace("  ", " ")
    Invitation.objects.filter(pk=invitation_id).update(failed=said[:300])


@transaction.atomic
def answer(invitation: Invitation, *, answer: str, via: str, comment: str = "") -> Invitation:
    """Write down what a guest answered on their page. Raises DomainError as `note_reply` does."""
    return note_reply(invitation, answer=answer, via=via, comment=comment)


@transaction.atomic
def note_reply(
    invitation: Invitation,
    *,
    answer: str,
    via: str,
    comment: str = "",
    sequence: int | None = None,
    instance: datetime.date | datetime.datetime | None = None,
    proposed: tuple[datetime.datetime, datetime.datetime] | None = None,
    sends: str = "",
    stands_in: str = "",
) -> Invitation:
    """Write down an answer. `sequence` is the event's number that was answered, when the message says it.

    `instance`: of one date of a series, which is noted beside the answer to all. `proposed`: another time, of that date
    alone with `instance`; it moves nothing. `sends`: whom the guest sends, whose answer is waited for; `stands_in`: that one
    answers here.
    Raises DomainError for an answer that is none, to an older time, or to what is called off.
    """
    row = Invitation.objects.select_for_update(of=("self",)).select_related("event").get(pk=invitation.pk)
    if answer not in RESPONSES and not (answer == Invitation.Answer.DELEGATED and sends):
        raise DomainError("Answer with yes, no or perhaps.", field="answer")
    if row.event.is_cancelled or row.cancelled_at is not None:
        raise DomainError("This appointment was called off.")
    if sequence is not None and sequence < row.sequence:
        raise DomainError("The appointment has changed since this answer was sent.")
    attendee = Attendee.objects.filter(pk=row.attendee_id).select_related("event").first()
    if attendee is None:
        raise DomainError("You are no longer asked to this appointment.")
    given = Invitation.Answer(answer)
    said = [" ".join(comment.split())]
    response = RESPONSES.get(answer, Attendee.Response.WAITING)
    if instance is not None:
        # The answer to the series stands, also when there is none yet.
        said.insert(0, f"{_day(instance, row.event)}: {given.label.lower()}.")
        response = Attendee.Response(attendee.response)
        if proposed:
            _propose_date(row, instance, proposed)
    else:
        row.answer, row.answered_sequence, row.delegate = given, row.sequence, sends or stands_in
        row.proposed_start, row.proposed_end = proposed or (None, None)
        row.counter_declined_at, row.counter_told_at, row.counter_note = None, None, ""
    if sends:
        said.insert(0, f"Sends {sends}.")
    elif stands_in:
        said.insert(0, f"Answered by {stands_in}, who comes instead.")
    row.answered_at, row.answered_via = timezone.now(), via
    row.comment = " ".join(part for part in said if part)[:500]
    row.save()
    note_response(attendee, by=None, response=response, note=row.comment)
    verb = "invitation.countered" if proposed else "invitation.answered"
    if proposed:
        said_of = {"who": [None, row.name or row.email], "proposed": [None, proposed[0]]}
        audit.record(None, "event.countered", row.event, changes=said_of)
    audit.record(None, verb, row, changes={"answer": [None, given.label]})
    return row


def _propose_date(
    row: Invitation,
    instance: datetime.date | datetime.datetime,
    proposed: tuple[datetime.datetime, datetime.datetime],
) -> None:
    """Keep another time that is proposed for one date of a series, in place of an earlier one for it."""
    event = loaded(row.event_id)
    at = moment_of(instance, row.event)
    now = stands(event, at) if event is not None else None
    if now is None:
        raise DomainError("There is no such date in the series any more.")
    DateProposal.objects.update_or_create(
        invitation=row,
        instance=at,
        defaults={
            "matter": row.matter, "stood": now, "proposed_start": proposed[0], "proposed_end": proposed[1],
            "counter_declined_at": None, "counter_told_at": None, "counter_note": "", "created_at": timezone.now(),
        },
    )  # fmt: skip


def _day(at: datetime.date | datetime.datetime, event: Event) -> str:
    day = at.astimezone(ZoneInfo(event.zone)) if isinstance(at, datetime.datetime) else at
    return f"{day:%a, %b} {day.day}"


def find(uid: str, email: str) -> Invitation | None:
    """The invitation that a reply answers, in the firm in scope."""
    rows = Invitation.objects.filter(event__uid=uid, email__iexact=email.strip())
    return rows.select_related("event__organizer__user").first()


def firms() -> list[Firm]:
    """Firms that may have sent an invitation."""
    return list(Firm.objects.filter(is_active=True).order_by("pk"))
