"""When a mail that reminds a person may go out, for the rooms that remind of things of their own (practice.telling)."""

import datetime

from accounts.models import Absence, Member
from reminders.models import Digest, Preferences
from reminders.models.people import AT_MOST_LATE, DIGEST_AT, working_days
from reminders.plan import after_quiet
from reminders.queries.people import person_of

# The digest is asked for each minute; what else comes at its hour waits for it.
GRACE = datetime.timedelta(minutes=15)


def mail_at(member: Member, now: datetime.datetime) -> datetime.datetime | None:
    """`now`, the end of the member's quiet hours, or None: no mail wanted (or none while away), or the digest tells it.

    Three queries at most.
    """
    preferences = Preferences.objects.filter(member=member).first()
    person = person_of(preferences, member)
    if not person.by_mail:
        return None
    today = now.astimezone(person.zone).date()
    away = Absence.objects.filter(member=member, starts_on__lte=today, ends_on__gte=today).exists()
    if away:
        return after_quiet(now, person) if person.mail_when_away else None
    return None if _in_digest(member, preferences, person.zone, today, now) else after_quiet(now, person)


def _in_digest(member: Member, preferences: Preferences | None, zone, today, now: datetime.datetime) -> bool:
    """Whether today's digest was sent, is being sent, or comes later in the day."""
    days = preferences.digest_days if preferences else working_days()
    if today.weekday() not in days:
        return False
    at = datetime.datetime.combine(today, preferences.digest_at if preferences else DIGEST_AT, tzinfo=zone)
    if now < at + GRACE:
        return True
    row = Digest.objects.filter(member=member, day=today).first()
    return row is not None and (row.sent_at is not None or now < at + AT_MOST_LATE)
