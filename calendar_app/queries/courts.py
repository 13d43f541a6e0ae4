"""On which days the courts of somebody keep no office: their holidays, and closures of all courts of a jurisdiction by order."""

import datetime
from collections.abc import Collection

from accounts.jurisdictions import STATES, TERRITORIES
from accounts.models import BarLicence
from court_rules.calendars import FEDERAL, Calendar, calendar, of_state, shipped
from court_rules.models import CourtClosure

_DAY = datetime.timedelta(days=1)
_CODES = STATES | TERRITORIES

Days = dict[datetime.date, str]


def calendars_of(members: Collection[int]) -> dict[int, tuple[str, ...]]:
    """{member: keys of the calendars of their courts}: federal courts, and those of each state with an active licence.

    Who has no licence of a state goes by the states of the firm: a paralegal keeps the holidays of the attorneys. One query.
    """
    held: dict[int, set[str]] = {}
    rows = BarLicence.objects.filter(status=BarLicence.Status.ACTIVE, member__is_active=True)
    for member, place in rows.values_list("member_id", "jurisdiction"):
        if code := _CODES.get(place):
            held.setdefault(member, set()).add(f"us.{code.lower()}")
    firm = set().union(*held.values()) if held else set()
    return {pk: (FEDERAL, *sorted(held.get(pk, firm))) for pk in members}


def _calendar(key: str) -> Calendar | None:
    """The courts' own calendar, or what the state declares where there is none; None where nothing is known."""
    if key in shipped():
        return calendar(key)
    try:
        return of_state(key.removeprefix("us."))
    except ValueError:
        return None


def _holidays(key: str, first: datetime.date, last: datetime.date) -> Days:
    found: Days = {}
    kept = _calendar(key)
    for year in range(first.year, last.year + 1) if kept else ():
        try:
            rows = kept.year(year).values()  # type: ignore[union-attr]
        except ValueError:
            # Beyond the years that the calendar knows.
            continue
        found.update({row.day: row.name for row in rows if row.kept and first <= row.day <= last})
    return found


def court_days_off(members: Collection[int], first: datetime.date, last: datetime.date) -> dict[int, Days]:
    """{member: {day: why}} from `first` to `last`: the days on which the courts of each are closed. Two queries.

    A closure by order counts when it is confirmed and holds for all courts of the calendar: one flooded courthouse closes
    nobody's office.
    """
    courts = calendars_of(members)
    days = {
        key: _holidays(key, first, last) for key in sorted({key for keys in courts.values() for key in keys})
    }
    rows = CourtClosure.objects.standing().filter(court="", starts_on__lte=last, ends_on__gte=first)
    for key, name, begins, ends in rows.values_list("jurisdiction", "name", "starts_on", "ends_on"):
        if key in days:
            begins, ends = max(begins, first), min(ends, last)
            days[key].update({begins + n * _DAY: name for n in range((ends - begins).days + 1)})
    return {pk: {day: why for key in keys for day, why in days[key].items()} for pk, keys in courts.items()}
