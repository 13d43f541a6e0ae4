"""What this room brings to the daily digest."""

from datetime import date, datetime

from accounts.models import Member
from communications.models import MemoReading
from communications.queries.memos import to_read
from communications.services.memos import note_reminded
from matters.queries.access import visibility_of
from practice.digest import Line, Section


def _shown(member: Member) -> list[MemoReading]:
    only, ids = visibility_of(member, member.firm)
    return [
        reading
        for reading in to_read(member)
        if reading.memo.matter_id is None or (reading.memo.matter_id in ids) is only
    ]


def memos(member: Member, day: date) -> Section:
    """Memos the member still has to read or confirm."""
    lines = [
        Line(
            reading.memo.title,
            f"from {reading.memo.sent_by.name}",
            reading.memo.get_absolute_url(),
        )
        for reading in _shown(member)
    ]
    return Section("Memos to read", tuple(lines), "memo", "memos")


def note_told(member: Member, day: date, at: datetime) -> None:
    """The memos in the digest whose reminder was due count as reminded of: no mail of its own follows."""
    note_reminded([reading.pk for reading in _shown(member)], at=at)
