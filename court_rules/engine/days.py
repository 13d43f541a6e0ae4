"""Court days for one computation: calendar, state, closures, and the reading that is taken of days in doubt."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from court_rules.calendars import WEEKDAYS, Calendar, Holiday, calendar
from court_rules.text import RuleError

_DAY = datetime.timedelta(days=1)
# Clocks of the states that keep no summer time. Everywhere else the clocks change on one day at the same hour of the wall.
_WITHOUT_SUMMER_TIME = {
    "AZ": "America/Phoenix", "HI": "Pacific/Honolulu", "PR": "America/Puerto_Rico", "VI": "America/Puerto_Rico",
    "GU": "Pacific/Guam", "MP": "Pacific/Guam", "AS": "Pacific/Pago_Pago",
}  # fmt: skip
_LONGEST = 366
OF_STATE = "a holiday of the state"
Skipped = list[tuple[datetime.date, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """How open questions are answered: `doubtful` days are holidays or not (None: as courts usually read it), and a closed
    clerk's office moves a day counted backward to the day before (`closed_earlier`) instead of the day after."""

    doubtful: bool | None = None
    closed_earlier: bool = False


PREVAILING = Reading()
ALL = Reading(True, True)
NONE = Reading(False, False)


class Days:
    """Which days are court days, and what was in doubt on the way (`doubts`: texts, each once).

    `backward` is the direction of the count: the holidays of a state may count in one direction only. `open_holidays` of the
    computation names a calendar of days that are court days, but of which it is open whether a period ends on them.
    `back_in_doubt`: why it is open whether a last day before an event moves back, "" where that is settled.
    """

    __slots__ = (
        "_calendar",
        "_in",
        "_open",
        "_states",
        "back_in_doubt",
        "closed",
        "closed_later",
        "doubts",
        "reading",
    )

    def __init__(
        self,
        kept: Calendar,
        states: tuple[Calendar, ...],
        closed: Mapping[datetime.date, str],
        computation: Mapping[str, Any],
        reading: Reading,
        doubts: dict[str, None],
        *,
        backward: bool,
    ):
        counts = computation.get("state_holidays_count", "never")
        self._calendar = kept
        self._open = calendar(computation["open_holidays"]) if "open_holidays" in computation else None
        self.back_in_doubt: str = computation.get("roll_backward_doubt", "") if backward else ""
        self._in = states
        self._states = states if counts == "both" or (counts == "after" and not backward) else ()
        self.closed = closed
        self.doubts = doubts
        self.reading = reading
        self.closed_later = (
            backward and computation.get("closed_before") == "later" and not reading.closed_earlier
        )

    @property
    def clocks(self) -> ZoneInfo:
        """By which hours run on the wall where nobody said the zone of the court."""
        return clocks_of(self._in)

    def holiday(self, day: datetime.date, *, last: bool = True) -> str:
        """Why it is no court day by the calendar: "Saturday", the name of the holiday, "" for a court day.

        `last`: it is asked of the last day of a period; some doubts are only about that (see `Holiday.last_day_only`).
        """
        weekday = day.weekday()
        if weekday > 4:
            return WEEKDAYS[weekday]
        found = self._calendar.year(day.year).get(day)
        for state in self._states:
            own = state.year(day.year).get(day)
            # The list of a state has the federal holidays too; what is doubtful about them stays so.
            if own and not (found and found.name == own.name) and (name := self._kept(own, last)):
                return f"{name}, {OF_STATE}"
        name = self._kept(found, last) if found else ""
        if not name and last and self._open and (own := self._open.year(day.year).get(day)):
            return self._kept(own, last)
        return name

    def _kept(self, found: Holiday, last: bool) -> str:
        """The name of a holiday under the reading that is taken, "" when it does not count under it."""
        if not found.doubt:
            return found.name
        if found.last_day_only and not last:
            return found.name if found.kept else ""
        self.doubts[f"{found.name}, {found.day.isoformat()}: {found.doubt}"] = None
        kept = found.kept if self.reading.doubtful is None else self.reading.doubtful
        return found.name if kept else ""

    def why(self, day: datetime.date, *, last: bool = True) -> str:
        """Why nothing is filed on that day, closures among it; "" for a court day."""
        return self.holiday(day, last=last) or self.closed.get(day, "")

    def roll(
        self, day: datetime.date, step: datetime.timedelta, *, closures: bool = True
    ) -> tuple[datetime.date, Skipped]:
        """The day itself, or the next court day in the direction of `step`, and the days that were left out.

        Raises RuleError when a whole year has none.
        """
        skipped: Skipped = []
        test = self.why if closures else self.holiday
        while why := test(day):
            skipped.append((day, why))
            if len(skipped) > _LONGEST:
                raise RuleError("No court day within a year.")
            day += step
        return day, skipped

    def walk(self, day: datetime.date, n: int, step: datetime.timedelta) -> tuple[datetime.date, Skipped]:
        """The n-th court day in the direction of `step`; the day itself does not count."""
        skipped: Skipped = []
        left = n
        idle = 0
        while left:
            day += step
            why = self.why(day, last=False)
            if why:
                skipped.append((day, why))
                idle += 1
                if idle > _LONGEST:
                    raise RuleError("No court day within a year.")
            else:
                left -= 1
                idle = 0
        return day, skipped


def clocks_of(states: tuple[Calendar, ...]) -> ZoneInfo:
    """Clocks that change as those of the states do, of most of the United States without one. Their hour is that of the wall,
    whatever the zone."""
    for state in states:
        name = _WITHOUT_SUMMER_TIME.get(state.key.split(".")[1].upper())
        if name:
            return ZoneInfo(name)
    return ZoneInfo("America/New_York")


def closures(closed: Collection[datetime.date] | Mapping[datetime.date, str]) -> dict[datetime.date, str]:
    """{day: why} from days with or without reasons."""
    if isinstance(closed, Mapping):
        return {day: why or "the court is closed" for day, why in closed.items()}
    return dict.fromkeys(closed, "the court is closed")
