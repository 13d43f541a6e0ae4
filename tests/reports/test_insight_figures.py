"""The figures of the delegation report, computed by hand."""

import datetime
from decimal import Decimal

import pytest

from matters.models import Wall
from practice.scope import firm_scope
from reports.models import Assumptions
from reports.queries.capacity import loads
from reports.queries.insight import insight, prices, trend, won_back
from reports.queries.periods import read_period
from tests.reports.hours import entry, some_month

MARCH = {"period": "custom", "from": "2026-03-02", "to": "2026-03-29"}


@pytest.fixture
def march(a):
    some_month(a)
    return a


def report(viewer, **assumed):
    period, _ = read_period(MARCH)
    return insight(viewer, period, Assumptions(**assumed), loads(viewer, period))


def test_hours_by_nature_and_what_is_delegable(march):
    partner, associate = report(march.attorney).rows
    assert (partner.member, associate.member) == (march.attorney, march.associate)
    # 8.0 legal, 3.0 paralegal, 1.5 administrative, 0.5 clerical = 13.0; delegable 5.0
    assert [partner.legal, partner.paralegal, partner.administrative, partner.clerical] == [
        28_800, 10_800, 5_400, 1_800,
    ]  # fmt: skip
    assert (partner.total, partner.delegable, partner.share) == (46_800, 18_000, 38)
    assert (associate.legal, associate.clerical, associate.delegable) == (21_600, 3_600, 3_600)


def test_what_it_cost_at_both_rates(march):
    partner, associate = report(march.attorney).rows
    # own rate: 5.0 h x 475.00 = 2,375.00. Lowest: 3.0 h x 185.00 (the paralegal's rate) + 2.0 h x 40.00 (assumed) = 635.00
    assert (partner.worth, partner.cost, partner.saved) == (
        Decimal("2375.00"), Decimal("635.00"), Decimal("1740.00"),
    )  # fmt: skip
    # no rate on the entry: the associate's standard rate, 1.0 h x 345.00; lowest 1.0 h x 40.00
    assert (associate.worth, associate.cost) == (Decimal("345.00"), Decimal("40.00"))


def test_billable_hours_a_day_now_and_if_delegated(march):
    found = report(march.attorney)
    partner, associate = found.rows
    # 10.0 h charged over 20 weekdays = 0.5 h; 80% of 5.0 h less the 2.0 h charged already = 2.0 h more, so 0.6 h
    assert (partner.billable, partner.delegable_billed, partner.won_back) == (36_000, 7_200, 7_200)
    assert (partner.billable_a_day, partner.delegated_a_day) == (1_800, 2_160)
    # 6.0 h charged; 80% of 1.0 h
    assert (associate.won_back, associate.billable_a_day) == (2_880, 1_080)
    # the firm: 16.0 h over 20 days and 2 attorneys = 0.4 h; 2.8 h won back
    total = found.total
    assert (total.delegable, total.won_back, total.billable_a_day) == (21_600, 10_080, 1_440)
    assert total.delegated_a_day == 1_692  # 18.8 h / 40
    assert (total.worth, total.cost, total.saved) == (
        Decimal("2720.00"), Decimal("675.00"), Decimal("2045.00"),
    )  # fmt: skip


def test_assumptions_change_the_figures(march):
    partner = report(march.attorney, refill_percent=100, staff_cost=Decimal("55.00")).rows[0]
    assert partner.won_back == 10_800  # 5.0 h - 2.0 h
    assert partner.cost == Decimal("665.00")  # 3.0 x 185 + 2.0 x 55
    assert report(march.attorney, refill_percent=30).rows[0].won_back == 0  # 1.5 h less 2.0 h is nothing


def test_won_back_is_never_below_nothing():
    assert won_back(18_000, 7_200, 80) == 7_200
    assert won_back(3_600, 3_600, 80) == 0
    assert won_back(0, 0, 80) == 0


