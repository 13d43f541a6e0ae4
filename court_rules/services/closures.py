"""Closures of courts by order: entered by who keeps the calendar, counted once an attorney confirmed them.

Whatever changes the days that count has the dates over them counted again (court_rules.consequences); each waits to be accepted.
"""

import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.queries import refusal
from court_rules import consequences
from court_rules.calendars import calendar
from court_rules.models import CourtClosure
from court_rules.services.rights import PERM, ensure_writes
from court_rules.text import RuleError
from practice import audit
from practice.dates import short_day
from practice.exceptions import DomainError
from supervision.models import Approval
from supervision.services import decide, require, submit, void_if_changed, withdraw

KIND = "court_closure"


class Order(TypedDict):
    """What an order closes: the courts of a calendar, or one by name, from a day until a day (the same when left out)."""

    jurisdiction: str
    name: str
    starts_on: datetime.date
    source: str
    ends_on: NotRequired[datetime.date | None]
    court: NotRequired[str]


@transaction.atomic
def add_closure(*, by: Member, **order: Unpack[Order]) -> CourtClosure:
    """Days on which courts are closed by order. An attorney's entry counts at once; another's is sent to an attorney."""
    ensure_writes(by)
    values = _checked(**order)
    closure = CourtClosure.objects.create(**values, created_by=by)
    audit.record(
        by,
        "court_closure.added",
        closure,
        changes={
            "from": [None, closure.starts_on],
            "to": [None, closure.ends_on],
            "source": [None, closure.source],
        },
    )
    return _put_forward(closure, by=by)


@transaction.atomic
def change_closure(closure: CourtClosure, *, by: Member, **order: Unpack[Order]) -> CourtClosure:
    """The order was changed or entered wrongly. Of a closure that counts only an attorney changes anything; the days before
    and after are counted again. One that waits is sent anew."""
    closure = _locked(closure)
    if closure.removed_at is not None:
        raise DomainError("The closure was taken back. Bring it back first.")
    _ensure_own_or_attorney(closure, by)
    values = _checked(**order, but=closure.pk)
    before = (closure.jurisdiction, closure.starts_on, closure.ends_on)
    changes = audit.apply(closure, **values)
    if not changes:
        return closure
    if closure.confirmed_at is None:
        _withdraw_waiting(closure, by=by)
    closure.confirmed_by = closure.confirmed_at = None
    closure.save(update_fields=[*values, "confirmed_by", "confirmed_at"])
    audit.record(by, "court_closure.changed", closure, changes=changes)
    void_if_changed(KIND, closure, by=by)
    closure = _put_forward(closure, by=by)
    if closure.confirmed_at is not None and before != (
        closure.jurisdiction,
        closure.starts_on,
        closure.ends_on,
    ):
        consequences.recount(*before, by=by, reason=f"{closure.name}, changed")
    return closure


def _put_forward(closure: CourtClosure, *, by: Member) -> CourtClosure:
    """An attorney's word counts at once; another's waits for one."""
    if by.can(PERM):
        decide(KIND, closure, by=by)
    else:
        submit(KIND, closure, by=by)
    closure.refresh_from_db()
    return closure


def _checked(
    *,
    jurisdiction: str,
    name: str,
    starts_on: datetime.date,
    source: str,
    ends_on: datetime.date | None = None,
    court: str = "",
    but: int | None = None,
) -> dict[str, object]:
    """The values as they are kept. `but` is the closure that is being changed. Raises DomainError with its field."""
    name, source, court = (" ".join(part.split()) for part in (name, source, court))
    try:
        jurisdiction = calendar(jurisdiction).key
    except RuleError as error:
        raise DomainError(error.problems[0].message, field="jurisdiction") from error
    if not name:
        raise DomainError(
            "Say why the courts are closed: wildfire smoke, order of the presiding judge.", field="name"
        )
    if not source:
        raise DomainError("Name the order: its number, date or address.", field="source")
    ends_on = ends_on or starts_on
    if ends_on < starts_on:
        raise DomainError("The last day is before the first.", field="ends_on")
    if (ends_on - starts_on).days > 366:
        raise DomainError("A closure has at most a year.", field="ends_on")
    same = CourtClosure.objects.filter(
        jurisdiction=jurisdiction, court__iexact=court, starts_on=starts_on, ends_on=ends_on, removed_at=None
    ).exclude(pk=but)
    if same.exists():
        raise DomainError("This closure is entered already.", field="starts_on")
    return {
        "jurisdiction": jurisdiction,
        "court": court[:120],
        "name": name[:120],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "source": source[:300],
    }


