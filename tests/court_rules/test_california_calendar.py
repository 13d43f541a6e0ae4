"""The court holidays of California against the lists that superior courts published."""

import datetime

import pytest

from court_rules import calendars
from court_rules.calendars import calendar, shipped

D = datetime.date


@pytest.mark.parametrize("key", sorted(key for key in shipped() if key != "us.federal"))
def test_holidays_are_those_of_the_printed_lists(key):
    found = calendar(key)
    for test in found.data["tests"]:
        days = [
            str(day)
            for day, one in sorted(found.year(test["year"]).items())
            if one.kept and day.weekday() < 5
        ]
        assert days == test["days"], test["source"]


def test_the_list_of_2026_of_a_superior_court():
    """Superior Court of Calaveras County, court holidays 2026."""
    printed = {
        D(2026, 1, 1): "New Year’s Day",
        D(2026, 1, 19): "Martin Luther King Jr. Day",
        D(2026, 2, 12): "Lincoln Day",
        D(2026, 2, 16): "Presidents’ Day",
        D(2026, 3, 31): "Farmworkers Day",
        D(2026, 5, 25): "Memorial Day",
        D(2026, 6, 19): "Juneteenth",
        D(2026, 7, 3): "Independence Day (observed)",
        D(2026, 9, 7): "Labor Day",
        D(2026, 9, 25): "Native American Day",
        D(2026, 11, 11): "Veterans Day",
        D(2026, 11, 26): "Thanksgiving Day",
        D(2026, 11, 27): "Day after Thanksgiving",
        D(2026, 12, 25): "Christmas Day",
    }
    year = [D(2026, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
    found = {day: calendars.holiday_name(day, "us.ca") for day in year if day.weekday() < 5}
    assert {day: name for day, name in found.items() if name} == printed


def test_a_renamed_holiday_keeps_its_day():
    assert calendars.holiday_name(D(2025, 3, 31), "us.ca") == "Cesar Chavez Day"
    assert calendars.holiday_name(D(2026, 3, 31), "us.ca") == "Farmworkers Day"


def test_what_california_courts_do_not_keep():
    for day in (
        D(2026, 10, 12),
        D(2026, 9, 9),
        D(2026, 2, 17),
        D(2026, 4, 24),
        D(2026, 4, 3),
        D(2026, 11, 3),
    ):
        assert calendars.is_court_day(day, "us.ca"), day


def test_juneteenth_is_kept_from_2023():
    assert calendars.is_court_day(D(2022, 6, 20), "us.ca")
    assert not calendars.is_court_day(D(2023, 6, 19), "us.ca")


def test_the_next_new_years_day_on_a_saturday_closes_the_last_friday_of_the_year():
    assert calendars.holiday_name(D(2027, 12, 31), "us.ca") == "New Year’s Day (observed)"
