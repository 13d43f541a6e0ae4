"""The stretch of days a report is about."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from practice.dates import add_months, short_day
from practice.filters import read_day, read_span

CHOICES = (
    ("this-month", "This month"),
    ("last-month", "Last month"),
    ("this-quarter", "This quarter"),
    ("last-quarter", "Last quarter"),
    ("90-days", "Last 90 days"),
    ("custom", "Custom"),
)
DEFAULT = "90-days"
LONGEST = 1_100  # days


@dataclass(frozen=True)
class Period:
    """First and last day, both included, and how the period was chosen."""

    key: str
    start: datetime.date
    end: datetime.date
    today: datetime.date

    @property
    def last(self) -> datetime.date:
        """The last day that has come: days ahead are not counted."""
        return min(self.end, self.today)

    @property
    def workdays(self) -> int:
        """Mondays to Fridays from the first day to today or the last day. Holidays and absences are not taken off."""
        if self.last < self.start:
            return 0
        days = (self.last - self.start).days + 1
        weeks, rest = divmod(days, 7)
        first = self.start.weekday()
        return weeks * 5 + sum(1 for i in range(rest) if (first + i) % 7 < 5)

    @property
    def label(self) -> str:
        """“Aug 25 to Nov 22”, “November 2026” for a whole month."""
        if self.start.day == 1 and self.end == add_months(self.start, 1) - datetime.timedelta(days=1):
            return f"{self.start:%B %Y}"
        return f"{short_day(self.start)} to {short_day(self.end)}"

    @property
    def query(self) -> str:
        """The parameters that choose it again."""
        if self.key == "custom":
            return f"period=custom&from={self.start.isoformat()}&to={self.end.isoformat()}"
        return f"period={self.key}"

    @property
    def list_query(self) -> str:
        """The parameters by which a list shows the same days."""
        return f"date_from={self.start.isoformat()}&date_to={self.end.isoformat()}"


def read_period(data: Mapping[str, str], *, today: datetime.date | None = None) -> tuple[Period, str]:
    """The period that `period`, `from` and `to` name, and what was wrong with them in a sentence.

    Anything that cannot be read gives the last 90 days, with the reason.
    """
    today = today or timezone.localdate()
    key = data.get("period") or ""
    usual = Period(DEFAULT, today - datetime.timedelta(days=89), today, today)
    if key not in dict(CHOICES):
        return usual, ("This period is not known, so the last 90 days are shown." if key else "")
    if key == DEFAULT:
        return usual, ""
    if key != "custom":
        start, end = read_span(key, today=today)
        return Period(key, start, end, today), ""
    try:
        start = read_day(data.get("from") or "", today=today)
        end = read_day(data.get("to") or "today", today=today)
    except ValidationError as error:
        return usual, f"{error.messages[0]} The last 90 days are shown."
    if start > end:
        return usual, f"{short_day(start)} is after {short_day(end)}. The last 90 days are shown."
    if (end - start).days >= LONGEST:
        return usual, "A report covers three years at most. The last 90 days are shown."
    return Period(key, start, end, today), ""


def month_of(text: str, *, today: datetime.date | None = None) -> datetime.date | None:
    """The first day of the month in an address, `2026-10`; None when it is none or has not begun."""
    today = today or timezone.localdate()
    try:
        first = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if first <= today else None


def last_month(today: datetime.date) -> datetime.date:
    """The first day of the month before the one of `today`."""
    return add_months(today.replace(day=1), -1)


def month_end(first: datetime.date) -> datetime.date:
    """The last day of the month that begins on `first`."""
    return add_months(first, 1) - datetime.timedelta(days=1)
