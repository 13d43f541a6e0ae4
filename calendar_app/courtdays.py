"""Court days for dates that no rule of court gives: workflows, date inputs. A door to court_rules.calendars.

`calendar` is "us.federal", "us.ca" and so on. `closed` are further days on which nothing is done: closures of the firm, or of a
court by order. A firm's own closure does not lengthen a court's period; give it only for the firm's own dates.
"""

import datetime

from court_rules import calendars
from court_rules.calendars import FEDERAL, add_court_days, add_days, is_court_day, roll
from court_rules.text import RuleError

__all__ = ["FEDERAL", "add_court_days", "add_days", "check_calendar", "holiday_name", "is_court_day", "roll"]


def check_calendar(calendar: str) -> None:
    """Raise ValueError when there is no such calendar."""
    calendars.calendar(calendar)


def holiday_name(day: datetime.date, calendar: str = FEDERAL) -> str:
    """The court holiday on that day, "" when there is none, and in years that no calendar reaches (a year typed as 9999)."""
    try:
        return calendars.holiday_name(day, calendar)
    except RuleError:
        check_calendar(calendar)
        return ""
