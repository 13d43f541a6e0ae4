"""Who receives when courts are closed: holidays of the host's own courts, closures by order, and blocks around a hearing."""

import datetime

from accounts.models import BarLicence
from booking.models import BookingPage
from booking.queries.availability import times_of
from booking.services.pages import save_page
from calendar_app.models import Closure
from calendar_app.services import create_event
from court_rules.services import add_closure, confirm_closure
from tests.booking.conftest import make_page

UTC = datetime.UTC
HOUR = datetime.timedelta(hours=1)
# Monday, February 8, 2027. Friday the 12th is Lincoln Day in the courts of California; no federal court keeps it.
MONDAY = datetime.datetime(2027, 2, 8, 0, tzinfo=UTC)
LINCOLN, PRESIDENTS = datetime.date(2027, 2, 12), datetime.date(2027, 2, 15)


def days(page, *, host=None) -> set[datetime.date]:
    """The days of the two weeks from that Monday on which something is free."""
    page = BookingPage.objects.get(pk=page.pk)
    return {at.date() for at in times_of(page, 30, now=MONDAY, host=host)}


def hours(page, day: int, minutes: int = 60) -> list[int]:
    """The hours at which a talk may begin on a day of February 2027."""
    page = BookingPage.objects.get(pk=page.pk)
    wanted = datetime.date(2027, 2, day)
    return [at.hour for at in times_of(page, minutes, now=MONDAY) if at.date() == wanted]


def licensed_in(place: str, *members) -> None:
    """Their licences are of another place, and nobody has verified that yet."""
    BarLicence.objects.filter(member__in=members).update(
        jurisdiction=place, verified_by=None, verified_at=None, self_declared=False
    )


def test_each_host_keeps_the_holidays_of_their_own_courts(a):
    page = make_page(
        a, name="Team", owner=None, by=a.admin, horizon=11, hosts=[(a.attorney, 1), (a.associate, 1)]
    )
    licensed_in("New York", a.associate)
    # New York declares February 12 a holiday as well (General Construction Law § 24), Nevada does not.
    assert LINCOLN not in days(page)
    licensed_in("Nevada", a.associate)
    assert LINCOLN in days(page) and LINCOLN in days(page, host=a.associate.pk)
    assert LINCOLN not in days(page, host=a.attorney.pk)
    assert PRESIDENTS not in days(page)  # federal courts keep it, so nobody receives


def test_who_has_no_licence_keeps_the_holidays_of_the_firm(a):
    page = make_page(a, name="Help", owner=None, by=a.admin, horizon=11, hosts=[(a.paralegal, 1)])
    assert LINCOLN not in days(page)
    licensed_in("Nevada", a.attorney, a.associate)
    assert LINCOLN in days(page)
    licensed_in("Federal: N.D. Cal.", a.attorney, a.associate)
    assert LINCOLN in days(page) and PRESIDENTS not in days(page)


def test_a_licence_that_ended_brings_no_holidays(a):
    page = make_page(a, horizon=11)
    BarLicence.objects.filter(member=a.attorney).update(status="retired")
    BarLicence.objects.create(member=a.attorney, jurisdiction="Nevada", number="9")
    assert LINCOLN in days(page)


def test_courts_closed_by_order_and_the_firm_closed(a):
    page = make_page(a, horizon=11)
    ninth, tenth, eleventh = (datetime.date(2027, 2, n) for n in (9, 10, 11))
    order = {"jurisdiction": "us.ca", "name": "Flood", "source": "Order 2027-03"}
    one = add_closure(by=a.admin, starts_on=ninth, ends_on=ninth, **order)
    other = add_closure(
        by=a.admin, court="Superior Court of Marin County", starts_on=tenth, ends_on=tenth, **order
    )
    # What an administrator entered counts when an attorney has confirmed it.
    assert {ninth, tenth, eleventh} <= days(page)
    confirm_closure(one, by=a.attorney)
    confirm_closure(other, by=a.attorney)
    assert ninth not in days(page)
    assert tenth in days(page)  # one courthouse closes nobody's office
    Closure.objects.create(name="Retreat", starts_on=eleventh, ends_on=eleventh, created_by=a.admin)
    assert eleventh not in days(page)


def test_court_time_with_the_way_there_and_back(a):
    page = make_page(a, horizon=4, step=60, lengths=[60], court_days="time")
    create_event(
        by=a.attorney, title="Motion", kind="hearing", matter=a.matter, appearance_required=True, zone="UTC",
        starts_at=MONDAY + 34 * HOUR, ends_at=MONDAY + 35 * HOUR, travel_before=3600, travel_after=5400,
    )  # fmt: skip
    # The hearing is on the 9th from 10 to 11; the way takes an hour there and an hour and a half back, until 12:30.
    assert hours(page, 9) == [13, 14, 15, 16]
    save_page(page, by=a.attorney, buffer_before=45)
    assert hours(page, 9) == [14, 15, 16]
    save_page(page, by=a.attorney, buffer_before=0, court_days="half")
    assert hours(page, 9) == [13, 14, 15, 16]
    save_page(page, by=a.attorney, court_days="day")
    assert hours(page, 9) == [] and hours(page, 10) == [9, 10, 11, 12, 13, 14, 15, 16]
