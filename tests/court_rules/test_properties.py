"""What must hold for every date: tried with days that Hypothesis chooses, against a second computation from the statute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from court_rules import calendars
from court_rules.engine import compute, count
from tests.court_rules import oracle
from tests.soak import times

ONE = timedelta(days=1)
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
COUNTS = st.integers(1, 400)
EXTRA = st.frozensets(st.integers(0, 460), max_size=6)
TRIED = settings(max_examples=times(80), deadline=None)


def forward(start, n, closed=()):
    return count(n, "days", "after", start, closed=closed).due


def backward(start, n):
    return count(n, "days", "before", start).due


@given(year=st.integers(1986, 2090))
@TRIED
def test_federal_holidays_are_those_of_the_statute(year):
    kept = {h.day for h in calendars.holidays_of("us.federal", year) if h.kept}
    assert kept == oracle.holidays(year)


@given(start=DAYS, n=COUNTS)
@TRIED
def test_days_after_and_before_agree_with_the_statute(start, n):
    assert forward(start, n) == oracle.due(start, n)
    assert backward(start, n) == oracle.due(start, -n)


@given(start=DAYS, n=COUNTS)
@TRIED
def test_no_period_ends_on_a_day_on_which_courts_are_closed(start, n):
    for unit in ("days", "weeks", "months", "court_days"):
        for direction in ("after", "before"):
            found = count(min(n, 30) if unit == "months" else n, unit, direction, start)
            assert not oracle.is_closed(found.due)
            assert found.due >= start if direction == "after" else found.due <= start


@given(start=DAYS, n=COUNTS)
@TRIED
def test_a_longer_period_never_ends_earlier(start, n):
    assert forward(start, n) <= forward(start, n + 1)
    assert backward(start, n) >= backward(start, n + 1)
    assert forward(start, n) <= forward(start + ONE, n)


@given(start=DAYS, n=COUNTS)
@TRIED
def test_back_from_a_deadline_leads_to_the_event_or_before(start, n):
    """Counting n days back from a forward deadline never passes a court day before the event; from an unrolled one it is the event."""
    due = forward(start, n)
    assert backward(due, n) <= due - n * ONE
    if due == start + n * ONE and not oracle.is_closed(start):
        assert backward(due, n) == start


@given(start=DAYS, n=st.integers(1, 60))
@TRIED
def test_court_days_back_and_forth_are_inverse_on_court_days(start, n):
    start = oracle.rolled(start, ONE)
    there = count(n, "court_days", "after", start).due
    assert count(n, "court_days", "before", there).due == start
    between = [start + k * ONE for k in range(1, (there - start).days + 1)]
    assert sum(not oracle.is_closed(day) for day in between) == n


@given(start=DAYS, n=COUNTS, extra=EXTRA)
@TRIED
def test_a_closure_never_makes_a_forward_deadline_earlier(start, n, extra):
    closed = frozenset(start + k * ONE for k in extra)
    assert forward(start, n, closed) >= forward(start, n)
    assert forward(start, n, closed) == oracle.due(start, n, closed)


@given(start=DAYS, n=COUNTS, extra=EXTRA)
@TRIED
def test_a_holiday_more_never_makes_a_backward_deadline_later(start, n, extra):
    """Courts of California take a day closed by order for a holiday; federal courts extend forward (Rule 6(a)(3)), so only
    their court days are tried."""
    closed = frozenset(start - k * ONE for k in extra)
    day = date(
        2024 + start.year % 10, start.month, min(start.day, 28)
    )  # years that the calendar of California knows
    shut = frozenset(day - k * ONE for k in extra)
    there = count(n % 90, "days", "before", day, "us.ca", shut).due
    assert there <= count(n % 90, "days", "before", day, "us.ca").due
    assert there not in shut
    found = count(n, "court_days", "before", start, closed=closed)
    assert found.due <= count(n, "court_days", "before", start).due
    assert found.due not in closed


@given(start=DAYS, n=COUNTS, state=st.sampled_from(["MA", "CA", "TX", "HI", "DC"]))
@TRIED
def test_holidays_of_a_state_count_forward_only(start, n, state):
    assert count(n, "days", "after", start, state=state).due >= forward(start, n)
    assert count(n, "days", "before", start, state=state).due == backward(start, n)


@given(start=st.dates(date(2016, 12, 1), date(2035, 12, 31)))
@TRIED
def test_electronic_service_is_personal_service(start):
    for rule in ("frcp.interrogatories", "frap.motion_response", "frbp.findings_objections"):
        electronic = compute(rule, start, service="electronic")[0].due
        assert electronic == compute(rule, start, service="personal")[0].due
        assert electronic < compute(rule, start, service="mail")[0].due


@given(start=DAYS)
@TRIED
def test_mail_is_roll_then_three_then_roll(start):
    assert compute("frcp.interrogatories", start, service="mail")[0].due == oracle.rolled(
        oracle.due(start, 30) + 3 * ONE, ONE
    )


@given(start=DAYS, n=COUNTS)
@TRIED
def test_prevailing_lies_between_earliest_and_latest(start, n):
    for direction in ("after", "before"):
        found = count(n, "days", direction, start)
        if found.reason:
            assert found.earliest <= found.due <= found.latest
            assert found.earliest < found.latest
        else:
            assert found.earliest is None
            assert found.latest is None


@given(
    start=st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)),
    n=st.integers(1, 200),
    zone=st.sampled_from(["America/New_York", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu"]),
)
@TRIED
def test_hours_are_real_hours_and_roll_to_the_same_time(start, n, zone):
    place = ZoneInfo(zone)
    begin = start.replace(second=0, microsecond=0, tzinfo=place)
    found = count(n, "hours", "after", begin, zone=zone)
    utc = ZoneInfo("UTC")
    raw = (begin.astimezone(utc) + timedelta(hours=n)).astimezone(place)
    assert found.due.date() == oracle.rolled(raw.date(), ONE)
    assert found.due.time() == raw.time()


@given(start=DAYS, n=st.integers(1, 60))
@TRIED
def test_months_keep_the_day_or_take_the_last(start, n):
    found = count(n, "months", "after", start)
    step = next(step for step in found.steps if "after it" in step.text)
    whole = start.year * 12 + start.month - 1 + n
    assert (step.to.year, step.to.month - 1) == divmod(whole, 12)
    assert step.to.day == start.day or (step.to.day < start.day and (step.to + ONE).day == 1)


@given(start=DAYS, n=COUNTS, unit=st.sampled_from(["days", "court_days", "weeks"]), before=st.booleans())
@TRIED
def test_the_steps_lead_from_the_event_to_the_date_and_name_each_day_left_out(start, n, unit, before):
    found = count(n, unit, "before" if before else "after", start)
    at = start
    for step in found.steps:
        assert step.from_ == at
        assert step.citation
        at = step.to
        for day, why in step.skipped:
            assert oracle.is_closed(day)
            assert why
    assert at == found.due
