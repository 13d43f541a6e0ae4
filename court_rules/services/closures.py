"""Closures of courts by order: entered by who keeps the calendar, counted once an attorney confirmed them."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from court_rules.calendars import calendar
from court_rules.models import CourtClosure
from court_rules.services.rights import PERM, ensure_writes
from court_rules.text import RuleError
from practice import audit
from practice.exceptions import DomainError
from supervision.models import Approval
from supervision.services import decide, require, submit, withdraw


@transaction.atomic
def add_closure(
    *,
    by: Member,
    jurisdiction: str,
    name: str,
    starts_on: datetime.date,
    source: str,
    ends_on: datetime.date | None = None,
    court: str = "",
) -> CourtClosure:
    """Days on which courts are closed by order. An attorney's entry counts at once; another's is sent to an attorney."""
    ensure_writes(by)
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
        jurisdiction=jurisdiction, court__iexact=court, starts_on=starts_on, ends_on=ends_on
    )
    if same.exists():
        raise DomainError("This closure is entered already.", field="starts_on")
    closure = CourtClosure.objects.create(
        jurisdiction=jurisdiction,
        court=court[:120],
        name=name[:120],
        starts_on=starts_on,
        ends_on=ends_on,
        source=source[:300],
        created_by=by,
    )
    audit.record(
        by,
        "court_closure.added",
        closure,
        changes={"from": [None, starts_on], "to": [None, ends_on], "source": [None, closure.source]},
    )
    if by.can(PERM):
        decide("court_closure", closure, by=by)
    else:
        submit("court_closure", closure, by=by)
    closure.refresh_from_db()
    return closure


@transaction.atomic
def confirm_closure(closure: CourtClosure, *, by: Member) -> CourtClosure:
    """An attorney confirms a closure that somebody entered; from then on it counts."""
    if closure.confirmed_at is not None:
        raise DomainError("The closure is confirmed already.")
    decide("court_closure", closure, by=by)
    closure.refresh_from_db()
    return closure


def stand(closure: CourtClosure, approval: Approval, *, by: Member) -> None:
    """The effect of the approval: called by the kind `court_closure` alone."""
    require("court_closure", closure)
    closure.confirmed_by, closure.confirmed_at = by, timezone.now()
    closure.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(by, "court_closure.confirmed", closure)


@transaction.atomic
def remove_closure(closure: CourtClosure, *, by: Member) -> None:
    """Take a closure out: who entered it, while it waits, or an attorney. Dates that were counted with it stay."""
    closure = CourtClosure.objects.select_for_update().get(pk=closure.pk)
    own = closure.confirmed_at is None and closure.created_by_id == by.pk
    if not own and not by.can(PERM):
        raise by.refusal(PERM)
    waiting = Approval.objects.filter(
        kind="court_closure", object_id=closure.pk, state=Approval.State.WAITING
    ).first()
    if waiting is not None:
        if own:
            withdraw(waiting, by=by)
        else:
            raise DomainError("It waits in the approvals. Return it there, with a note.")
    audit.record(
        by,
        "court_closure.removed",
        closure,
        changes={"from": [closure.starts_on, None], "to": [closure.ends_on, None]},
    )
    closure.delete()
