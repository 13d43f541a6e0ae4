"""Fed. R. Civ. P. 6: the examples of its committee notes, and what people get wrong. Expected days are read off calendars."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from court_rules.engine import RuleError, compute, count

NEW_YORK = "America/New_York"


def days(n, start, direction="after", **more):
    return count(n, "days", direction, start, **more).due


# Committee note of 2009, subdivision (a)(1) and (a)(5).


def test_a_forward_period_runs_on_forward():
    """The 30th day is Saturday, September 1, 2007; Monday is Labor Day: due on Tuesday, September 4."""
    assert days(30, date(2007, 8, 2)) == date(2007, 9, 4)


def test_a_backward_period_runs_on_backward():
    """The 21st day before the event is Saturday, September 1, 2007: due on Friday, August 31."""
    assert days(21, date(2007, 9, 22), "before") == date(2007, 8, 31)


def test_an_inaccessible_clerk_extends_a_backward_period_forward():
    """Closed on August 31: the next accessible day, no later than Tuesday, September 4. To be safe, the day before."""
    found = count(21, "days", "before", date(2007, 9, 22), closed=[date(2007, 8, 31)])
    assert found.due == date(2007, 9, 4)
    assert found.earliest == date(2007, 8, 30)
    assert found.latest == date(2007, 9, 4)
    assert "closed" in found.reason


def test_an_inaccessible_clerk_extends_a_forward_period():
    assert days(14, date(2026, 3, 2), closed=[date(2026, 3, 16)]) == date(2026, 3, 17)
    # Closed from Friday through Tuesday: Wednesday.
    shut = [date(2026, 3, day) for day in (13, 16, 17)]
    assert days(11, date(2026, 3, 2), closed=shut) == date(2026, 3, 18)


def test_a_holiday_of_the_state_counts_forward_only():
    """Patriots' Day, Monday, April 21, 2008: 14 days after end on Tuesday; 14 days before end on the Monday itself."""
    assert days(14, date(2008, 4, 7), state="MA") == date(2008, 4, 22)
    assert days(14, date(2008, 4, 7)) == date(2008, 4, 21)
    assert days(14, date(2008, 5, 5), "before", state="MA") == date(2008, 4, 21)
    # With the clerk's office closed on that day the backward deadline moves to Tuesday, April 22.
    closed = [date(2008, 4, 21)]
    assert days(14, date(2008, 5, 5), "before", state="MA", closed=closed) == date(2008, 4, 22)


def test_the_holiday_of_the_state_is_named():
    step = next(
        step for step in count(14, "days", "after", date(2008, 4, 7), state="MA").steps if step.skipped
    )
    assert step.skipped == ((date(2008, 4, 21), "Patriots' Day, a holiday of the state"),)
    assert "Fed. R. Civ. P. 6(a)(6)(C)" in step.citation


# Subdivision (a)(2), hours.


def test_seventy_two_hours_over_the_end_of_summer_time():
    """From 10:23 a.m. on Friday, November 2, 2007 to 9:23 a.m. on Monday, November 5."""
    found = count(72, "hours", "after", datetime(2007, 11, 2, 10, 23), zone=NEW_YORK)
    assert found.due == datetime(2007, 11, 5, 9, 23, tzinfo=ZoneInfo(NEW_YORK))
    assert "clocks go back" in found.steps[1].text


def test_hours_are_not_rounded_and_keep_their_time_when_they_roll():
    """Ending at 2:17 p.m. on a Saturday: 2:17 p.m. on Monday."""
    assert count(48, "hours", "after", datetime(2026, 3, 12, 14, 17)).due == datetime(2026, 3, 16, 14, 17)
    # On Thanksgiving: Friday at the same time.
    assert count(24, "hours", "after", datetime(2026, 11, 25, 9, 5)).due == datetime(2026, 11, 27, 9, 5)


def test_thirty_hours_over_the_beginning_of_summer_time():
    """March 8, 2026: an hour is missing. Saturday 10 a.m. and 30 hours are Sunday 5 p.m., so Monday 5 p.m."""
    found = count(30, "hours", "after", datetime(2026, 3, 7, 10, 0), zone=NEW_YORK)
    assert found.due == datetime(2026, 3, 9, 17, 0, tzinfo=ZoneInfo(NEW_YORK))


