"""Writes about the firm's closures."""

import datetime

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from calendar_app.models import Closure
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def add_closure(
    *, by: Member, name: str, starts_on: datetime.date, ends_on: datetime.date | None = None
) -> Closure:
    """Days on which the firm is closed. They count for the firm's own dates, never for a court's."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Say why the firm is closed: summer break.", field="name")
    ends_on = ends_on or starts_on
    if ends_on < starts_on:
        raise DomainError("The last day is before the first.", field="ends_on")
    if (ends_on - starts_on).days > 60:
        raise DomainError("A closure has at most 60 days.", field="ends_on")
    closure = Closure.objects.create(name=name, starts_on=starts_on, ends_on=ends_on, created_by=by)
    audit.record(by, "closure.added", closure, changes={"from": [None, starts_on], "to": [None, ends_on]})
    return closure


@transaction.atomic
def remove_closure(closure: Closure, *, by: Member) -> None:
    """Take a closure out. Dates that were counted with it stay."""
    ensure(by, Perm.FIRM_SETTINGS)
    audit.record(
        by,
        "closure.removed",
        closure,
        changes={"from": [closure.starts_on, None], "to": [closure.ends_on, None]},
    )
    closure.delete()
