"""Days that the Supreme Court of the United States counted itself, in the words of its opinions."""

from datetime import date

from court_rules.engine import compute, count


def due(rule, trigger, **more):
    return compute(rule, trigger, **more)[0].due


def test_hamer():
    """Hamer v. Neighborhood Housing Services of Chicago, 583 U.S. 17 (2017): judgment on September 14, 2015; the notice was due
    on October 14; Rule 4(a)(5)(C) lets the time be extended by 30 days and no more, so to November 13."""
    assert due("frap.appeal", date(2015, 9, 14)) == date(2015, 10, 14)
    extended = due("frap.appeal_extended", date(2015, 10, 8), dates={"appeal_due": date(2015, 10, 14)})
    assert extended == date(2015, 11, 13)


def test_bowles():
    """Bowles v. Russell, 551 U.S. 205 (2007): the order of February 10, 2004 reopened the time for 14 days, to February 24; the
    notice of February 26 was too late although the order had named the 27th."""
    assert count(14, "days", "after", date(2004, 2, 10)).due == date(2004, 2, 24)


def test_nutraceutical():
    """Nutraceutical Corp. v. Lambert, 586 U.S. 188 (2019): decertified on February 20, 2015, 14 days under Rule 23(f)."""
    assert due("frcp.class_appeal", date(2015, 2, 20)) == date(2015, 3, 6)


def test_banister():
    """Banister v. Davis, 590 U.S. 504 (2020): judgment on May 15, 2017, the Rule 59(e) motion in time on June 12; denied on
    June 20, and the appeal of July 20 in time because the 30 days ran from the denial."""
    assert due("frcp.alter_judgment", date(2017, 5, 15)) == date(2017, 6, 12)
    assert due("frap.appeal_after_motion", date(2017, 6, 20)) == date(2017, 7, 20)
