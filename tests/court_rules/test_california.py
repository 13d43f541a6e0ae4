"""California: known cases and traps. The days were counted by hand on a calendar."""

import datetime

import pytest

from court_rules import calendars
from court_rules.engine import RuleError, compute, count, run_tests
from court_rules.packs import shipped

D = datetime.date
PACKS = ("ca-ccp", "ca-discovery", "ca-crc", "ca-appeals")


def due(rule: str, day: datetime.date, **case) -> datetime.date:
    return compute(rule, day, **case)[0].due


@pytest.mark.parametrize("key", PACKS)
def test_each_rule_of_a_pack_has_an_example_and_all_hold(key):
    pack = shipped()[key]
    assert run_tests(pack) == []
    tried = {test["rule"] for test in pack.tests} | {
        k for test in pack.tests for k in test.get("results", ())
    }
    assert set(pack.rules) <= tried


def test_opposition_for_a_hearing_after_thanksgiving():
    """Nov 27 and 26 are court holidays; 25 24 23 20 19 18 17 16 are eight days, and the ninth is Friday, November 13."""
    result = compute("ca-ccp.1005-b-opposition", D(2026, 11, 30))[0]
    assert result.due == D(2026, 11, 13)
    named = {day: why for step in result.steps for day, why in step.skipped if day.weekday() < 5}
    assert named == {D(2026, 11, 26): "Thanksgiving Day", D(2026, 11, 27): "Day after Thanksgiving"}
    assert "Code Civ. Proc. § 1005(b)" in result.citations


def test_notice_before_that_hearing_skips_veterans_day_too():
    assert due("ca-ccp.1005-b-notice", D(2026, 11, 30)) == D(2026, 11, 3)


def test_fax_adds_calendar_days_to_the_notice_of_a_motion_and_court_days_to_a_response():
    """Section 1005(b) says two calendar days, section 1013(e) two court days."""
    assert due("ca-ccp.1005-b-notice", D(2026, 4, 28)) == D(2026, 4, 6)  # a Monday
    assert due("ca-ccp.1005-b-notice", D(2026, 4, 28), service="fax") == D(
        2026, 4, 3
    )  # Saturday, so back to Friday
    assert due("ca-ccp.1005-b-notice", D(2026, 4, 28), service="electronic") == D(
        2026, 4, 2
    )  # Friday and Thursday
    assert due("ca-ccp.1008", D(2026, 3, 2)) == D(2026, 3, 12)  # a Thursday
    assert due("ca-ccp.1008", D(2026, 3, 2), service="fax") == D(2026, 3, 16)  # Friday and Monday


def test_service_before_a_hearing_is_counted_on_backward():
    """Section 12c(b): from the day the 16 court days gave, not from the hearing."""
    assert due("ca-ccp.1005-b-notice", D(2026, 11, 30), service="mail") == D(2026, 10, 29)
    assert due("ca-ccp.1005-b-notice", D(2026, 11, 30), service="mail-us") == D(
        2026, 10, 23
    )  # the 24th is a Saturday


def test_summary_judgment_has_other_periods_since_2025():
    old, new = D(2024, 12, 17), D(2026, 4, 28)
    assert [due(f"ca-ccp.437c-{part}", old) for part in ("notice", "opposition", "reply")] == [
        D(2024, 10, 3), D(2024, 12, 3), D(2024, 12, 12),
    ]  # fmt: skip
    assert [due(f"ca-ccp.437c-{part}", new) for part in ("notice", "opposition", "reply")] == [
        D(2026, 2, 6), D(2026, 4, 8), D(2026, 4, 17),
    ]  # fmt: skip
    assert due("ca-ccp.437c-notice", new, service="fax") == D(2026, 2, 4)  # court days here


def test_mail_does_not_lengthen_what_section_1013_leaves_out():
    for rule in ("659-a-1", "663a-a"):
        assert due(f"ca-ccp.{rule}", D(2026, 3, 2), service="mail") == due(f"ca-ccp.{rule}", D(2026, 3, 2))
    assert due("ca-appeals.8-104", D(2026, 3, 2)) == D(2026, 5, 1)


def test_the_answer_runs_from_completed_service():
    assert due("ca-ccp.412-20", D(2026, 3, 2), service="personal") == D(2026, 4, 1)
    assert due("ca-ccp.412-20", D(2026, 3, 2), service="substituted") == D(
        2026, 4, 13
    )  # 40 days: Saturday, April 11
    assert due("ca-ccp.412-20", D(2026, 3, 2), service="publication") == D(2026, 4, 28)


def test_discovery_moves_toward_the_trial():
    """Section 2016.060, where section 12c would go back to Friday, October 30."""
    assert due("ca-discovery.2024-020-a", D(2026, 11, 30)) == D(2026, 11, 2)
    assert due("ca-ccp.437c-last-hearing", D(2026, 11, 30)) == D(2026, 10, 30)


def test_columbus_day_counts_and_native_american_day_does_not():
    assert due("ca-discovery.2034-230", D(2026, 11, 30)) == D(2026, 10, 12)  # Columbus Day, a court day
    assert calendars.holiday_name(D(2026, 9, 25), "us.ca") == "Native American Day"
    assert calendars.is_court_day(D(2026, 10, 12), "us.ca")
    assert due("ca-ccp.1005-b-opposition", D(2026, 10, 2)) == D(2026, 9, 18)


