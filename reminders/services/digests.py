"""The daily digest: one a day for each person, at their own hour, however often the job runs."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Absence, Member
from practice import digest
from practice.jobs import enqueue_after_commit
from reminders import emails
from reminders.models import Digest, Preferences
from reminders.models.people import AT_MOST_LATE, DIGEST_AT, working_days
from reminders.queries.ladders import rules
from reminders.queries.people import person_of

MAIL = "reminders.tasks.mail_digest"


@transaction.atomic
def ask(now: datetime.datetime) -> int:
    """Ask for the digests whose hour has come in the firm in scope. Returns how many. Four queries, and one a mail."""
    rows = {row.member_id: row for row in Preferences.objects.all()}
    wanted: list[tuple[int, datetime.date]] = []
    for member in Member.objects.active().select_related("office", "firm").order_by("pk"):
        day = due_on(rows.get(member.pk), member, now)
        if day is not None:
            wanted.append((member.pk, day))
    if not wanted:
        return 0
    days = {day for _pk, day in wanted}
    told = set(Digest.objects.filter(day__in=days).values_list("member_id", "day"))
    away = list(
        Absence.objects.filter(starts_on__lte=max(days), ends_on__gte=min(days)).values_list(
            "member_id", "starts_on", "ends_on"
        )
    )
    gone = {
        (pk, day) for pk, day in wanted for who, first, last in away if who == pk and first <= day <= last
    }
    new = [Digest(member_id=pk, day=day) for pk, day in wanted if (pk, day) not in told | gone]
    # The unique row is the claim: a run that was faster leaves this one with an error, and the next with nothing to do.
    Digest.objects.bulk_create(new)
    for row in new:
        enqueue_after_commit(MAIL, member_id=row.member_id, day=row.day.isoformat())
    return len(new)


def due_on(preferences: Preferences | None, member: Member, now: datetime.datetime) -> datetime.date | None:
    """The day whose digest a member should have had by `now`; None when it is not a day or an hour of theirs."""
    at = preferences.digest_at if preferences else DIGEST_AT
    days = preferences.digest_days if preferences else working_days()
    zone = person_of(preferences, member).zone
    local = now.astimezone(zone)
    start = datetime.datetime.combine(local.date(), at, tzinfo=zone)
    if local.weekday() not in days or not start <= now < start + AT_MOST_LATE:
        return None
    return local.date()


def send(member_id: int, day: datetime.date) -> bool:
    """Send one member's digest of a day; False when nothing is asked of them, or it was sent."""
    to = Member.objects.active().select_related("user", "role", "firm", "office").filter(pk=member_id).first()
    row = Digest.objects.select_for_update().filter(member=member_id, day=day, sent_at=None).first()
    if to is None or row is None:
        return False
    preferences = Preferences.objects.filter(member=to).first()
    with timezone.override(person_of(preferences, to).zone):
        found = digest.sections(to, day)
        if not found:
            return False
        emails.digest(to, day, found, firm=to.firm, rules=rules())
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    digest.told(to, day, row.sent_at)
    return True
