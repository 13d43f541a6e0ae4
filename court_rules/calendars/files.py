"""Calendars as data files, and those of states that have no file, from the `holidays` library."""

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import holidays as library

from court_rules.calendars.holidays import Holiday, days_of
from court_rules.text import DATA, RuleError, read

FOLDER = DATA / "calendars"
OBSERVED = "(observed)"
DOUBT = (
    "It stands in a general list of public holidays of {state}, not in a calendar made from the law of the state. "
    "Check that the state declares it a legal holiday."
)


class Calendar:
    """The holidays of one jurisdiction, a year at a time. `data` is what its file says."""

    def __init__(self, data: Mapping[str, Any]):
        self.key: str = data["calendar"]
        self.title: str = data["title"]
        self.version: str = data["version"]
        self.cite: str = data["cite"]
        self.zone: str = data.get("zone", "")
        self.computation: dict[str, Any] = data.get("computation", {})
        self.first_year: int = data.get("first_year", 1970)
        self.last_year: int = data.get("last_year", 2100)
        self.data = data
        # Answers for the years that this one does not know.
        self.beyond: Calendar | None = None
        self._years: dict[int, dict[datetime.date, Holiday]] = {}

    def year(self, year: int) -> dict[datetime.date, Holiday]:
        """{day: holiday} of a year. Raises RuleError outside the years that the calendar knows."""
        found = self._years.get(year)
        if found is None:
            if not self.first_year <= year <= self.last_year:
                if self.beyond:
                    return self.beyond.year(year)
                raise RuleError(
                    f"The calendar {self.key} knows the years {self.first_year} to {self.last_year}, not {year}."
                )
            found = {}
            for holiday in (*self._of_library(year), *self._of_file(year)):
                known = found.get(holiday.day)
                # A day that one holiday sets beyond doubt stays so, whatever else falls on it.
                if known is None or (known.doubt and not holiday.doubt):
                    found[holiday.day] = holiday
            self._years[year] = found
        return found

    def holiday(self, day: datetime.date) -> Holiday | None:
        """The holiday on that day, whether it is kept or only arguable."""
        return self.year(day.year).get(day)

    def _of_file(self, year: int) -> Iterator[Holiday]:
        for entry in self.data.get("holidays", ()):
            yield from days_of(entry, year)

    def _of_library(self, year: int) -> Iterator[Holiday]:
        source = self.data.get("library")
        if not source:
            return
        # The year after too: New Year's Day on a Saturday is observed on the Friday before.
        found = library.country_holidays(
            source["country"], subdiv=source.get("state"), years=(year, year + 1), language="en_US"
        )
        for day, name in found.items():
            if day.year == year:
                friday = day.weekday() == 4 and name.endswith(OBSERVED)
                doubt = source.get("doubt", "") or (source.get("saturday_doubt", "") if friday else "")
                yield Holiday(day, name, self.cite, doubt)


@cache
def shipped() -> dict[str, Calendar]:
    """The calendars that have a file, by key."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        calendar = load(path.read_text())
        if f"{calendar.key}.yaml" != path.name:
            raise RuleError(f"The file {path.name} holds the calendar {calendar.key}.")
        found[calendar.key] = calendar
    return found


def load(text: str) -> Calendar:
    """A calendar from its YAML. Raises RuleError with every problem."""
    data = read(text, "calendar")
    for number, entry in enumerate(data.get("holidays", ())):
        if "day" in entry:
            try:
                datetime.date.fromisoformat(entry["day"])
            except ValueError as error:
                raise RuleError(
                    f"There is no day {entry['day']}.", pack=data["calendar"], at=f"holidays.{number}.day"
                ) from error
        if "month" in entry and not {"date", "weekday"} & entry.keys():
            raise RuleError(
                "A month needs a date, or a weekday with nth.",
                pack=data["calendar"],
                at=f"holidays.{number}.month",
            )
    return Calendar(data)


@cache
def calendar(key: str) -> Calendar:
    """The calendar of that name; "us.ma" without a file comes from the library. Raises RuleError when there is none."""
    name = key.lower()
    found = shipped().get(name)
    if found:
        return found
    country, _, state = name.partition(".")
    if country == "us" and state.upper() in library.UnitedStates.subdivisions:
        return _of_library(state.upper())
    raise RuleError(f"There is no court calendar “{key}”. Known: {', '.join(shipped())}.", at="calendar")


@cache
def of_state(state: str) -> Calendar:
    """The holidays that a state declares ("CA"), as Rule 6(a)(6)(C) means them. Raises RuleError for an unknown state.

    A file `us.<state>.state` goes before the calendar of the state's own courts. For years and states without either the days
    come from the library, each in doubt.
    """
    name = f"us.{state.lower()}"
    if not state.isalpha() or state.upper() not in library.UnitedStates.subdivisions:
        raise RuleError(f"There is no state “{state}”. A state has two letters: CA, MA.", at="state")
    general = _of_library(state.upper(), DOUBT.format(state=state.upper()))
    file = shipped().get(f"{name}.state") or shipped().get(name)
    if not file:
        return general
    found = Calendar(file.data)
    found.beyond = general
    return found


def _of_library(state: str, doubt: str = "") -> Calendar:
    """The public holidays of a state, each in doubt for the reason that is given."""
    source = {"country": "US", "state": state}
    return Calendar(
        {
            "calendar": f"us.{state.lower()}",
            "title": f"Public holidays of {state}",
            "version": f"holidays {library.__version__}",
            "cite": f"public holidays of {state}",
            "library": {**source, "doubt": doubt} if doubt else source,
            "computation": {},
        }
    )