def test_the_lowest_person_and_why(a):
    from billing.queries.rates import RateBook
    from reports.queries.insight import Price

    staff = [a.paralegal, a.assistant, a.secretary]
    found = prices(staff, RateBook.load(), Assumptions(), datetime.date(2026, 3, 29))
    assert found["paralegal"] == Price(Decimal("185.00"), "Otis Farrow", "billing rate")
    assert found["clerical"] == Price(Decimal("40.00"), "Bea Castellan", "assumed cost")
    assert prices([], RateBook.load(), Assumptions(), datetime.date(2026, 3, 29))["clerical"].who == ""


def test_no_charge_is_not_billable(a):
    entry(a, a.attorney, "1.0", no_charge=True)
    entry(a, a.attorney, "1.0")
    assert report(a.attorney).total.billable == 3_600


def test_an_attorney_without_the_firms_figures_sees_only_their_own(march):
    assert [row.member for row in report(march.associate).rows] == [march.associate]
    assert {row.member for row in report(march.admin).rows} == {march.attorney, march.associate}


def test_a_wall_takes_the_matter_out_of_every_sum(march):
    """The viewer behind the wall gets other totals, and the capacity of others without the hidden hours."""
    from tests.cast import make_matter

    other = make_matter(march, number="2026-0002", name="Lease")
    entry(march, march.attorney, "2.0", "clerical", matter=other, billable=False)
    before = report(march.admin).total
    assert (before.delegable, before.worth) == (28_800, Decimal("3670.00"))  # 6.0 h + 2.0 h; 2,720 + 950
    Wall.objects.create(
        matter=march.matter, member=march.admin, reason="Former client", created_by=march.attorney
    )
    with firm_scope(march.firm, march.admin, matters=[march.matter.pk]):
        period, _ = read_period(MARCH)
        behind = report(march.admin).total
        assert (behind.delegable, behind.total, behind.worth) == (7_200, 7_200, Decimal("950.00"))
        assert sum(load.recorded for load in loads(march.admin, period)) == 0


def test_capacity_is_target_less_all_recorded_time(march):
    march.paralegal.daily_target_seconds = 6 * 3600
    march.paralegal.save()
    march.secretary.daily_target_seconds = 3600
    march.secretary.save()
    entry(march, march.secretary, "21.0", "clerical", billable=False, rate="0.00")
    period, _ = read_period(MARCH)
    paralegal, secretary, assistant = loads(march.attorney, period)
    # 20 x 6.0 h = 120.0 h, less 24.0 + 6.0 recorded = 90.0 h, 4.5 h a day
    assert (paralegal.member, paralegal.target, paralegal.recorded) == (march.paralegal, 432_000, 108_000)
    assert (paralegal.free, paralegal.free_a_day, paralegal.said) == (324_000, 16_200, "4.5 h a day free")
    assert (secretary.free, secretary.said) == (0, "no time free")
    assert (assistant.member, assistant.free, assistant.said) == (march.assistant, None, "no target set")


def test_trend_by_month(march):
    period, _ = read_period(MARCH)
    months = trend(march.attorney, period, Assumptions())
    assert [month.first for month in months] == [
        datetime.date(2025, 10, 1), datetime.date(2025, 11, 1), datetime.date(2025, 12, 1),
        datetime.date(2026, 1, 1), datetime.date(2026, 2, 1), datetime.date(2026, 3, 1),
    ]  # fmt: skip
    last = months[-1].figures
    # all of March: 6.0 h and the 18.0 h outside the four weeks; 22 weekdays, 2 attorneys
    assert (last.delegable, last.workdays, last.people) == (86_400, 22, 2)
    assert months[0].figures.total == 0


def test_the_number_of_queries_does_not_grow(march, django_assert_num_queries):
    period, _ = read_period(MARCH)
    staff = loads(march.attorney, period)
    _ = march.attorney.powers
    with django_assert_num_queries(3):
        insight(march.attorney, period, Assumptions(), staff)
    for n in range(20):
        entry(march, march.attorney, "1.0", "clerical", on=datetime.date(2026, 3, 3 + n), billable=False)
    with django_assert_num_queries(3):
        insight(march.attorney, period, Assumptions(), staff)