def test_two_trigger_rules_take_the_later_or_earlier_day():
    case = {"dates": {"trial-date-set": D(2026, 9, 24)}}
    assert due("ca-discovery.2034-220", D(2026, 11, 30)) == D(2026, 9, 21)
    assert due("ca-discovery.2034-220", D(2026, 11, 30), **case) == D(2026, 10, 5)
    assert due("ca-ccp.473-5", D(2026, 1, 5), dates={"default-notice-served": D(2026, 3, 2)}) == D(
        2026, 8, 31
    )


def test_a_closure_by_order_lengthens_a_period_and_leads_a_notice_further_back():
    smoke = {D(2026, 4, 1): "Wildfire smoke"}
    assert due("ca-ccp.412-20", D(2026, 3, 2), closed=smoke) == D(2026, 4, 2)
    fog = {D(2026, 11, 18): "Order"}
    assert due("ca-ccp.1005-b-opposition", D(2026, 11, 30), closed=fog) == D(2026, 11, 12)


def test_outside_its_years_the_calendar_refuses():
    with pytest.raises(RuleError, match="knows the years 2015 to 2036"):
        count(5, "court_days", "after", D(2037, 1, 4), "us.ca")
    with pytest.raises(RuleError, match="in force"):
        compute("ca-ccp.1008", D(2015, 12, 30))
    with pytest.raises(RuleError, match="in force"):
        compute("ca-appeals.8-104", D(2018, 12, 28))


def test_a_year_uses_the_law_of_that_year():
    """Disclosures since 2024 (kept by SB 66 of 2025), 75 days since 2019, five and a half years for actions until April 2020."""
    assert due("ca-discovery.2016-090", D(2026, 3, 2)) == D(2026, 5, 1)
    assert due("ca-discovery.2016-090", D(2027, 1, 4)) == D(2027, 3, 5)
    with pytest.raises(RuleError, match="no period in force"):
        compute("ca-discovery.2016-090", D(2023, 3, 1))
    assert due("ca-ccp.660-c", D(2018, 12, 3)) == D(2019, 2, 1)
    assert due("ca-ccp.660-c", D(2019, 1, 2)) == D(2019, 3, 18)
    assert due("ca-ccp.583-310", D(2020, 4, 6)) == D(2025, 10, 6)
    assert due("ca-ccp.583-310", D(2020, 4, 7)) == D(2025, 4, 7)
    assert due("ca-ccp.1005-b-opposition", D(2021, 10, 18)) == D(2021, 10, 4)  # without Columbus Day
    assert due("ca-ccp.1005-b-opposition", D(2022, 10, 17)) == D(2022, 10, 4)  # with it
    cites = {
        year: compute("ca-ccp.1008", D(year, 3, 2), service="electronic")[0].citations
        for year in (2020, 2026)
    }
    assert "Code Civ. Proc. § 1010.6(a)(4)" in cites[2020]
    assert "Code Civ. Proc. § 1010.6(a)(3)(B)" in cites[2026]


def test_a_holiday_on_a_saturday_is_open_for_the_last_day_alone():
    """July 4, 2026: courts close on Friday, July 3 (rule 1.11). Court days leave it out without doubt; a last day on it is open."""
    result = compute("ca-ccp.1008", D(2026, 6, 23))[0]
    assert (result.due, result.earliest, result.latest) == (D(2026, 7, 6), D(2026, 7, 3), D(2026, 7, 6))
    assert "Rule 1.11" in result.reason and "12b" in result.reason
    back = compute("ca-ccp.594", D(2026, 7, 18))[0]
    assert (back.due, back.earliest, back.latest) == (D(2026, 7, 2), D(2026, 7, 2), D(2026, 7, 3))
    court = compute("ca-ccp.1005-b-opposition", D(2026, 7, 15))[0]
    assert (court.due, court.earliest) == (D(2026, 7, 1), None)
    veterans = compute("ca-ccp.1008", D(2023, 10, 31))[
        0
    ]  # Gov. Code § 6701 moves that one to Friday, November 10
    assert (veterans.due, veterans.earliest) == (D(2023, 11, 13), None)


def test_state_holidays_count_in_federal_courts_forward_only():
    """Fed. R. Civ. P. 6(a)(6)(C): Farmworkers Day ends a period in California, not one counted back."""
    assert count(14, "days", "after", D(2026, 3, 17), "us.federal", state="CA").due == D(2026, 4, 1)
    assert count(14, "days", "after", D(2026, 3, 17), "us.federal").due == D(2026, 3, 31)
    assert count(14, "days", "before", D(2026, 4, 14), "us.federal", state="CA").due == D(2026, 3, 31)
    assert count(14, "days", "after", D(2026, 4, 6), "us.federal", state="MA").due == D(
        2026, 4, 21
    )  # Patriots' Day
    assert count(21, "days", "after", D(2026, 10, 13), "us.federal", state="NY").due == D(
        2026, 11, 4
    )  # Election Day


def test_a_holiday_that_only_the_statute_names_is_an_open_reading_in_federal_court():
    """Admission Day, September 9: Gov. Code § 6700 names it, the courts of the state stay open."""
    result = count(14, "days", "after", D(2026, 8, 26), "us.federal", state="CA")
    assert (result.due, result.earliest, result.latest) == (D(2026, 9, 9), D(2026, 9, 9), D(2026, 9, 10))
    assert "open" in result.reason
