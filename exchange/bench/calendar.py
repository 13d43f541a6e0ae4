"""B10: a month of the calendar with two thousand events of one person, under gunicorn."""

import datetime
import time

from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from calendar_app.models import Attendee, Event
from exchange.bench.data import analyze
from exchange.bench.pages import FLOOR, WARM_UP, Server, sample, session_cookie, statements
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


def _cpu(path: str, cookie: str, rounds: int = 15) -> list[float]:
    """Milliseconds of processor time that the page takes in this process, for each of `rounds` requests after a few."""
    client = Client(SERVER_NAME="127.0.0.1", HTTP_COOKIE=cookie)
    found = []
    with override_settings(ROOT_URLCONF="exchange.bench.urls"):
        for number in range(rounds + WARM_UP):
            start = time.process_time()
            client.get(path)
            if number >= WARM_UP:
                found.append((time.process_time() - start) * 1000)
    return found


def measure(firm, member, *, requests: int, report) -> list[Row]:
    """Rows B10: the p50 and p95 of month and week beside the trivial view's, and the processor time of each alone."""
    report(f"making {EVENTS:,} events")
    make(firm, member)
    analyze()
    cookie = session_cookie(member)
    paths = {
        name: f"/calendar/?view={name}&layers=deadlines,limitations,tasks"
        for name in ("month", "week", "day")
    }
    asked = {name: statements(path, cookie) for name, path in paths.items()}
    cpu = {name: quantiles(_cpu(path, cookie)) for name, path in (("floor", FLOOR), *paths.items())}
    with Server():
        report("calendar")
        found = sample(
            {"floor": (FLOOR, cookie), **{name: (path, cookie) for name, path in paths.items()}}, requests
        )
    rows = []
    floor = quantiles(found["floor"])
    for name in paths:
        shown = quantiles(found[name])
        rows.append(
            Row(
                f"B10 calendar, {name} of a month with {EVENTS:,} events; {asked[name]} statements in all",
                f"p50 {shown[0]:.0f} ms, p95 {shown[1]:.0f} ms; process p50 {cpu[name][0]:.0f} ms",
                f"p50 {floor[0]:.0f} ms, p95 {floor[1]:.0f} ms; process p50 {cpu['floor'][0]:.0f} ms",
                f"{shown[1] / floor[1]:.1f} (p50 {shown[0] / floor[0]:.1f})",
                "p95 < 150 ms",
            )
        )
    return rows
