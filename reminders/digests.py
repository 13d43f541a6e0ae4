"""What the rooms below bring to the daily digest: events, deadlines, tasks, approvals."""

import datetime
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.models import Member
from calendar_app.models import Deadline
from calendar_app.queries import of_interest
from practice.digest import Line, Section
from practice.templatetags.ui import day as short_day
from reminders.plan import Thing
from reminders.queries.people import person_of, preferences_of
from reminders.sources.events import Events
from supervision.models import Approval
from supervision.queries.approvals import inbox_of
from supervision.queries.waiting import seen_by
from supervision.services.reminders import note_reminded
from work.models import Task
from work.queries.digests import due_for, sees_all

_TO_ACKNOWLEDGE = Q(critical=True, acknowledged_at=None)
MOST = 20
AHEAD = 14


def _section(title: str, lines: list[Line], one: str, many: str) -> Section:
    return Section(title, tuple(lines[:MOST]), one, many, max(len(lines) - MOST, 0))


def events(member: Member, day: date) -> Section:
    """What is on the member's calendar on that day, in their zone."""
    zone = person_of(preferences_of(member), member).zone
    things = [
        thing
        for thing in Events().between([(day, day)])
        if thing.day(zone) == day
        and any(member.pk in ids for part, ids in thing.people.items() if part != "supervising")
    ]
    shown = sees_all(member, things) if things else []
    rows = sorted(shown, key=lambda thing: (thing.timed, thing.occurrence))
    lines = [Line(_at(thing, zone), _second(thing), thing.url) for thing in rows]
    return _section("Today’s calendar", lines, "event", "events")


def _at(thing: Thing, zone) -> str:
    if not isinstance(thing.occurs, datetime.datetime):
        return thing.title
    local = thing.occurs.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local:%M %p} {thing.title}"


def _second(thing: Thing) -> str:
    return ", ".join(part for part in (thing.matter_number, thing.place) if part)


def _open(member: Member, rows) -> list[Deadline]:
    return sees_all(member, list(rows.select_related("matter", "owner").order_by("due_on", "id")[: 3 * MOST]))


def deadlines(member: Member, day: date) -> Section:
    """Open deadlines the member answers for, late ones and those of the next fourteen days; not those to acknowledge."""
    near = Deadline.objects.open().filter(of_interest(member), due_on__lte=day + timedelta(days=AHEAD))
    rows = _open(member, near.exclude(_TO_ACKNOWLEDGE, Q(owner=member) | Q(backup=member)))
    lines = [
        Line(
            row.title,
            f"{'was due' if row.due_on < day else 'due'} {short_day(row.due_on)}, {row.matter.number}",
            row.get_absolute_url(),
            hot=row.due_on <= day,
        )
        for row in rows
    ]
    return _section(f"Deadlines, next {AHEAD} days", lines, "deadline", "deadlines")


def unacknowledged(member: Member, day: date) -> Section:
    """Critical dates that nobody has acknowledged: the member's own, and those they back up, which the owner acknowledges."""
    mine = Q(owner=member) | Q(backup=member)
    rows = _open(member, Deadline.objects.open().filter(mine, _TO_ACKNOWLEDGE))
    lines = [
        Line(
            row.title,
            f"{'was due' if row.due_on < day else 'due'} {short_day(row.due_on)}, {row.matter.number}"
            + ("" if row.owner_id == member.pk else f", not acknowledged by {row.owner.name}"),
            row.get_absolute_url(),
            hot=True,
        )
        for row in rows
    ]
    return _section("To acknowledge", lines, "date to acknowledge", "dates to acknowledge")


def _tasks(member: Member, day: date, which: str, title: str) -> Section:
    rows: list[Task] = due_for(member, day)[which]
    lines = [
        Line(row.title, _task_detail(row, which), row.get_absolute_url(), hot=which == "late") for row in rows
    ]
    return _section(title, lines, "task", "tasks")


def _task_detail(row: Task, which: str) -> str:
    parts = [
        f"due {short_day(row.due_on)}" if which == "late" else "",
        row.assignee.name if which in ("review", "somebody") and row.assignee else "",
        row.matter.number if row.matter else "",
    ]
    return ", ".join(part for part in parts if part)


def tasks_late(member: Member, day: date) -> Section:
    """The member's tasks whose day has passed."""
    return _tasks(member, day, "late", "Late tasks")


def tasks_today(member: Member, day: date) -> Section:
    """The member's tasks due on that day."""
    return _tasks(member, day, "today", "Tasks for today")


def tasks_to_accept(member: Member, day: date) -> Section:
    """Work that waits for the member's acceptance."""
    return _tasks(member, day, "review", "Work to accept")


def tasks_without_somebody(member: Member, day: date) -> Section:
    """Tasks under the member that somebody else has to take."""
    return _tasks(member, day, "somebody", "Need somebody")


def _waiting(member: Member) -> list[Approval]:
    """What the member decides today, also for somebody who is away."""
    rows = inbox_of(member).select_related("submitted_by", "matter").order_by("submitted_at", "id")
    return seen_by(member, list(rows[: 3 * MOST]))


def approvals(member: Member, day: date) -> Section:
    """What waits for the member's decision."""
    lines = [
        Line(
            row.title,
            f"from {row.submitted_by.name}, since {short_day(row.submitted_at)}",
            reverse("approval_detail", args=[row.pk]),
            hot=row.urgent,
        )
        for row in _waiting(member)
    ]
    return _section("Waiting for your decision", lines, "approval", "approvals")


def note_told(member: Member, day: date, at: datetime.datetime) -> None:
    """The approvals in the digest count as reminded of: no second mail follows on the same day."""
    note_reminded([row.pk for row in _waiting(member)], at=at)
