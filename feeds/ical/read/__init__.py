"""Items from iCalendar text (RFC 5545): each event by itself, so that a broken one does not take the file with it.

Only what the calendar keeps is read. Nothing is expanded: a rule that comes every second, or a thousand times, is refused
here before anybody counts it.

`lines` makes components of text, `times` and `rules` read their values, `components` one event, `calendars` a file.
"""

from feeds.ical.read.calendars import one, parse
from feeds.ical.read.lines import Unreadable
from feeds.ical.read.rules import checked_rule

__all__ = ["Unreadable", "checked_rule", "one", "parse"]
