"""A trip as an iCalendar file (RFC 5545), for the traveller's own phone."""

import datetime

from django.conf import settings
from icalendar import Calendar, Event

from travel.queries.trips import Plan

PRODID = "-//Bailiwick//Travel//EN"


def ics_of(plan: Plan) -> bytes:
    """The ways and stays of a trip. Each has a UID of its own that stays, so that taking it in again changes nothing twice."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plan.trip.title)
    now = datetime.datetime.now(datetime.UTC)
    url = f"{settings.BASE_URL}{plan.trip.get_absolute_url()}"
    status = "CANCELLED" if plan.trip.state == plan.trip.State.CANCELLED else "CONFIRMED"
    for leg in plan.legs:
        event = _event(f"leg-{leg.pk}", now, url, status)
        event.add("summary", str(leg))
        event.add("dtstart", leg.departs_at.astimezone(datetime.UTC))
        event.add("dtend", leg.arrives_at.astimezone(datetime.UTC))
        event.add("location", leg.origin)
        event.add(
            "description",
            _lines(
                f"Leaves {leg.departs:%b} {leg.departs.day}, {leg.departs:%H:%M %Z}",
                f"Arrives {leg.arrives:%b} {leg.arrives.day}, {leg.arrives:%H:%M %Z}",
                leg.confirmation and f"Confirmation {leg.confirmation}",
                leg.seat and f"Seat {leg.seat}",
                leg.phone,
                leg.note,
            ),
        )
        calendar.add_component(event)
    for stay in plan.stays:
        event = _event(f"stay-{stay.pk}", now, url, status)
        event.add("summary", stay.hotel)
        event.add("dtstart", stay.check_in.date())
        event.add("dtend", stay.check_out.date() + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("location", stay.address)
        event.add(
            "description",
            _lines(
                f"Check-in {stay.check_in:%H:%M}, check-out {stay.check_out:%H:%M}",
                stay.confirmation and f"Confirmation {stay.confirmation}",
                stay.phone,
                stay.note,
            ),
        )
        calendar.add_component(event)
    return calendar.to_ical()


def _event(key: str, now: datetime.datetime, url: str, status: str) -> Event:
    event = Event()
    event.add("uid", f"trip-{key}@bailiwick")
    event.add("dtstamp", now)
    event.add("url", url)
    event.add("status", status)
    return event


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
