"""Who may keep whose calendar: the refusals."""

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from calendar_app.models import Event
from calendar_app.queries.access import kept_by, may_change, may_keep
from matters.models import Matter
from practice.exceptions import Refused

__all__ = ["ensure_changes", "ensure_keeps", "kept_by", "may_change", "may_keep"]


def ensure_keeps(by: Member | None, owner: Member, matter: Matter | None = None) -> None:
    """Raise Refused unless `by` may keep the calendar of `owner`. None is the product itself, as for a public booking."""
    if by is None or may_keep(by, owner, matter):
        return
    if by.pk == owner.pk:
        ensure(by, Perm.CALENDAR_OWN)
    raise _refused(owner, matter)


def _refused(owner: Member, matter: Matter | None) -> Refused:
    whose = f"{owner.name} keeps this calendar, and whom they delegate it to."
    return Refused(
        f"You cannot manage another’s calendar without a delegation. {whose}",
        who=[owner.name],
        perm=Perm.CALENDAR_MANAGE_FOR_OTHERS,
        matter_id=matter.pk if matter else None,
    )


def ensure_changes(by: Member | None, event: Event) -> None:
    """Raise Refused unless `by` may change the event."""
    if by is not None and not may_change(by, event):
        raise _refused(event.organizer, event.matter)