@transaction.atomic
def confirm_closure(closure: CourtClosure, *, by: Member) -> CourtClosure:
    """An attorney confirms a closure that somebody entered; from then on it counts."""
    if closure.confirmed_at is not None:
        raise DomainError("The closure is confirmed already.")
    decide(KIND, closure, by=by)
    closure.refresh_from_db()
    return closure


def stand(closure: CourtClosure, approval: Approval, *, by: Member) -> None:
    """The effect of the approval: called by the kind `court_closure` alone."""
    require(KIND, closure)
    closure.confirmed_by, closure.confirmed_at = by, timezone.now()
    closure.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(by, "court_closure.confirmed", closure)
    _recount(closure, by=by)


@transaction.atomic
def remove_closure(closure: CourtClosure, *, by: Member) -> None:
    """Take a closure back: who entered it, while it waits, or an attorney. Dates that were counted with it are counted again."""
    closure = _locked(closure)
    if closure.removed_at is not None:
        raise DomainError("The closure was taken back already.")
    _ensure_own_or_attorney(closure, by)
    if closure.confirmed_at is None:
        _withdraw_waiting(closure, by=by)
    closure.removed_by, closure.removed_at = by, timezone.now()
    closure.save(update_fields=["removed_by", "removed_at"])
    audit.record(
        by,
        "court_closure.removed",
        closure,
        changes={"from": [closure.starts_on, None], "to": [closure.ends_on, None]},
    )
    if closure.confirmed_at is not None:
        _recount(closure, by=by, said="taken back")


@transaction.atomic
def restore_closure(closure: CourtClosure, *, by: Member) -> CourtClosure:
    """Bring back a closure that was taken back, as it was: one that counted needs an attorney again."""
    closure = _locked(closure)
    if closure.removed_at is None:
        raise DomainError("The closure was not taken back.")
    _ensure_own_or_attorney(closure, by)
    said = {
        name: getattr(closure, name)
        for name in ("jurisdiction", "name", "starts_on", "source", "ends_on", "court")
    }
    _checked(**said, but=closure.pk)
    closure.removed_by = closure.removed_at = None
    closure.save(update_fields=["removed_by", "removed_at"])
    audit.record(
        by,
        "court_closure.restored",
        closure,
        changes={"from": [None, closure.starts_on], "to": [None, closure.ends_on]},
    )
    if closure.confirmed_at is None:
        return _put_forward(closure, by=by)
    _recount(closure, by=by)
    return closure


def may_change(closure: CourtClosure, member: Member) -> bool:
    """Whether the member may change the closure and take it back: an attorney, or who entered it, while it waits."""
    return member.can(PERM) or (closure.confirmed_at is None and closure.created_by_id == member.pk)


def _ensure_own_or_attorney(closure: CourtClosure, by: Member) -> None:
    if not may_change(closure, by):
        raise refusal(by, PERM)


def _locked(closure: CourtClosure) -> CourtClosure:
    return CourtClosure.objects.select_for_update().get(pk=closure.pk)


def _withdraw_waiting(closure: CourtClosure, *, by: Member) -> None:
    """What waits for an attorney goes out of the inbox, before it is sent anew or taken back."""
    waiting = Approval.objects.filter(kind=KIND, object_id=closure.pk, state=Approval.State.WAITING).first()
    if waiting is None:
        return
    if closure.created_by_id != by.pk:
        raise DomainError("It waits in the approvals. Return it there, with a note.")
    withdraw(waiting, by=by)


def _recount(closure: CourtClosure, *, by: Member, said: str = "") -> None:
    day = short_day(closure.starts_on)
    reason = f"{closure.name}, {said}" if said else f"{closure.name}, {day}"
    consequences.recount(closure.jurisdiction, closure.starts_on, closure.ends_on, by=by, reason=reason)
