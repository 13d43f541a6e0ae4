"""The response clock: it runs while the firm is open, and stands still at night and on days off."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from intake.models import IntakePolicy
from practice.models import Firm
from practice.scope import current_firm_id

DAY = datetime.timedelta(days=1)
# A clock that is set to no working day in a month would never end: after this many days the reckoning stops.
FAR = 400


@dataclass(frozen=True)
class Hours:
    """When the firm answers: working days as date.weekday() counts, from `opens` to `closes` in its own time zone."""

    opens: datetime.time
    closes: datetime.time
    days: tuple[int, ...]
    zone: ZoneInfo
    minutes: int

    def window(self, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime] | None:
        """From when to when the clock runs on `day`; None on a day off."""
        if day.weekday() not in self.days:
            return None
        return (
            datetime.datetime.combine(day, self.opens, self.zone),
            datetime.datetime.combine(day, self.closes, self.zone),
        )


def policy() -> IntakePolicy:
    """The firm's own rules, or the defaults (not saved)."""
    return IntakePolicy.objects.first() or IntakePolicy()


def hours() -> Hours:
    """The office hours of the firm in scope."""
    found = policy()
    zone = Firm.objects.values_list("time_zone", flat=True).get(pk=current_firm_id())
    return Hours(found.opens, found.closes, tuple(found.days), ZoneInfo(zone), found.answer_minutes)


def business_seconds(hours: Hours, start: datetime.datetime, end: datetime.datetime) -> int:
    """Seconds between two moments during which the firm was open; 0 when `end` is not after `start`."""
    start, end = start.astimezone(hours.zone), end.astimezone(hours.zone)
    total, day = datetime.timedelta(), start.date()
    while day <= end.date():
        window = hours.window(day)
        if window is not None:
            first, last = max(window[0], start), min(window[1], end)
            # Wall clock of one zone: differences are taken in UTC, where no hour is missing or double.
            if last > first:
                total += last.astimezone(datetime.UTC) - first.astimezone(datetime.UTC)
        day += DAY
    return int(total.total_seconds())


def due_at(hours: Hours, start: datetime.datetime) -> datetime.datetime:
    """When the firm should have answered what came in at `start`: its minutes of business time later."""
    start = start.astimezone(hours.zone)
    left, day = datetime.timedelta(minutes=hours.minutes), start.date()
    for _ in range(FAR):
        window = hours.window(day)
        if window is not None:
            first = max(window[0], start)
            room = window[1].astimezone(datetime.UTC) - first.astimezone(datetime.UTC)
            if room >= left:
                return (first.astimezone(datetime.UTC) + left).astimezone(hours.zone)
            if room > datetime.timedelta():
                left -= room
        day += DAY
    return start + left
