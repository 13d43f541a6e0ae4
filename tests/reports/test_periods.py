"""The days a report is about."""

import datetime

import pytest

from reports.queries.periods import last_month, month_end, month_of, read_period

TODAY = datetime.date(2026, 11, 22)  # a Sunday
D = datetime.date


@pytest.mark.parametrize(
    ("asked", "start", "end", "workdays"),
    [
        ({}, D(2026, 8, 25), D(2026, 11, 22), 64),
        ({"period": "90-days"}, D(2026, 8, 25), D(2026, 11, 22), 64),
        ({"period": "this-month"}, D(2026, 11, 1), D(2026, 11, 30), 15),
        ({"period": "last-month"}, D(2026, 10, 1), D(2026, 10, 31), 22),
        ({"period": "this-quarter"}, D(2026, 10, 1), D(2026, 12, 31), 37),
        ({"period": "last-quarter"}, D(2026, 7, 1), D(2026, 9, 30), 66),
        ({"period": "custom", "from": "2026-03-02", "to": "2026-03-29"}, D(2026, 3, 2), D(2026, 3, 29), 20),
        ({"period": "custom", "from": "2026-11-21", "to": "2026-11-22"}, D(2026, 11, 21), D(2026, 11, 22), 0),
    ],
)
def test_days_and_working_days_so_far(asked, start, end, workdays):
    period, wrong = read_period(asked, today=TODAY)
    assert (period.start, period.end, period.workdays, wrong) == (start, end, workdays, "")


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "forever"},
        {"period": "custom"},
        {"period": "custom", "from": "nonsense"},
        {"period": "custom", "from": "2026-05-01", "to": "2026-04-01"},
        {"period": "custom", "from": "1990-01-01", "to": "2026-04-01"},
    ],
)
def test_what_cannot_be_read_is_said_and_the_usual_shown(asked):
    period, wrong = read_period(asked, today=TODAY)
    assert (period.start, period.end) == (D(2026, 8, 25), D(2026, 11, 22))
    assert wrong.lower().endswith("the last 90 days are shown.")


def test_a_period_names_itself_and_its_address():
    whole, _ = read_period({"period": "last-month"}, today=TODAY)
    assert (whole.label, whole.query) == ("October 2026", "period=last-month")
    part, _ = read_period({"period": "custom", "from": "2026-03-02", "to": "2026-03-29"}, today=TODAY)
    assert part.query == "period=custom&from=2026-03-02&to=2026-03-29"
    assert part.list_query == "date_from=2026-03-02&date_to=2026-03-29"


def test_months():
    assert month_of("2026-10", today=TODAY) == D(2026, 10, 1)
    assert month_of("2026-12", today=TODAY) is None
    assert month_of("2026-1x", today=TODAY) is None
    assert last_month(D(2026, 1, 5)) == D(2025, 12, 1)
    assert month_end(D(2028, 2, 1)) == D(2028, 2, 29)