def test_hours_before_roll_backward_to_the_same_time():
    # 48 hours before Monday 2 p.m. is Saturday 2 p.m.; back to Friday 2 p.m.
    assert count(48, "hours", "before", datetime(2026, 3, 16, 14, 0)).due == datetime(2026, 3, 13, 14, 0)


def test_a_moment_of_another_zone_is_the_same_moment():
    london = datetime(2026, 3, 10, 15, 0, tzinfo=ZoneInfo("Europe/London"))
    found = count(24, "hours", "after", london, zone=NEW_YORK)
    assert found.due == datetime(2026, 3, 11, 11, 0, tzinfo=ZoneInfo(NEW_YORK))


def test_a_period_in_days_takes_the_day_in_the_courts_zone():
    late = datetime(2026, 3, 3, 3, 30, tzinfo=ZoneInfo("UTC"))  # 10:30 p.m. on March 2 in New York
    assert count(14, "days", "after", late, zone=NEW_YORK).due == date(2026, 3, 16)
    assert count(14, "days", "after", late).due == date(2026, 3, 17)


def test_hours_need_a_time():
    with pytest.raises(RuleError, match="needs the time"):
        count(24, "hours", "after", date(2026, 3, 2))


# Subdivision (d), three days.


@pytest.mark.parametrize(
    ("served", "expected", "why"),
    [
        (date(2026, 3, 21), date(2026, 4, 23), "ends on Monday April 20; the third day is Thursday"),
        (date(2026, 8, 8), date(2026, 9, 11), "Labor Day; Tuesday; the third day is Friday"),
        (date(2026, 3, 16), date(2026, 4, 20), "Wednesday; the third day is Saturday, so Monday"),
    ],
)
def test_the_third_day_is_added_after_the_roll(served, expected, why):
    """Committee note of 2005 to what is now Rule 6(d), with a period of 30 days."""
    assert compute("frcp.interrogatories", served, service="mail")[0].due == expected, why


def test_adding_three_days_first_is_wrong():
    """33 days from March 19, 2026 are Tuesday, April 21. The rule: 30 days (Saturday) → Monday, three more → Thursday."""
    assert compute("frcp.interrogatories", date(2026, 3, 19), service="mail")[0].due == date(2026, 4, 23)


@pytest.mark.parametrize("method", ["mail", "clerk", "consented"])
def test_these_ways_add_three_days(method):
    assert compute("frcp.interrogatories", date(2026, 3, 2), service=method)[0].due == date(2026, 4, 6)


@pytest.mark.parametrize("method", ["", "personal", "left", "electronic"])
def test_these_ways_add_nothing(method):
    assert compute("frcp.interrogatories", date(2026, 3, 2), service=method)[0].due == date(2026, 4, 1)


@pytest.mark.parametrize("rule", ["frcp.interrogatories", "frap.motion_response", "frbp.findings_objections"])
def test_electronic_service_added_three_days_until_november_30_2016(rule):
    before = compute(rule, date(2016, 11, 30), service="electronic")[0].due
    assert before == compute(rule, date(2016, 11, 30), service="mail")[0].due
    after = compute(rule, date(2016, 12, 1), service="electronic")[0]
    assert after.due == compute(rule, date(2016, 12, 1), service="personal")[0].due
    assert any("2016" in step.text for step in after.steps)


def test_the_summons_is_not_extended_by_mail():
    result = compute("frcp.answer", date(2026, 3, 2), service="mail")[0]
    assert result.due == date(2026, 3, 23)
    assert any("changes nothing" in step.text for step in result.steps)


# What people get wrong.


def test_weekends_within_short_periods_count():
    """Before December 2009 ten days left out weekends: from March 2, 2026 that would be March 16. It is March 12."""
    assert days(10, date(2026, 3, 2)) == date(2026, 3, 12)
    assert days(5, date(2026, 3, 5)) == date(2026, 3, 10)


def test_the_day_of_the_event_does_not_count():
    assert days(1, date(2026, 3, 2)) == date(2026, 3, 3)
    assert days(1, date(2026, 3, 3), "before") == date(2026, 3, 2)


def test_holidays_in_between_do_not_lengthen_a_period():
    assert days(14, date(2026, 11, 18)) == date(2026, 12, 2)


# Open readings.


