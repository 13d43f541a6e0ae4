"""Units and their edges: months, leap years, weeks, court days, nothing at all. Expected days are read off calendars."""

from datetime import date, timedelta

import pytest

from court_rules.engine import RuleError, count


@pytest.mark.parametrize(
    ("n", "unit", "direction", "start", "due"),
    [
        (1, "months", "after", date(2025, 1, 31), date(2025, 2, 28)),
        (1, "months", "after", date(2024, 1, 31), date(2024, 2, 29)),
        (1, "months", "after", date(2026, 1, 31), date(2026, 3, 2)),  # February 28 is a Saturday
        (6, "months", "after", date(2026, 3, 31), date(2026, 9, 30)),
        (12, "months", "after", date(2024, 2, 29), date(2025, 2, 28)),
        (1, "years", "after", date(2024, 2, 29), date(2025, 2, 28)),
        (4, "years", "after", date(2024, 2, 29), date(2028, 2, 29)),
        (1, "months", "before", date(2026, 3, 31), date(2026, 2, 27)),  # February 28 is a Saturday
        (14, "months", "before", date(2026, 3, 2), date(2025, 1, 2)),
        (2, "weeks", "after", date(2026, 3, 2), date(2026, 3, 16)),
        (2, "weeks", "before", date(2026, 3, 16), date(2026, 3, 2)),
        (
            365,
            "days",
            "after",
            date(2024, 1, 2),
            date(2025, 1, 2),
        ),  # over February 29, 2024: January 1, a holiday
        (5, "court_days", "after", date(2026, 11, 23), date(2026, 12, 1)),
        (5, "court_days", "before", date(2026, 12, 1), date(2026, 11, 23)),
        (1, "court_days", "after", date(2026, 7, 2), date(2026, 7, 6)),
        (0, "days", "after", date(2026, 3, 2), date(2026, 3, 2)),
        (0, "days", "after", date(2026, 3, 1), date(2026, 3, 2)),
        (0, "court_days", "before", date(2026, 3, 1), date(2026, 2, 27)),
        (
            3,
            "days",
            "after",
            date(2021, 12, 28),
            date(2022, 1, 3),
        ),  # New Year's Day is observed on December 31
    ],
)
def test_a_count(n, unit, direction, start, due):
    assert count(n, unit, direction, start).due == due


def test_court_days_of_california_leave_out_its_own_holidays():
    # March 31, 2026 is César Chávez Day, a Tuesday.
    assert count(1, "court_days", "after", date(2026, 3, 30), "us.ca").due == date(2026, 4, 1)
    assert count(1, "court_days", "after", date(2026, 3, 30)).due == date(2026, 3, 31)


def test_each_day_left_out_is_named():
    step = next(step for step in count(3, "court_days", "after", date(2026, 11, 25)).steps if step.skipped)
    assert step.skipped == (
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 11, 28), "Saturday"),
        (date(2026, 11, 29), "Sunday"),
    )


def test_a_closed_day_has_its_reason():
    found = count(2, "days", "after", date(2026, 3, 2), closed={date(2026, 3, 4): "Storm, general order 12"})
    assert found.due == date(2026, 3, 5)
    step = next(step for step in found.steps if step.skipped)
    assert step.skipped == ((date(2026, 3, 4), "Storm, general order 12"),)
    assert "6(a)(3)" in step.citation


def test_a_result_as_json():
    found = count(3, "days", "after", date(2026, 3, 6)).as_json()
    assert found["due"] == "2026-03-09"
    assert found["from"] == "2026-03-06"
    assert found["earliest"] is None
    assert (
        found["steps"][1]["text"]
        == "3 days after it: Monday, March 9, 2026. Every day counts, weekends and holidays too."
    )
    assert found["steps"][1]["citation"] == "Fed. R. Civ. P. 6(a)(1)(B)"
    assert found["citations"][0] == "Fed. R. Civ. P. 6(a)(1)(A)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((5, "fortnights", "after", date(2026, 3, 2)), "no unit"),
        ((5, "days", "around", date(2026, 3, 2)), "no direction"),
        ((-5, "days", "after", date(2026, 3, 2)), "between 0 and"),
        ((50_000, "days", "after", date(2026, 3, 2)), "between 0 and"),
        ((5, "days", "after", date(2026, 3, 2), "us.zz"), "no court calendar"),
        ((5, "days", "after", date(2250, 3, 2)), "knows the years 1900 to 2200"),
        ((40_000, "weeks", "after", date(2026, 3, 2)), "knows the years"),
        ((40_000, "years", "after", date(2026, 3, 2)), "beyond the calendar"),
        ((30_000, "months", "before", date(2026, 3, 2)), "beyond the calendar"),
    ],
)
def test_what_cannot_be_counted_is_an_error(arguments, said):
    with pytest.raises(RuleError, match=said):
        count(*arguments)


def test_an_unknown_state_or_zone_is_an_error():
    with pytest.raises(RuleError, match="no state"):
        count(5, "days", "after", date(2026, 3, 2), state="ZZ")
    with pytest.raises(RuleError, match="no time zone"):
        count(5, "days", "after", date(2026, 3, 2), zone="Mars/Olympus")


def test_closed_without_end_is_an_error():
    closed = [date(2026, 1, 1) + timedelta(days=n) for n in range(900)]
    for unit in ("days", "court_days"):
        with pytest.raises(RuleError, match="No court day"):
            count(5, unit, "after", date(2026, 1, 5), closed=closed)


def test_holidays_of_two_states_count_together():
    """As in an appeal: Lincoln's Birthday in Illinois, February 12, 2026; Patriots' Day in Massachusetts, April 20."""
    for day, there in ((date(2026, 1, 29), date(2026, 2, 13)), (date(2026, 4, 6), date(2026, 4, 21))):
        assert count(14, "days", "after", day, state="MA,IL").due == there
    assert count(14, "days", "after", date(2026, 1, 29), state="MA").due == date(2026, 2, 12)


def test_a_holiday_from_a_general_list_is_in_doubt():
    """No calendar was made for Maine; Patriots' Day stands in the library's list."""
    found = count(14, "days", "after", date(2026, 4, 6), state="ME")
    assert (found.due, found.earliest) == (date(2026, 4, 21), date(2026, 4, 20))
    assert "general list" in found.reason
