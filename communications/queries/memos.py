"""Reads about memos: what a member has to read, and who has read what."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from communications.models import Memo, MemoReading


def own_reading(member: Member) -> QuerySet[MemoReading]:
    """What the member was sent, of memos that stand."""
    return MemoReading.objects.filter(member=member, memo__withdrawn_at=None)


def to_read(member: Member) -> QuerySet[MemoReading]:
    """What the member has not read, or not confirmed although the memo asks for it; the oldest first."""
    undone = Q(read_at=None) | Q(memo__acknowledge=True, acknowledged_at=None)
    return own_reading(member).filter(undone).select_related("memo__sent_by", "memo__matter").order_by("id")


@dataclass(frozen=True)
class Receipts:
    """How a memo stands with its readers."""

    readings: list[MemoReading]
    read: int
    acknowledged: int

    @property
    def total(self) -> int:
        return len(self.readings)


def receipts_of(memo: Memo) -> Receipts:
    """The readers of a memo with their receipts: those who still have to first, then by name. One query."""
    rows = list(memo.readings.select_related("member__role"))
    rows.sort(
        key=lambda r: (
            bool(r.acknowledged_at) if memo.acknowledge else bool(r.read_at),
            bool(r.read_at),
            r.member.name,
        )
    )
    return Receipts(
        rows, sum(r.read_at is not None for r in rows), sum(r.acknowledged_at is not None for r in rows)
    )


def is_late(memo: Memo) -> bool:
    """Whether the day for confirming it has passed."""
    return memo.acknowledge_by is not None and memo.acknowledge_by < timezone.localdate()
