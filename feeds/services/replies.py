"""Replies of calendar programs (iTIP REPLY): read from a message or a file, and noted as the guest's answer."""

import email
import email.policy
from dataclasses import dataclass

from feeds.ical import read
from feeds.models import Invitation
from feeds.services import invitations
from practice.exceptions import DomainError
from practice.scope import firm_scope

MAX_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """What a guest's program says."""

    uid: str
    email: str
    answer: str
    sequence: int
    comment: str = ""


def parse(raw: bytes) -> list[Reply]:
    """The replies in a mail (RFC 5322) or a calendar file. Raises DomainError when there is none."""
    if len(raw) > MAX_BYTES:
        raise DomainError("The message is too large for a reply.", field="file")
    text = raw if raw.lstrip()[:15].upper() == b"BEGIN:VCALENDAR" else _part(raw)
    try:
        calendars = read.parse(text, zone="UTC")
    except read.Unreadable as error:
        raise DomainError(f"There is no reply in it: {error}", field="file") from error
    found = []
    for calendar in calendars:
        if calendar.method != "REPLY":
            continue
        for item in calendar.items:
            found += [
                Reply(item.uid, who.email, who.answer, item.sequence, item.text[:500])
                for who in item.attendees
                if who.email and who.answer in invitations.RESPONSES
            ]
    if not found:
        raise DomainError("There is no reply to an invitation in it.", field="file")
    return found


def _part(raw: bytes) -> bytes:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise DomainError("There is no calendar in this message.", field="file")


def note(reply: Reply, *, via: str) -> Invitation:
    """Note a reply in the firm in scope. Raises DomainError when nobody was invited so, or the answer is too old."""
    row = invitations.find(reply.uid, reply.email)
    if row is None:
        raise DomainError(f"{reply.email} was not invited to this.", field="file")
    return invitations.answer(
        row, answer=reply.answer, via=via, comment=reply.comment, sequence=reply.sequence
    )


def note_everywhere(reply: Reply) -> tuple[str, Invitation] | None:
    """Note a reply in whichever firm sent the invitation: (firm, invitation), or None when none did."""
    for firm in invitations.firms():
        with firm_scope(firm):
            if invitations.find(reply.uid, reply.email) is not None:
                return firm.name, note(reply, via=Invitation.Via.MAIL)
    return None
