"""Things to be reminded of, and a clock that is told."""

import datetime

import pytest
from django.utils import timezone

from calendar_app.models import Attendee, Deadline, Event
from practice.models import AuditEvent, Outbox
from practice.scope import current_firm_id
from reminders.models import Reminder, ReminderRules
from reminders.services.claiming import claim
from reminders.tasks import mail_reminders

UTC = datetime.UTC
# A Tuesday. The firms of the cast are in UTC, so that its mornings are at eight.
TODAY = datetime.date(2027, 3, 2)
SET = datetime.datetime(2026, 1, 5, 12, tzinfo=UTC)


def at(text: str) -> datetime.datetime:
    """An instant of UTC: at("03-02 08:00") in 2027."""
    return datetime.datetime.strptime(f"2027-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def on(text: str) -> datetime.date:
    return at(f"{text} 00:00").date()


def deadline(people, day, **fields) -> Deadline:
    """A deadline of the attorney, entered long ago."""
    values = {
        "matter": people.matter,
        "title": "Answer to the complaint",
        "kind": "court",
        "owner": people.attorney,
        "set_by": people.paralegal,
        "created_at": SET,
    }
    return Deadline.objects.create(**(values | {"due_on": day, "original_due_on": day} | fields))


def event(people, start, *, members=(), contacts=(), **fields) -> Event:
    """A meeting of the attorney, entered long ago, with those who were asked to it."""
    values = {
        "matter": people.matter,
        "title": "Meeting with the expert",
        "kind": "meeting",
        "zone": "UTC",
        "organizer": people.attorney,
        "created_by": people.attorney,
        "created_at": SET,
        "starts_at": start,
        "ends_at": start + datetime.timedelta(hours=1),
    }
    row = Event.objects.create(**(values | fields))
    for member in members:
        Attendee.objects.create(event=row, member=member)
    for contact in contacts:
        Attendee.objects.create(event=row, contact=contact)
    return row


def begin(when: datetime.datetime) -> None:
    """Reminders have been looked for until `when`."""
    rules, _made = ReminderRules.objects.get_or_create(defaults={"client_days": [1]})
    rules.began_at, rules.looked_at = SET, when
    rules.save()


def told(**only) -> list[tuple[str, str, str]]:
    """(first name, rung, part) of what was told, in order of the names."""
    rows = Reminder.objects.told().filter(**only).select_related("member")
    return sorted((row.member.name.split()[0], row.rung, row.part) for row in rows if row.member)


def deliver() -> int:
    """Run the jobs that wait, as a worker does. Returns how many."""
    rows = list(Outbox.objects.filter(task="reminders.tasks.mail_reminders", done_at=None))
    for row in rows:
        mail_reminders(firm_id=current_firm_id(), outbox_id=row.pk, **row.arguments)
    return len(rows)


__all__ = ["TODAY", "at", "begin", "claim", "deadline", "deliver", "event", "on", "told"]


@pytest.fixture
def now_is(monkeypatch):
    """now_is(instant): what timezone.now() says from then on."""

    def set_to(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        # The default of a column holds the function itself.
        monkeypatch.setitem(AuditEvent._meta.get_field("at").__dict__, "_get_default", lambda: moment)

    return set_to
