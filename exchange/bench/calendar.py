"""B10: a month of the calendar with two thousand events of one person, under gunicorn."""

import datetime

from django.utils import timezone

from calendar_app.models import Attendee, Event
from exchange.bench.pages import FLOOR, Server, sample, session_cookie, statements
from exchange.bench.table import Row, quantiles
from matters.models import Matter
from practice.scope import firm_scope

EVENTS = 2000
KINDS = ("meeting", "hearing", "call", "focus", "deposition")


def make(firm, member) -> None:
    """The events, over the present month and with a series for every hundred."""
    with firm_scope(firm):
        matters = list(Matter.objects.order_by("id")[:50])
        start = timezone.now().replace(day=1, hour=16, minute=0, second=0, microsecond=0)
        hour, day = datetime.timedelta(hours=1), datetime.timedelta(days=1)
        rows = Event.objects.bulk_create(
            Event(
                title=f"Event {number}",
                kind=KINDS[number % len(KINDS)],
                matter=matters[number % len(matters)],
                organizer=member,
                created_by=member,
                zone="America/Los_Angeles",
                uid=f"bench-{number}@bailiwick",
                rrule="FREQ=WEEKLY;COUNT=4" if number % 100 == 0 else "",
                repeats_until=start + 40 * day if number % 100 == 0 else None,
                starts_at=start + number % 28 * day + number % 9 * hour,
                ends_at=start + number % 28 * day + (number % 9 + 1) * hour,
            )
            for number in range(EVENTS)
        )
        Attendee.objects.bulk_create(Attendee(event=row, member=member, response="accepted") for row in rows)


def measure(firm, member, *, requests: int, report) -> list[Row]:
    """Rows B10: the month's p50 and p95 beside the trivial view's."""
    report(f"making {EVENTS:,} events")
    make(firm, member)
    cookie = session_cookie(member)
    path = "/calendar/?view=month&layers=deadlines,limitations,tasks"
    asked = statements(path, cookie)
    with Server():
        report("calendar")
        found = sample({"floor": (FLOOR, cookie), "month": (path, cookie)}, requests)
    floor, month = quantiles(found["floor"]), quantiles(found["month"])
    return [
        Row(
            f"B10 calendar, month with {EVENTS:,} events; {asked} statements in all",
            f"p50 {month[0]:.0f} ms, p95 {month[1]:.0f} ms",
            f"p50 {floor[0]:.0f} ms, p95 {floor[1]:.0f} ms",
            f"{month[1] / floor[1]:.1f} (p50 {month[0] / floor[0]:.1f})",
            "p95 < 150 ms",
        )
    ]
