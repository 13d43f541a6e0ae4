"""What reminders ask of deadlines: which are ahead, whose they are, and which nobody has acknowledged or verified."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Member, Support
from calendar_app.models import Deadline


@dataclass(frozen=True)
class Due:
    """A deadline as a reminder needs it. `kind` is court, statute or internal."""

    pk: int
    kind: str
    title: str
    due_on: datetime.date
    due_at: datetime.datetime | None
    url: str
    matter_id: int
    matter_name: str
    matter_number: str
    authority: str
    owner: Member
    backup: Member | None
    supervisor: Member | None
    secretaries: tuple[Member, ...]
    critical: bool
    is_acknowledged: bool
    is_unverified: bool

    @property
    def is_unheeded(self) -> bool:
        """Whether its owner still has to acknowledge it, or a second person to verify it."""
        return (self.critical and not self.is_acknowledged) or self.is_unverified

    @property
    def escalates_to(self) -> tuple[Member, ...]:
        """Whom it goes to when it is unheeded: the supervising attorney and the backup, each once, never the owner."""
        found = {m.pk: m for m in (self.supervisor, self.backup) if m is not None and m.pk != self.owner.pk}
        return tuple(found.values())


_JOINS = (
    "matter", "matter__responsible__user", "matter__responsible__role", "matter__supervising__user",
    "matter__supervising__role", "owner__user", "owner__role", "backup__user", "backup__role",
)  # fmt: skip


def deadlines_between(start: datetime.date, end: datetime.date) -> list[Due]:
    """Open deadlines due from `start` to `end`, both included, by day. Two queries."""
    rows = Deadline.objects.open().filter(due_on__range=(start, end))
    return _as_due(rows.select_related(*_JOINS).order_by("due_on", "id"))


def deadline_due(pk: int) -> Due | None:
    """One open deadline; None when it is done, gone or hidden. For a reminder that is about to be sent."""
    found = _as_due(Deadline.objects.open().filter(pk=pk).select_related(*_JOINS))
    return found[0] if found else None


def unheeded(until: datetime.date) -> list[Due]:
    """Open deadlines due by `until`, late ones included, that are critical and unacknowledged or unverified."""
    rows = Deadline.objects.open().filter(due_on__lte=until).unheeded()
    return _as_due(rows.select_related(*_JOINS).order_by("due_on", "id"))


def _as_due(rows: Iterable[Deadline]) -> list[Due]:
    rows = list(rows)
    keepers: dict[int, list[Member]] = defaultdict(list)
    kept = Support.objects.filter(attorney__in={row.owner_id for row in rows}, member__is_active=True)
    for support in kept.select_related("member__user", "member__role").order_by("id"):
        keepers[support.attorney_id].append(support.member)
    return [
        Due(
            pk=row.pk,
            kind=row.kind,
            title=row.title,
            due_on=row.due_on,
            due_at=row.due_at,
            url=row.get_absolute_url(),
            matter_id=row.matter_id,
            matter_name=row.matter.name,
            matter_number=row.matter.number,
            authority=row.authority,
            owner=row.owner,
            backup=row.backup,
            supervisor=row.matter.supervising or row.matter.responsible,
            secretaries=tuple(keepers[row.owner_id]),
            critical=row.critical,
            is_acknowledged=row.acknowledged_at is not None,
            is_unverified=row.is_unverified,
        )
        for row in rows
    ]
