"""Court days for dates that no rule of court gives: workflows, date inputs. A door to court_rules.calendars.

`calendar` is "us.federal", "us.ca" and so on. `closed` are further days on which nothing is done: closures of the firm, or of a
court by order. A firm's own closure does not lengthen a court's period; give it only for the firm's own dates.
"""

from court_rules.calendars import FEDERAL, add_court_days, add_days, holiday_name, is_court_day, roll
from court_rules.calendars import calendar as _calendar

__all__ = ["FEDERAL", "add_court_days", "add_days", "check_calendar", "holiday_name", "is_court_day", "roll"]


def check_calendar(calendar: str) -> None:
    """Raise ValueError when there is no such calendar."""
    _calendar(calendar)
