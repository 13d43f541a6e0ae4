"""What a member does with a reminder: see it, put it off, acknowledge it."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline
from calendar_app.services import acknowledge as acknowledge_deadline
from practice.exceptions import DomainError, Refused
from reminders.models import TO_ACKNOWLEDGE, Reminder

LONGEST = datetime.timedelta(days=30)


def _own(reminder: Reminder, by: Member) -> Reminder:
    row = Reminder.objects.select_for_update(of=("self",)).select_related("member").get(pk=reminder.pk)
    if row.member_id != by.pk:
        who = [row.member.name] if row.member else []
        raise Refused("This reminder is somebody else’s.", who=who)
    return row


@transaction.atomic
def see(reminder: Reminder, *, by: Member, seen: bool = True) -> Reminder:
    """Mark one's own reminder as seen, or as not seen."""
    row = _own(reminder, by)
    if (row.seen_at is not None) is not seen:
        row.seen_at = timezone.now() if seen else None
        row.snoozed_until = None
        row.save(update_fields=["seen_at", "snoozed_until"])
    return row


@transaction.atomic
def see_all(*, by: Member) -> int:
    """Mark all in one's inbox as seen but what one has to acknowledge. Returns how many."""
    rows = Reminder.objects.waiting_for(by).exclude(TO_ACKNOWLEDGE)
    return rows.update(seen_at=timezone.now())


@transaction.atomic
def snooze(reminder: Reminder, *, by: Member, until: datetime.datetime) -> Reminder:
    """Put one's own reminder off until an instant; it comes back to the inbox then. Raises DomainError."""
    row = _own(reminder, by)
    now = timezone.now()
    if not now < until <= now + LONGEST:
        raise DomainError("Within the next 30 days.", field="until")
    if row.occurs_at > now and until > row.occurs_at + datetime.timedelta(days=1 if row.all_day else 0):
        raise DomainError("It would come back when it is too late.", field="until")
    row.snoozed_until, row.seen_at = until, None
    row.save(update_fields=["snoozed_until", "seen_at"])
    return row


@transaction.atomic
def acknowledge(reminder: Reminder, *, by: Member) -> Reminder:
    """Acknowledge what a reminder is about: of a critical deadline the deadline itself, else one's reminder alone.

    Raises what the deadline's own service raises: who may acknowledge it is decided there.
    """
    row = _own(reminder, by)
    now = timezone.now()
    if row.about_kind == "deadline" and row.critical:
        deadline = Deadline.objects.open().filter(pk=row.about_id).first()
        if deadline is None:
            raise DomainError("This deadline is done.")
        if deadline.acknowledged_at is None:
            acknowledge_deadline(deadline, by=by, on=datetime.date.fromisoformat(row.occurrence[:10]))
    if row.acknowledged_at is None:
        row.acknowledged_at, row.seen_at = now, row.seen_at or now
        row.save(update_fields=["acknowledged_at", "seen_at"])
    same = Reminder.objects.filter(
        member=by,
        about_kind=row.about_kind,
        about_id=row.about_id,
        occurrence=row.occurrence,
        acknowledged_at=None,
    )
    same.exclude(pk=row.pk).told().update(acknowledged_at=now, seen_at=now)
    return row


def unsee(reminder: Reminder, *, by: Member) -> Reminder:
    """Put one's own reminder back among those to be seen."""
    return see(reminder, by=by, seen=False)


def left_to_its_people(about_kind: str, about_id: int, people: set[int | None]) -> None:
    """What was reminded of became private: the reminders of others than `people` (ids) are closed and name it no more."""
    rows = Reminder.objects.filter(about_kind=about_kind, about_id=about_id)
    others = rows.exclude(member=None).exclude(member__in=[pk for pk in people if pk is not None])
    others.filter(closed_at=None).update(closed_at=timezone.now())
    others.update(title="Private event")
    rows.update(is_private=True)
