"""The statute of limitations of a matter: the last day to file, and what satisfied it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Matter
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError

# The calendar is an app above this one: f(matter, by=, reason=) brings its entry of the limitation date up to date.
FOLLOW = ("calendar_app.limitation.follow_limitation",)


@transaction.atomic
def set_limitation(
    matter: Matter, *, by: Member, on: datetime.date | None, basis: str = "", reason: str = ""
) -> Matter:
    """Set the limitation date with the law it rests on. Another date than the one known needs a reason, and starts anew."""
    ensure_on(by, Perm.DEADLINE_ENTER, matter)
    locked = _lock(matter)
    reason = " ".join(reason.split())[:500]
    if locked.limitation_on is not None and on != locked.limitation_on:
        if not reason:
            raise DomainError(
                "Say why the limitation date changes. It is kept in the history.", field="reason"
            )
        # What took a limitation date away, or moved it, is decided as the dismissal of a deadline is.
        ensure_on(by, Perm.DEADLINE_DISMISS, matter)
    changes = audit.apply(locked, limitation_on=on, limitation_basis=" ".join(basis.split())[:200])
    if "limitation_on" in changes:
        changes |= audit.apply(
            locked, limitation_satisfied_on=None, limitation_satisfied_by=None, limitation_satisfied_how=""
        )
    if changes:
        locked.save()
        audit.record(by, "matter.limitation", locked, changes=changes, reason=reason)
        follow(locked, by, reason)
    return locked


@transaction.atomic
def satisfy_limitation(matter: Matter, *, by: Member, on: datetime.date, how: str) -> Matter:
    """An attorney states that the limitation is satisfied: on what day, by what (a complaint filed, a tolling agreement)."""
    ensure_on(by, Perm.DEADLINE_DISMISS, matter)
    locked = _lock(matter)
    how = " ".join(how.split())
    if locked.limitation_on is None:
        raise DomainError("This matter has no limitation date.")
    if locked.limitation_satisfied_on is not None:
        raise DomainError("The limitation is satisfied already.")
    if not how:
        raise DomainError("Say what satisfied it, such as the filing of the complaint.", field="how")
    if on > timezone.localdate():
        raise DomainError("That day is still to come.", field="on")
    if on > locked.limitation_on:
        raise DomainError(
            f"{on:%b %-d, %Y} is after the limitation date, {locked.limitation_on:%b %-d, %Y}. If that date was "
            "wrong, change it with a reason first.",
            field="on",
        )
    changes = audit.apply(
        locked, limitation_satisfied_on=on, limitation_satisfied_by=by, limitation_satisfied_how=how[:300]
    )
    locked.save()
    audit.record(by, "matter.limitation_satisfied", locked, changes=changes)
    follow(locked, by)
    return locked


@transaction.atomic
def reopen_limitation(matter: Matter, *, by: Member, reason: str) -> Matter:
    """Take back that the limitation is satisfied, with a reason (a dismissal without prejudice, a mistake)."""
    ensure_on(by, Perm.DEADLINE_DISMISS, matter)
    locked = _lock(matter)
    reason = " ".join(reason.split())[:500]
    if locked.limitation_satisfied_on is None:
        raise DomainError("The limitation is not satisfied.")
    if not reason:
        raise DomainError("Say why it runs again. It is kept in the history.", field="reason")
    changes = audit.apply(
        locked, limitation_satisfied_on=None, limitation_satisfied_by=None, limitation_satisfied_how=""
    )
    locked.save()
    audit.record(by, "matter.limitation_runs", locked, changes=changes, reason=reason)
    follow(locked, by, reason)
    return locked


def _lock(matter: Matter) -> Matter:
    locked = Matter.objects.select_for_update(of=("self",)).with_people().get(pk=matter.pk)
    if locked.has_ended:
        raise DomainError(f"This matter is {locked.get_state_display().lower()}. Reopen it first.")
    return locked


def follow(matter: Matter, by: Member, reason: str = "") -> None:
    """Tell the calendar how the matter's limitation stands now."""
    for path in FOLLOW:
        import_string(path)(matter, by=by, reason=reason)
