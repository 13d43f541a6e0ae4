"""What holds for every California period."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from court_rules import calendars
from court_rules.engine import compute, count
from tests.soak import times

DAY = datetime.timedelta(days=1)
days = st.dates(datetime.date(2016, 6, 1), datetime.date(2035, 6, 1))
few = st.integers(1, 120)
closures = st.lists(days, max_size=5)
units = st.sampled_from(["days", "court_days"])


def ended(n, unit, way, day, closed=()):
    return count(n, unit, way, day, "us.ca", dict.fromkeys(closed, "Closed")).due


@settings(max_examples=times(150), deadline=None)
@given(few, units, st.sampled_from(["after", "before"]), days)
def test_a_period_never_ends_on_a_day_without_court(n, unit, way, day):
    assert calendars.is_court_day(ended(n, unit, way, day), "us.ca")


@settings(max_examples=times(150), deadline=None)
@given(few, units, days, st.integers(-3, 130))
def test_a_closure_never_makes_a_forward_day_earlier_or_a_backward_day_later(n, unit, day, at):
    closed = [day + at * DAY]
    assert ended(n, unit, "after", day, closed) >= ended(n, unit, "after", day)
    closed = [day - at * DAY]
    assert ended(n, unit, "before", day, closed) <= ended(n, unit, "before", day)


@settings(max_examples=times(150), deadline=None)
@given(few, units, days)
def test_a_longer_period_ends_no_earlier(n, unit, day):
    assert ended(n + 1, unit, "after", day) >= ended(n, unit, "after", day)
    assert ended(n + 1, unit, "before", day) <= ended(n, unit, "before", day)


@settings(max_examples=times(100), deadline=None)
@given(st.integers(1, 40), days)
def test_court_days_counted_back_and_on_meet_again(n, day):
    """From a court day, n court days back and n on is the same day."""
    start = calendars.roll(day, "us.ca")
    assert ended(n, "court_days", "after", ended(n, "court_days", "before", start)) == start


@settings(max_examples=times(60), deadline=None)
@given(days, st.sampled_from(["mail", "mail-us", "mail-abroad", "fax", "overnight", "express", "electronic"]))
def test_service_never_shortens_what_the_served_party_has(day, service):
    """A response is due no earlier, a motion is served no later, than by hand."""
    by_hand = compute("ca-ccp.1008", day, service="personal")[0].due
    assert compute("ca-ccp.1008", day, service=service)[0].due >= by_hand
    notice = compute("ca-ccp.1005-b-notice", day, service="personal")[0].due
    assert compute("ca-ccp.1005-b-notice", day, service=service)[0].due <= notice
