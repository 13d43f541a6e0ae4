"""What calendar programs of guests answer (iTIP REPLY and COUNTER): read from a message or a file, and noted.

A mail is believed as far as mail goes (RFC 6047, 3): its sender is the guest it speaks for, and the mailbox's own server
did not find it forged. Who cannot answer so has the signed link.
"""

import datetime
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses

from accounts.models import Member
from calendar_app.models import Event
from feeds.ical import read
from feeds.ical.items import Found, Item, Person
from feeds.models import Invitation
from feeds.services import invitations
from practice.exceptions import DomainError
from practice.scope import firm_scope

MAX_BYTES = 1024 * 1024
DELEGATED = "delegated"
# What the server that took the mail in says of its origin (RFC 8601); the topmost line is its own.
_FORGED = re.compile(r"\bdmarc=fail\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    """What a guest's program says.

    `instance` is the one date of a series that it speaks of. `proposed` is another time (COUNTER). `sends` is whom the
    guest sends in their place, `instead_of` the guest in whose place this one comes. `sender` is who wrote the mail; ""
    for a calendar file alone. `organizer` is whom it answers, where it says so.
    """

    uid: str
    email: str
    answer: str
    sequence: int
    comment: str = ""
    name: str = ""
    instance: datetime.date | datetime.datetime | None = None
    proposed: tuple[datetime.datetime, datetime.datetime] | None = None
    sends: str = ""
    instead_of: str = ""
    sender: str = ""
    organizer: str = ""


def parse(raw: bytes) -> list[Reply]:
    """The replies in a mail (RFC 5322) or a calendar file. Raises DomainError when there is none."""
    if len(raw) > MAX_BYTES:
        raise DomainError("The message is too large for a reply.", field="file")
    sender, text = "", raw
    if raw.lstrip()[:15].upper() != b"BEGIN:VCALENDAR":
        sender, text = _part(raw)
    try:
        calendars = read.parse(text, zone="UTC")
    except read.Unreadable as error:
        raise DomainError(f"There is no reply in it: {error}", field="file") from error
    found = [reply for calendar in calendars for reply in _replies(calendar, sender)]
    if not found:
        raise DomainError("There is no reply to an invitation in it.", field="file")
    return found


def _replies(calendar: Found, sender: str) -> list[Reply]:
    if calendar.method not in ("REPLY", "COUNTER"):
        return []
    found = []
    for item in calendar.items:
        people = [who for who in item.attendees if who.email]
        if calendar.method == "COUNTER" and len(people) > 1:
            # The whole list may stand there; it is the sender who proposes.
            people = [who for who in people if who.email == sender]
        for who in people:
            reply = _reply(item, who, sender, counter=calendar.method == "COUNTER")
            found += [reply] if reply is not None else []
    return found


def _reply(item: Item, who: Person, sender: str, *, counter: bool) -> Reply | None:
    answer = who.answer
    if counter and answer not in invitations.RESPONSES:
        answer = Invitation.Answer.TENTATIVE.value
    if answer not in invitations.RESPONSES and not (answer == DELEGATED and who.sends):
        return None
    return Reply(
        uid=item.uid,
        email=who.email,
        answer=answer,
        sequence=item.sequence,
        comment=item.comment,
        name=who.name,
        instance=item.recurrence,
        proposed=_span(item) if counter else None,
        sends=who.sends if answer == DELEGATED else "",
        instead_of=who.instead_of,
        sender=sender,
        organizer=item.organizer.email if item.organizer is not None else "",
    )


def _span(item: Item) -> tuple[datetime.datetime, datetime.datetime] | None:
    """The time that is proposed. Days without hours are none: the organizer has to ask."""
    if not isinstance(item.starts, datetime.datetime) or not isinstance(item.ends, datetime.datetime):
        return None
    return (item.starts, item.ends) if item.ends > item.starts else None


def _part(raw: bytes) -> tuple[str, bytes]:
    """The sender of a mail, and the calendar in it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    first = next((str(line) for line in message.get_all("Authentication-Results", [])), "")
    if _FORGED.search(first):
        raise DomainError(
            "The mail was found to be forged (DMARC), so its answer is not noted.", field="file"
        )
    # Of two senders nobody knows which one the mailbox's server has looked at.
    senders = getaddresses([str(line) for line in message.get_all("From", [])])
    sender = senders[0][1].strip().lower() if len(senders) == 1 else ""
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return sender or "nobody", content
    raise DomainError("There is no calendar in this message.", field="file")


def addressed(reply: Reply) -> Invitation | None:
    """The invitation that a reply speaks of, in the firm in scope: the guest's own, or that of whom they stand in for."""
    row = invitations.find(reply.uid, reply.email)
    if row is None and reply.instead_of:
        row = invitations.find(reply.uid, reply.instead_of)
        if row is not None and row.delegate.casefold() != reply.email.casefold():
            return None
    return row


def note(reply: Reply, *, via: str, by: Member | None = None) -> Invitation:
    """Note a reply in the firm in scope; `by` is who enters it, of an event that they see. Raises DomainError when nobody was
    invited so, it is too old, or not the guest's.
    """
    row = addressed(reply)
    if (
        row is not None
        and by is not None
        and not Event.objects.visible_to(by).filter(pk=row.event_id).exists()
    ):
        row = None
    if row is None:
        raise DomainError(f"{reply.email} was not invited to this.", field="file")
    if reply.sender and reply.sender != reply.email.casefold():
        raise DomainError(
            f"The mail is from {reply.sender}, and the answer in it is that of {reply.email}. It is not noted.",
            field="file",
        )
    return invitations.note_reply(
        row,
        answer=reply.answer,
        via=via,
        comment=reply.comment,
        sequence=reply.sequence,
        instance=reply.instance,
        proposed=reply.proposed,
        sends=reply.sends,
        stands_in=reply.email if row.email.casefold() != reply.email.casefold() else "",
    )


def note_everywhere(reply: Reply) -> tuple[str, Invitation] | None:
    """Note a reply in whichever firm sent the invitation: (firm, invitation), or None when none did.

    Two firms may have an event of one UID, which came from a file, and have asked the same guest: whose organizer the reply
    names is answered.
    """
    found = []
    for firm in invitations.firms():
        with firm_scope(firm):
            row = addressed(reply)
            if row is not None:
                found.append((row.event.organizer.user.email.casefold() == reply.organizer, firm))
    for _, firm in sorted(found, key=lambda pair: not pair[0])[:1]:
        with firm_scope(firm):
            return firm.name, note(reply, via=Invitation.Via.MAIL)
    return None
