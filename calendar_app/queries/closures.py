"""Reads about the days on which the firm or a court is closed."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from calendar_app.courtdays import holiday_name
from calendar_app.models import Closure
from court_rules.calendars import holiday_name as court_holiday


def closed_days() -> frozenset[date]:
    """The days on which the firm is closed, from a year ago on. One query. For the firm's own dates, not for a court's."""
    since = timezone.localdate() - timedelta(days=366)
    days: set[date] = set()
    for starts, ends in Closure.objects.filter(ends_on__gte=since).values_list("starts_on", "ends_on"):
        days.update(starts + timedelta(days=n) for n in range((ends - starts).days + 1))
    return frozenset(days)


def day_note(day: date) -> str:
    """What to know of a typed day: the court holidays on it. No query. A day beyond the calendars has none."""
    found: dict[str, list[str]] = {}
    for key, courts in (("us.federal", "Federal"), ("us.ca", "California")):
        try:
            name = court_holiday(day, key)
        except ValueError:
            continue
        if name:
            found.setdefault(name.removesuffix(" (observed)"), []).append(courts)
    return " ".join(f"{' and '.join(courts)} courts are closed: {name}." for name, courts in found.items())


def closures() -> QuerySet[Closure]:
    """The firm's closures that are not over, and those of the last year."""
    return Closure.objects.filter(ends_on__gte=timezone.localdate() - timedelta(days=366))


def holidays_ahead(days: int = 366) -> list[tuple[date, str]]:
    """The federal legal holidays of the next `days` days. No query."""
    today = timezone.localdate()
    ahead = (today + timedelta(days=n) for n in range(days))
    return [(day, name) for day in ahead if (name := holiday_name(day))]
