"""What this room brings to the daily digest."""

from datetime import date

from accounts.models import Member
from communications.queries.memos import to_read
from matters.queries.access import visibility_of
from practice.digest import Line, Section


def memos(member: Member, day: date) -> Section:
    """Memos the member still has to read or confirm."""
    only, ids = visibility_of(member, member.firm)
    lines = [
        Line(
            reading.memo.title,
            f"from {reading.memo.sent_by.name}",
            reading.memo.get_absolute_url(),
        )
        for reading in to_read(member)
        if reading.memo.matter_id is None or (reading.memo.matter_id in ids) is only
    ]
    return Section("Memos to read", tuple(lines), "memo", "memos")
