"""Choosing a time on a public page: a month of days, the times of one day. Links only, so that it works without script."""

import calendar
import datetime
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from booking.models import Booking, BookingPage
from booking.queries.zones import groups, known, label_of
from booking.slots import by_day

STAMP = "%Y%m%dT%H%MZ"
SUNDAY_FIRST = calendar.Calendar(firstweekday=6)


def stamp(moment: datetime.datetime) -> str:
    """A moment as it stands in addresses: 20261201T1700Z."""
    return moment.astimezone(datetime.UTC).strftime(STAMP)


def moment_of(text: str) -> datetime.datetime | None:
    """The moment of a `stamp`; None for what is none."""
    try:
        return datetime.datetime.strptime(text, STAMP).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def _date(text: str, form: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text, form).date()
    except ValueError:
        return None


class Choice:
    """What the visitor has chosen so far, read from the address or the form; anything odd counts as not chosen."""

    def __init__(self, request: HttpRequest, page: BookingPage, *, booking: Booking | None = None):
        given = request.POST if request.method == "POST" else request.GET
        length = given.get("length", "")
        if booking is not None:
            self.length = booking.minutes
        else:
            self.length = (
                int(length) if length.isdecimal() and int(length) in page.lengths else page.lengths[0]
            )
        zone = given.get("zone", "")
        self.default_zone = booking.zone if booking is not None else page.firm.time_zone
        self.zone = zone if known(zone) else self.default_zone
        self.zone_given = known(zone)
        who = given.get("with", "")
        self.host = (
            int(who)
            if page.mode == BookingPage.Mode.CHOOSE and who.isdecimal() and len(who) < 18 and booking is None
            else None
        )
        self.at = moment_of(given.get("at", ""))
        self.day = _date(given.get("day", ""), "%Y-%m-%d")
        self.month = _date(given.get("month", ""), "%Y-%m")

    def address(self, **changes) -> str:
        """A query string with these choices and `changes`."""
        values = {
            "length": self.length,
            "with": self.host,
            "zone": self.zone if self.zone_given else None,
            "day": self.day.isoformat() if self.day else None,
            **changes,
        }
        return f"?{urlencode({key: value for key, value in values.items() if value is not None})}"


def picker(choice: Choice, times: Mapping[datetime.datetime, tuple[int, ...]]) -> dict:
    """What booking/_pick.html reads: the month with its free days, the times of the chosen day, and the ways on."""
    days = by_day(times, choice.zone)
    free = list(days)
    day: datetime.date | None
    if choice.day in days:
        day = choice.day
    elif choice.month is not None:
        day = next((d for d in free if (d.year, d.month) == (choice.month.year, choice.month.month)), None)
    else:
        day = free[0] if free else None
    shown = choice.month or day or datetime.datetime.now(ZoneInfo(choice.zone)).date()
    weeks = [
        [
            {
                "date": one,
                "other": one.month != shown.month,
                "count": len(days.get(one, ())),
                "current": one == day,
                "url": choice.address(day=one.isoformat()),
            }
            for one in week
        ]
        for week in SUNDAY_FIRST.monthdatescalendar(shown.year, shown.month)
    ]
    months = sorted({(d.year, d.month) for d in free})
    here = (shown.year, shown.month)
    earlier = [m for m in months if m < here]
    later = [m for m in months if m > here]
    return {
        "weeks": weeks,
        "month": datetime.date(shown.year, shown.month, 1),
        "earlier": _month(choice, earlier[-1]) if earlier else "",
        "later": _month(choice, later[0]) if later else "",
        "day": day,
        "halves": _halves(choice, days.get(day, []) if day else []),
        "any": bool(free),
        "zone": choice.zone,
        "zone_label": label_of(choice.zone),
        "zones": groups(),
        "default_zone": choice.default_zone,
        "zone_given": choice.zone_given,
        "without_zone": choice.address(zone=None),
    }


def _month(choice: Choice, month: tuple[int, int]) -> str:
    return choice.address(day=None, month=f"{month[0]}-{month[1]:02}")


def _halves(choice: Choice, starts: Iterable[datetime.datetime]) -> list[dict]:
    rows: dict[str, list[dict]] = {"Morning": [], "Afternoon": [], "Evening": []}
    for start in starts:
        part = "Morning" if start.hour < 12 else "Afternoon" if start.hour < 17 else "Evening"
        rows[part].append(
            {"start": start, "url": choice.address(at=stamp(start), day=None), "stamp": stamp(start)}
        )
    return [{"label": label, "times": times} for label, times in rows.items() if times]


def nearest(
    choice: Choice, times: Iterable[datetime.datetime], wanted: datetime.datetime | None, most: int = 9
) -> list[dict]:
    """The free times nearest to the one that was wanted, in order, for whoever was a moment too late."""
    found = sorted(times)
    if wanted is not None:
        found = sorted(sorted(found, key=lambda start: abs(start - wanted))[:most])
    place = ZoneInfo(choice.zone)
    return [{"start": start.astimezone(place), "stamp": stamp(start)} for start in found[:most]]
