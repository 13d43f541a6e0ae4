"""Which firms have something to be looked at, and when a firm has to be looked at again.

What is told follows from the clock and from what people do. A look at a firm therefore ends with the next instant at which
the clock alone could bring something; until then the firm is left alone, unless something was done in it.
"""

import datetime
from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max

from practice.models import AuditSeal, Firm
from reminders.ladders import Rungs
from reminders.models import OwnRungs, ReminderRules
from reminders.models.people import DIGEST_AT
from reminders.plan import BEFORE_AN_EARLY_START, Thing
from reminders.queries.people import Crew

# However quiet a firm is: what was changed without a trace (by hand in the database) waits no longer than that.
AT_LATEST = timedelta(hours=1)
# Rooms whose acts can bring or move a reminder. Time, bills, documents and messages cannot.
ROOMS = [
    "accounts", "booking", "calendar_app", "depositions", "feeds", "intake", "matters", "practice", "reminders", "travel",
    "work", "workflows",
]  # fmt: skip


def awake(now: datetime.datetime) -> list[int]:
    """Ids of the active firms that have to be looked at. One statement over all firms, outside any scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id FROM reminders_awake(%s, %s)", [now, ROOMS])
        return [pk for (pk,) in cursor.fetchall()]


def last_act() -> int:
    """The number of the last sealed act in the firm in scope; 0 when there is none."""
    return AuditSeal.objects.aggregate(last=Max("seq"))["last"] or 0


def next_at(clock: datetime.time, zone: ZoneInfo, now: datetime.datetime) -> datetime.datetime:
    """The next instant after `now` at which the clocks of a zone show that time, in UTC."""
    day = now.astimezone(zone).date()
    moments = (
        datetime.datetime.combine(day + timedelta(days=n), clock, tzinfo=zone).astimezone(datetime.UTC)
        for n in range(3)
    )
    return next(moment for moment in moments if moment > now)


def wakes_at(
    firm: Firm,
    rules: ReminderRules,
    kinds: dict[str, Rungs],
    crew: Crew,
    things: Iterable[Thing],
    own: dict[tuple[str, int], OwnRungs],
    now: datetime.datetime,
) -> datetime.datetime:
    """The next instant at which the clock could bring something of the firm, at the latest an hour from now. No query.

    `things` are those of today and the next two days; an hour of a day is looked at whether or not something falls on it.
    """
    zones = {person.zone for person in crew.people.values()} | {ZoneInfo(firm.time_zone)}
    zones |= {ZoneInfo(thing.zone) for thing in things if thing.contacts and thing.zone}
    # Clients are told at the usual hour.
    hours = {ladder.at for ladder in kinds.values() if ladder.is_on} | {Rungs(()).at}
    # At midnight absences begin and end.
    clocks = {(clock, zone) for clock in (*hours, datetime.time(0), DIGEST_AT) for zone in zones}
    for pk, person in crew.people.items():
        if person.quiet_until is not None:
            clocks.add((person.quiet_until, person.zone))
        clocks.add((crew.digests.get(pk, DIGEST_AT), person.zone))
    found = [next_at(clock, zone, now) for clock, zone in clocks]
    for thing in things:
        if isinstance(thing.occurs, datetime.datetime) and thing.kind in kinds:
            row = own.get((thing.source, thing.pk))
            minutes = row.minutes if row else kinds[thing.kind].minutes
            found += [thing.occurs - timedelta(minutes=n) for n in minutes]
            found.append(thing.occurs - BEFORE_AN_EARLY_START)
    return min([now + AT_LATEST, *(moment for moment in found if moment > now)])
