"""Common free times of several people and a room."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Member
from booking.queries.availability import people_of
from booking.slots import Common, Rules, common_times
from calendar_app.models import Room
from calendar_app.queries.busy import busy_times


def find_times(
    needed: Sequence[Member],
    *,
    wished: Sequence[Member] = (),
    room: Room | None = None,
    minutes: int,
    first: datetime.date,
    days: int,
    zone: str,
    guest_zone: str = "",
) -> list[Common]:
    """Times from the day `first` on, over `days` days, at which all of `needed` and the room are free, in order of time.

    Working hours, closures, absences and everything on the calendars count, past walls and private events: what comes out is
    that somebody is free, and nothing else. The same few statements for any number of people and days.
    """
    place = ZoneInfo(zone)
    midnight = datetime.datetime.combine(first, datetime.time(), tzinfo=place)
    earliest = max(midnight, timezone.now() + datetime.timedelta(minutes=15))
    latest = midnight + datetime.timedelta(days=days)
    rules = Rules(minutes=minutes, earliest=earliest, latest=latest, step=30 if minutes >= 30 else 15)
    until = latest + datetime.timedelta(minutes=minutes)
    people = people_of([*needed, *wished], since=earliest, until=until, zone=zone)
    by_key = {person.key: person for person in people}
    taken = (
        [(busy.start, busy.end) for busy in busy_times(earliest, until, rooms=[room.pk])]
        if room is not None
        else []
    )
    return common_times(
        [by_key[member.pk] for member in needed],
        rules,
        wished=[by_key[member.pk] for member in wished],
        room=taken,
        zone=zone,
        guest_zone=guest_zone,
    )
