"""An attorney extends a date or sets another than the rule gives; its owner acknowledges a critical one."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import DateChange, Deadline
from calendar_app.services.deadlines import (
    KEEP,
    change_deadline,
    check_paper,
    locked,
    note_change,
    save_as_set,
    set_anew,
)
from matters.queries.access import ensure_on
from practice import audit
from practice.dates import short_day
from practice.exceptions import DomainError, Refused, Stale

if TYPE_CHECKING:
    from documents.models import Document


@transaction.atomic
def extend_deadline(
    deadline: Deadline,
    *,
    by: Member,
    to_on: datetime.date,
    basis: str,
    reason: str,
    document: "Document | None" = None,
) -> Deadline:
    """An attorney gives a deadline a later date, on a stipulation, an order or a rule. The first date is kept.

    The new date is unverified, and its owner acknowledges it anew when it is critical.
    """
    deadline = locked(deadline)
    ensure_on(by, Perm.DEADLINE_DISMISS, deadline.matter)
    reason = " ".join(reason.split())[:500]
    check_extension(deadline, to_on, basis, reason, document)
    before = deadline.due_on, deadline.due_at
    changes = audit.apply(deadline, due_on=to_on, due_at=None, extended_from=deadline.due_on)
    deadline.acknowledged_by = deadline.acknowledged_at = None
    save_as_set(deadline, by=by, fields=("due_on", "due_at", "extended_from"))
    said = f"{DateChange.Basis(basis).label}: {reason}"
    note_change(
        deadline, *before, how=DateChange.How.EXTENDED, basis=basis, reason=reason, document=document, by=by
    )
    audit.record(by, "deadline.extended", deadline, changes=changes, reason=said)
    set_anew(deadline, by=by)
    return deadline


def check_extension(
    deadline: Deadline, to_on: datetime.date, basis: str, reason: str, document: "Document | None"
) -> None:
    """Raise DomainError when the deadline cannot get this later date on this ground."""
    if deadline.done_at is not None:
        raise DomainError("This deadline is done. Open it again first.")
    if basis not in DateChange.Basis:
        raise DomainError("Say what the extension rests on.", field="basis")
    if not reason:
        raise DomainError("Name the stipulation, order or rule, with its date.", field="reason")
    if to_on <= deadline.due_on:
        raise DomainError("An extension is later than the date it extends.", field="to_on")
    check_paper(deadline.matter, document)


def override_date(deadline: Deadline, *, by: Member, to_on: datetime.date, reason: str) -> Deadline:
    """An attorney sets another date than the rule gives, with a reason. The derivation and the first date are kept.

    The date that the rule gives takes the override away again.
    """
    if to_on == deadline.due_on:
        raise DomainError("That is the date it has.", field="to_on")
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise DomainError("Say why the date is another: the order or local rule.", field="reason")
    return change_deadline(deadline, by=by, due_on=to_on, reason=reason)


@transaction.atomic
def acknowledge(deadline: Deadline, *, by: Member, on: datetime.date | None = None) -> Deadline:
    """The owner of a critical date says that they have seen it. A second time it changes nothing.

    `on` is the day that they saw: with another by now, Stale.
    """
    deadline = locked(deadline)
    if deadline.owner_id != by.pk:
        raise Refused(f"{deadline.owner.name} acknowledges this date.", who=[deadline.owner.name])
    if not deadline.critical:
        raise DomainError("Only critical dates are acknowledged.")
    if deadline.done_at is not None:
        raise DomainError("This deadline is done.")
    if on is not None and on != deadline.due_on:
        raise Stale(
            f"It is due {short_day(deadline.due_on)} now. Look at the date again before you acknowledge it."
        )
    if deadline.acknowledged_at is not None:
        return deadline
    deadline.acknowledged_by, deadline.acknowledged_at = by, timezone.now()
    deadline.save(update_fields=["acknowledged_by", "acknowledged_at"])
    audit.record(by, "deadline.acknowledged", deadline, changes={"due_on": [None, deadline.due_on]})
    return deadline


@transaction.atomic
def reassign(deadline: Deadline, *, by: Member, owner: Member, backup: Member | None = None) -> Deadline:
    """Give a deadline to another owner, and to another backup when one is named. For the bulk act of the list."""
    return change_deadline(deadline, by=by, owner=owner, backup=KEEP if backup is None else backup)