def test_a_saturday_holiday_kept_on_friday_has_three_dates():
    forward = count(14, "days", "after", date(2026, 6, 19))
    assert (forward.due, forward.earliest, forward.latest) == (
        date(2026, 7, 6), date(2026, 7, 3), date(2026, 7, 6),
    )  # fmt: skip
    assert "6103(b)" in forward.reason
    backward = count(14, "days", "before", date(2026, 7, 17))
    assert (backward.due, backward.earliest, backward.latest) == (
        date(2026, 7, 2), date(2026, 7, 2), date(2026, 7, 3),
    )  # fmt: skip


def test_a_day_closed_by_executive_order_may_be_a_holiday():
    found = count(14, "days", "after", date(2024, 12, 10))
    assert (found.due, found.earliest, found.latest) == (
        date(2024, 12, 24), date(2024, 12, 24), date(2024, 12, 26),
    )  # fmt: skip
    assert "executive order" in found.reason


def test_a_sunday_holiday_kept_on_monday_is_beyond_doubt():
    found = count(14, "days", "after", date(2022, 6, 6))  # June 19, 2022 is a Sunday
    assert found.due == date(2022, 6, 21)
    assert found.earliest is None
    assert found.latest is None


def test_what_hangs_on_an_open_date_is_open_too():
    chain = {one.rule_key: one for one in compute("frcp.cross_questions", date(2026, 6, 19))}
    assert chain["cross_questions"].earliest == date(2026, 7, 3)
    assert chain["redirect_questions"].due == date(2026, 7, 13)
    assert chain["redirect_questions"].earliest == date(2026, 7, 10)


def test_a_clear_date_has_no_other_readings():
    found = count(14, "days", "after", date(2026, 3, 2))
    assert (found.earliest, found.latest, found.reason) == (None, None, "")


# Effective dates.


def test_the_rule_of_the_day_of_the_event_is_used():
    assert compute("frcp.serve", date(2015, 11, 30))[0].due == date(2016, 3, 29)  # 120 days
    assert compute("frcp.serve", date(2015, 12, 1))[0].due == date(2016, 2, 29)  # 90 days
    old = compute("frcp.stay_ends", date(2018, 11, 30))[0]
    assert old.due == date(2018, 12, 14)
    assert "before December 1, 2018" in old.citations[0]


def test_juneteenth_is_kept_since_2021():
    assert days(14, date(2019, 6, 5)) == date(2019, 6, 19)
    assert days(14, date(2024, 6, 5)) == date(2024, 6, 20)


def test_a_day_before_the_pack_is_an_error_that_names_it():
    with pytest.raises(RuleError) as caught:
        compute("frcp.answer", date(2009, 11, 30))
    assert caught.value.pack == "frcp"
    assert "2009-12-01" in caught.value.message


# Subdivision (a)(3)(B) and (4).


def test_a_closed_office_moves_hours_to_the_same_time():
    """24 hours from Monday 3:40 p.m., the office closed on Tuesday: Wednesday 3:40 p.m.; on Wednesday too: Thursday."""
    start = datetime(2026, 3, 2, 15, 40)
    found = count(24, "hours", "after", start, closed=[date(2026, 3, 3)])
    assert found.due == datetime(2026, 3, 4, 15, 40)
    found = count(24, "hours", "after", start, closed=[date(2026, 3, 3), date(2026, 3, 4)])
    assert found.due == datetime(2026, 3, 5, 15, 40)


def test_a_closed_office_extends_hours_counted_backward_forward():
    # 24 hours before Wednesday noon is Tuesday noon; closed on Tuesday: Wednesday noon, and Monday to be safe.
    found = count(24, "hours", "before", datetime(2026, 3, 4, 12, 0), closed=[date(2026, 3, 3)])
    assert found.due == datetime(2026, 3, 4, 12, 0)
    assert found.earliest == datetime(2026, 3, 2, 12, 0)


def test_the_last_step_says_until_what_hour():
    last = count(14, "days", "after", date(2026, 3, 2)).steps[-1]
    assert "midnight" in last.text
    assert last.citation == "Fed. R. Civ. P. 6(a)(4)"
    appeal = compute("frap.appeal", date(2026, 3, 2))[0].steps[-1]
    assert "circuit clerk" in appeal.text
    assert appeal.citation == "Fed. R. App. P. 26(a)(4)"
    assert "midnight" not in count(14, "hours", "after", datetime(2026, 3, 2, 9, 0)).steps[-1].text


