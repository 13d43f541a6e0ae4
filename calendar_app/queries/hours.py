"""When people work: their hours, who is away, and the days on which courts or the firm are closed."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from accounts.models import Absence, BarLicence
from calendar_app.courtdays import holiday_name
from calendar_app.models import Closure, WorkingHours
from court_rules.calendars import FEDERAL
from court_rules.calendars import holiday_name as court_holiday
from court_rules.queries import court_calendars

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Hours = dict[int, tuple[tuple[datetime.time, datetime.time], ...]]

# Who never said otherwise works on weekdays from nine to half past five.
DEFAULT: Hours = {day: ((datetime.time(9), datetime.time(17, 30)),) for day in range(5)}


def hours_of(people: Collection[int]) -> dict[int, Hours]:
    """{member id: {weekday: ((from, until), …)}}. One query."""
    kept: dict[int, Hours] = {}
    rows = WorkingHours.objects.filter(member__in=people).order_by("member_id", "weekday", "begins")
    for member, weekday, begins, ends in rows.values_list("member_id", "weekday", "begins", "ends"):
        days = kept.setdefault(member, {})
        days[weekday] = (*days.get(weekday, ()), (begins, ends))
    return {pk: kept.get(pk, DEFAULT) for pk in people}


def is_working(hours: Hours, start: datetime.datetime, end: datetime.datetime) -> bool:
    """Whether [start, end), naive in the firm's clock, lies within one stretch of a day's hours."""
    if start.date() != end.date():
        return False
    stretches = hours.get(start.weekday(), ())
    return any(begins <= start.time() and end.time() <= ends for begins, ends in stretches)


def absences_between(
    people: Collection[int], start: datetime.date, end: datetime.date
) -> dict[int, list[tuple[datetime.date, datetime.date]]]:
    """{member id: [(first day, last day)]} of those who are away. One query."""
    found: dict[int, list] = {}
    rows = Absence.objects.filter(member__in=people, starts_on__lte=end, ends_on__gte=start)
    for member, first, last in rows.order_by("starts_on").values_list("member_id", "starts_on", "ends_on"):
        found.setdefault(member, []).append((first, last))
    return found


@dataclass(frozen=True)
class DayOff:
    """Why a day is no working day: a court holiday or a closure of the firm."""

    name: str
    is_court: bool

    @property
    def label(self) -> str:
        """What kind of day it is, in words."""
        return "Court holiday" if self.is_court else "Firm closed"


@dataclass(frozen=True)
class DaysOff:
    """The closures of the firm in a stretch of days, and the state courts it practises in; federal holidays are known
    without asking."""

    closures: tuple[tuple[str, datetime.date, datetime.date], ...] = field(default=())
    courts: tuple[tuple[str, str], ...] = field(default=())  # (calendar, its name)

    def on(self, day: datetime.date) -> DayOff | None:
        """Why courts or the firm are closed on a day, or None."""
        if name := holiday_name(day):
            return DayOff(name, is_court=True)
        for calendar, courts in self.courts:
            if name := _kept_by(calendar, day):
                return DayOff(f"{name} ({courts})", is_court=True)
        for name, first, last in self.closures:
            if first <= day <= last:
                return DayOff(name, is_court=False)
        return None


def days_off(start: datetime.date, end: datetime.date) -> DaysOff:
    """What is known of the days from `start` to `end`. Two queries."""
    rows = Closure.objects.filter(starts_on__lte=end, ends_on__gte=start)
    return DaysOff(tuple(rows.values_list("name", "starts_on", "ends_on")), _courts_of_the_firm())


def _courts_of_the_firm() -> tuple[tuple[str, str], ...]:
    """The calendars of the states in which somebody of the firm is licensed."""
    states = set(
        BarLicence.objects.filter(status=BarLicence.Status.ACTIVE).values_list("jurisdiction", flat=True)
    )
    known = ((key, name) for key, name in court_calendars().items() if key != FEDERAL)
    return tuple((key, name) for key, name in known if any(state and state in name for state in states))


def _kept_by(calendar: str, day: datetime.date) -> str:
    """The holiday that courts of a calendar keep on a day; "" on other days and beyond the years it knows."""
    try:
        return court_holiday(day, calendar)
    except ValueError:
        return ""
