"""Court days and periods: expected days are read off printed calendars and the text of Fed. R. Civ. P. 6(a)."""

from datetime import date

import pytest

from calendar_app.courtdays import add_court_days, add_days, check_calendar, holiday_name, is_court_day, roll


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 1, 19), "Martin Luther King Jr. Day"),
        (date(2026, 2, 16), "Washington's Birthday"),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2026, 6, 19), "Juneteenth National Independence Day"),
        (date(2026, 7, 3), "Independence Day (observed)"),  # the 4th is a Saturday
        (date(2026, 9, 7), "Labor Day"),
        (date(2026, 10, 12), "Columbus Day"),
        (date(2026, 11, 11), "Veterans Day"),
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2021, 12, 31), "New Year's Day (observed)"),  # January 1, 2022 is a Saturday
        (date(2023, 1, 2), "New Year's Day (observed)"),  # January 1, 2023 is a Sunday
    ],
)
def test_the_legal_holidays_of_rule_6(day, name):
    assert holiday_name(day) == name
    assert not is_court_day(day)


def test_a_period_runs_over_weekends_and_ends_on_a_court_day():
    # 14 days from Friday, November 13, 2026: Friday, November 27.
    assert add_days(date(2026, 11, 13), 14) == date(2026, 11, 27)
    # 13 days: Thanksgiving, so the next day.
    assert add_days(date(2026, 11, 13), 13) == date(2026, 11, 27)
    # 30 days from Wednesday, June 3: Friday, July 3, kept as a holiday; the weekend follows; Monday, July 6.
    assert add_days(date(2026, 6, 3), 30) == date(2026, 7, 6)


def test_a_period_counted_back_goes_on_backward():
    # 14 days before Wednesday, December 9: Wednesday, November 25.
    assert add_days(date(2026, 12, 9), -14) == date(2026, 11, 25)
    # 14 days before Thursday, December 10: Thanksgiving; the day before.
    assert add_days(date(2026, 12, 10), -14) == date(2026, 11, 25)
    # 10 days before Wednesday, November 11: Sunday, November 1; Friday, October 30.
    assert add_days(date(2026, 11, 11), -10) == date(2026, 10, 30)


def test_court_days_leave_out_weekends_and_holidays():
    # From Monday, November 23: 24, 25, (Thanksgiving), 27, then Monday 30, December 1.
    assert add_court_days(date(2026, 11, 23), 5) == date(2026, 12, 1)
    assert add_court_days(date(2026, 12, 1), -5) == date(2026, 11, 23)
    # From a Saturday, one court day is Monday; none is Monday too.
    assert add_court_days(date(2026, 11, 14), 1) == date(2026, 11, 16)
    assert add_court_days(date(2026, 11, 14), 0) == date(2026, 11, 16)
    # Sixteen court days back from Friday, January 15, 2027, over New Year's and Christmas Day.
    assert add_court_days(date(2027, 1, 15), -16) == date(2026, 12, 22)


def test_closed_days_are_left_out_too():
    closed = {date(2026, 11, 27)}
    assert add_court_days(date(2026, 11, 25), 1, closed=closed) == date(2026, 11, 30)
    assert roll(date(2026, 11, 26), closed=closed) == date(2026, 11, 30)
    assert roll(date(2026, 11, 27), closed=closed, backward=True) == date(2026, 11, 25)


def test_a_state_has_holidays_of_its_own():
    # César Chávez Day, March 31, 2026, is a Tuesday.
    assert is_court_day(date(2026, 3, 31))
    assert not is_court_day(date(2026, 3, 31), "us.CA")


@pytest.mark.parametrize("name", ["us.XX", "fr.federal", "us", ""])
def test_an_unknown_calendar_is_an_error(name):
    with pytest.raises(ValueError, match="no court calendar"):
        check_calendar(name)


def test_days_without_end_are_an_error_and_no_endless_loop():
    from datetime import timedelta

    closed = {date(2026, 1, 1) + timedelta(days=n) for n in range(800)}
    with pytest.raises(ValueError, match="No court day"):
        add_court_days(date(2026, 1, 5), 1, closed=closed)


def test_a_year_that_no_calendar_reaches_has_no_holidays():
    assert holiday_name(date(9999, 12, 25)) == ""
    with pytest.raises(ValueError, match="no court calendar"):
        holiday_name(date(9999, 12, 25), "us.XX")