def test_an_expiry_has_no_hour_of_filing():
    assert "midnight" not in compute("frcp.tro_expires", date(2026, 3, 2))[0].steps[-1].text


# The committee notes of 2009 to Appellate Rule 26 and Bankruptcy Rule 9006 have the same examples: each pack counts by its own rule.


@pytest.mark.parametrize(
    ("rule", "law"),
    [
        ("frcp.attorney_fees", "Fed. R. Civ. P. 6"),
        ("frap.appeal_reopened", "Fed. R. App. P. 26"),
        ("frbp.appeal", "Fed. R. Bankr. P. 9006"),
    ],
)
def test_the_examples_of_the_notes_hold_in_each_set_of_rules(rule, law):
    """Fourteen days: over Labor Day, over Patriots' Day in Massachusetts, and with a clerk's office that is closed."""
    labor = compute(rule, date(2026, 8, 24))[0]
    assert labor.due == date(2026, 9, 8)
    assert all(cite.startswith(law) for cite in labor.citations[1:])
    assert compute(rule, date(2026, 4, 6))[0].due == date(2026, 4, 20)
    patriots = compute(rule, date(2026, 4, 6), state="MA")[0]
    assert patriots.due == date(2026, 4, 21)
    assert f"{law}(a)(6)(C)" in patriots.citations
    shut = compute(
        rule, date(2026, 3, 2), closed={date(2026, 3, 16): "Blizzard", date(2026, 3, 17): "Blizzard"}
    )[0]
    assert shut.due == date(2026, 3, 18)
    assert f"{law}(a)(3)" in shut.citations


@pytest.mark.parametrize(
    ("rule", "law"),
    [
        ("frcp.opposing_affidavits", "Fed. R. Civ. P. 6"),
        ("frap.reply_before_argument", "Fed. R. App. P. 26"),
        ("frbp.motion_served", "Fed. R. Bankr. P. 9006"),
    ],
)
def test_the_backward_examples_of_the_notes_hold_in_each_set_of_rules(rule, law):
    """Seven days back to Labor Day: Friday before it. With the clerk's office closed that Friday: forward to Tuesday."""
    found = compute(rule, date(2026, 9, 14))[0]
    assert found.due == date(2026, 9, 4)
    assert any(f"{law}(a)(5)" in step.citation or "(a)(5)" in step.citation for step in found.steps)
    shut = compute(rule, date(2026, 9, 14), closed=[date(2026, 9, 4)])[0]
    assert (shut.due, shut.earliest) == (date(2026, 9, 8), date(2026, 9, 3))
    # The holiday of a state does not count backward: seven days before April 27 is Patriots' Day.
    assert compute(rule, date(2026, 4, 27), state="MA")[0].due == date(2026, 4, 20)


def test_what_no_court_may_extend_says_so():
    """Rule 6(b)(2): 50(b) and (d), 52(b), 59(b), (d) and (e), 60(b); Nutraceutical v. Lambert for Rule 23(f); Rule 9006(b)(2), (3)."""
    absolute = "The court must not extend it, and the parties cannot agree on more time."
    for cite, rules in (
        ("Fed. R. Civ. P. 6(b)(2)", "frcp.jmol frcp.jmol_no_verdict frcp.new_trial_after_jmol frcp.amend_findings frcp.new_trial "
         "frcp.new_trial_by_court frcp.alter_judgment frcp.relief_from_judgment"),
        ("Fed. R. App. P. 26(b)(1)", "frcp.class_appeal frap.appeal_reopened"),
        ("Fed. R. Bankr. P. 9006(b)(2)", "frbp.amend_findings frbp.new_trial frbp.new_trial_by_court frbp.election_dispute"),
    ):  # fmt: skip
        for rule in rules.split():
            found = compute(rule, date(2026, 3, 2))[0]
            assert found.no_extension == f"{absolute} {cite}", rule
            assert cite in found.citations
    appeal = compute("frap.appeal", date(2026, 3, 2))[0]
    assert appeal.as_json()["no_extension"].startswith("The court may extend it only as Rule 4(a)(5)")
    # Rule 54(d)(2) says "unless a court order provides otherwise": fees may be given more time, as most periods may.
    for rule in ("frcp.attorney_fees", "frcp.answer", "frcp.serve", "frap.appellant_brief", "frbp.schedules"):
        assert compute(rule, date(2026, 3, 2))[0].no_extension == "", rule
