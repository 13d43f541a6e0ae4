"""Costs and hours of a trip fall on its matters exactly, once, and by the rule an attorney set."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.models import Expense, TimeEntry
from billing.services.expenses import delete_expense
from billing.services.time import change_time
from practice.exceptions import DomainError, Refused
from tests import cast
from tests.travel.trips import DAY, back, out, trip_of
from travel.models import TripMatter
from travel.queries.charges import entries_of, rules_for, split_amount, split_seconds
from travel.services import costs, time, trips


def shares(*percents) -> list[TripMatter]:
    return [TripMatter(share=Decimal(percent)) for percent in percents]


@st.composite
def percents(draw):
    """Up to five shares with two decimals that are a hundred together."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=4)))
    edges = [0, *cuts, 10_000]
    return [Decimal(b - a) / 100 for a, b in zip(edges, edges[1:], strict=False)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(percents(), st.integers(1, 10_000_000))
def test_shares_of_an_amount_add_up_to_the_cent(given_shares, pennies):
    amount = Decimal(pennies) / 100
    parts = split_amount(amount, shares(*given_shares))
    assert sum(part for _, part in parts) == amount
    for row, part in parts:
        assert abs(part - amount * row.share / 100) < Decimal("0.01")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(percents(), st.integers(1, 72 * 3600))
def test_shares_of_a_time_add_up_to_the_second(given_shares, seconds):
    assert sum(part for _, part in split_seconds(seconds, shares(*given_shares))) == seconds


def test_a_cost_of_two_matters_becomes_two_expenses_once(a):
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    trip = trip_of(a, a.matter, other)
    out(a, trip, cost=Decimal("400.00"))
    fare = trip.costs.get()
    assert (fare.kind, fare.estimate, fare.actual, fare.vendor) == ("fare", Decimal("400.00"), None, "United")
    with pytest.raises(DomainError, match="enter what was paid first"):
        costs.make_expenses(trip, by=a.secretary)
    costs.change_cost(fare, by=a.secretary, actual=Decimal("412.81"))
    costs.add_cost(
        trip, by=a.secretary, description="Taxi", kind="local", date=DAY, actual=Decimal("38.00"), matter=other,
        paid_by=a.attorney,
    )  # fmt: skip
    made = costs.make_expenses(trip, by=a.secretary)
    # 412.81 in halves: the odd cent goes to the leading matter. The taxi was for the other matter alone.
    assert [(e.matter.number, e.amount, e.expense_code, e.member) for e in made] == [
        ("2026-0001", Decimal("206.41"), "E110", a.secretary),
        ("2026-0002", Decimal("206.40"), "E110", a.secretary),
        ("2026-0002", Decimal("38.00"), "E109", a.attorney),
    ]
    with pytest.raises(DomainError, match="Nothing to charge"):
        costs.make_expenses(trip, by=a.secretary)
    with pytest.raises(DomainError, match="stands on expenses"):
        costs.change_cost(fare, by=a.secretary, actual=Decimal(1))
    assert Expense.objects.filter(external_id__startswith="travel:").count() == 3


def test_postgresql_keeps_a_charged_cost_and_a_rule_as_they_are(a):
    trip = trip_of(a)
    cost = costs.add_cost(trip, by=a.secretary, description="Parking", date=DAY, actual=Decimal("9.00"))
    costs.make_expenses(trip, by=a.secretary)
    rule = time.set_rule(by=a.attorney, name="Half", kind="percent", percent=50)
    for sql in (
        f"UPDATE travel_tripcost SET actual = 1 WHERE id = {cost.pk}",
        f"DELETE FROM travel_tripcost WHERE id = {cost.pk}",
        f"UPDATE travel_travelrule SET percent = 60 WHERE id = {rule.pk}",
        f"DELETE FROM travel_travelrule WHERE id = {rule.pk}",
        "UPDATE travel_tripcost SET expensed_at = NULL, expensed_by_id = NULL",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_receipt_goes_with_each_expense(a):
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    trip = trip_of(a, a.matter, other)
    cost = costs.add_cost(
        trip, by=a.secretary, description="Hotel", kind="hotel", date=DAY, actual=Decimal("301.00")
    )
    costs.add_receipt(cost, content=b"%PDF-1.4 folio", filename="folio.pdf", by=a.secretary)
    made = costs.make_expenses(trip, by=a.secretary)
    for expense in Expense.objects.filter(pk__in=[e.pk for e in made]).select_related("receipt"):
        assert expense.receipt.matter_id == expense.matter_id


def test_a_trip_of_the_firm_is_charged_to_nobody(a):
    trip = trips.create_trip(
        by=a.secretary, travellers=[a.attorney], destination="Reno", starts_on=DAY, ends_on=DAY
    )
    costs.add_cost(trip, by=a.secretary, description="Fee", date=DAY, actual=Decimal(10))
    with pytest.raises(DomainError, match="no matter"):
        costs.make_expenses(trip, by=a.secretary)


def test_rules_are_an_attorneys_and_the_nearest_holds(a):
    with pytest.raises(Refused):
        time.set_rule(by=a.secretary, name="Half", kind="percent", percent=50)
    firm = time.set_rule(by=a.attorney, name="Firm", kind="percent", percent=50)
    assert rules_for(a.matter) == [firm]
    client = time.set_rule(
        by=a.attorney,
        name="Brightwater",
        kind="rate",
        rate=Decimal(200),
        client=a.client,
        guideline="Guidelines 4.2",
    )
    assert rules_for(a.matter) == [client]
    own = time.set_rule(by=a.attorney, name="This matter", kind="none", matter=a.matter)
    assert rules_for(a.matter) == [own]
    time.retire_rule(own, by=a.attorney)
    assert rules_for(a.matter) == [client]
    trip = trip_of(a)
    row = trip.matters.get()
    time.choose_rule(row, client, by=a.secretary)
    # The firm's own rule does not hold where the client has written guidelines: an attorney's to choose.
    with pytest.raises(Refused):
        time.choose_rule(row, firm, by=a.secretary)
    assert time.choose_rule(row, firm, by=a.attorney).rule == firm


@pytest.mark.parametrize(
    ("kind", "figure", "rate", "amount", "billable"),
    [
        # The flight takes 2 h 35 min: in tenths of an hour 2.6.
        ("full", {}, "475.00", "1235.00", True),
        ("percent", {"percent": 50}, "237.50", "617.50", True),
        ("rate", {"rate": Decimal("200.00")}, "200.00", "520.00", True),
        ("none", {}, "475.00", "0.00", False),
    ],
)
def test_time_is_made_from_legs_by_the_rule(a, kind, figure, rate, amount, billable):
    rule = time.set_rule(by=a.attorney, name="Travel rule", kind=kind, **figure)
    trip = trip_of(a)
    out(a, trip)
    (entry,) = time.record_travel_time(trip, by=a.secretary)
    assert (entry.member, entry.date, entry.seconds, entry.rate, entry.amount, entry.billable) == (
        a.attorney, DAY, 9_300, Decimal(rate), Decimal(amount), billable,
    )  # fmt: skip
    assert rule.name in entry.rate_reason
    assert entry.narrative == "Travel from San Francisco to Denver (United UA 512) for Deposition of Hale."
    with pytest.raises(DomainError, match="recorded already"):
        time.record_travel_time(trip, by=a.secretary)
    # Another day of work does not bring the rate card back.
    changed = change_time(entry, by=a.attorney, date=DAY - datetime.timedelta(days=1))
    assert (changed.rate, changed.rate_fixed) == (Decimal(rate), True)


def test_time_is_shared_over_the_matters_and_a_leg_may_be_of_one_alone(a):
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    time.set_rule(by=a.attorney, name="Half", kind="percent", percent=50)
    trip = trip_of(a, a.matter, other)
    out(a, trip)
    back(a, trip, matter=other)
    time.record_travel_time(trip, by=a.secretary)
    rows = TimeEntry.objects.filter(external_id__startswith="travel:").order_by("date", "matter__number")
    # There: 9,300 s in halves. Back: 17:00 MDT is 16:00 PDT, so 2 h 40 min, all of the other matter.
    assert [(row.matter.number, row.seconds) for row in rows] == [
        ("2026-0001", 4_650),
        ("2026-0002", 4_650),
        ("2026-0002", 9_600),
    ]


def test_without_a_rule_nothing_is_recorded(a):
    trip = trip_of(a)
    out(a, trip)
    with pytest.raises(DomainError, match="Choose how travel is billed on 2026-0001"):
        time.record_travel_time(trip, by=a.secretary)


def test_a_settled_trip_has_all_its_costs_charged(a):
    trip = trip_of(a)
    out(a, trip, cost=Decimal(400))
    with pytest.raises(DomainError, match="1 cost is only estimated"):
        trips.settle_trip(trip, by=a.secretary)
    costs.change_cost(trip.costs.get(), by=a.secretary, actual=Decimal(410))
    with pytest.raises(DomainError, match="Make the expenses"):
        trips.settle_trip(trip, by=a.secretary)
    costs.make_expenses(trip, by=a.secretary)
    assert trips.settle_trip(trip, by=a.secretary).state == "settled"


def test_a_cap_bills_so_many_hours_and_records_the_rest(a):
    rules = {
        # Out 2 h 35 min, home 2 h 40 min, on two days.
        "leg": [("2:00", True), ("0:35", False), ("2:00", True), ("0:40", False)],
        "day": [("2:00", True), ("0:35", False), ("2:00", True), ("0:40", False)],
        "trip": [("2:00", True), ("0:35", False), ("2:40", False)],
    }
    for number, (per, expected) in enumerate(rules.items()):
        matter = cast.make_matter(a, number=f"2026-010{number}", name=f"Cap {per}")
        time.set_rule(
            by=a.attorney, name=f"Cap {per}", kind="percent", percent=50, matter=matter, cap_hours=Decimal(2), cap_per=per
        )  # fmt: skip
        trip = trip_of(a, matter)
        out(a, trip)
        back(a, trip)
        made = time.record_travel_time(trip, by=a.attorney)
        said = [(f"{e.seconds // 3600}:{e.seconds % 3600 // 60:02}", e.billable) for e in made]
        assert said == expected, per
        assert "over the cap, at most 2 h" in made[1].rate_reason
        with pytest.raises(DomainError, match="No time to record"):
            time.record_travel_time(trip, by=a.attorney)
        assert len(entries_of(trip, a.attorney)) == len(expected)
    # What was recorded before has used up its part: the way home is over the cap of the trip.
    matter = cast.make_matter(a, number="2026-0110", name="Later")
    rule = time.set_rule(
        by=a.attorney, name="Cap", kind="full", matter=matter, cap_hours=Decimal("2.5"), cap_per="trip"
    )
    assert rule.terms == "Full rate, at most 2.5 h a trip"
    trip = trip_of(a, matter)
    out(a, trip)
    time.record_travel_time(trip, by=a.attorney)
    back(a, trip)
    assert [e.billable for e in time.record_travel_time(trip, by=a.attorney)] == [False]
    for wrong in ({"kind": "none", "cap_hours": Decimal(2)}, {"kind": "full", "cap_hours": Decimal(0)}):
        with pytest.raises(DomainError):
            time.set_rule(by=a.attorney, name="Wrong", **wrong)


def test_what_was_paid_abroad_is_charged_in_dollars_to_the_cent(a):
    trip = trip_of(a)
    given = {"currency": "eur", "foreign_amount": Decimal("180.45"), "exchange_rate": Decimal("1.0851")}
    cost = costs.add_cost(trip, by=a.secretary, description="Hotel", kind="hotel", date=DAY, **given)
    # 180.45 × 1.0851 = 195.806295
    assert (cost.actual, cost.exchanged) == (Decimal("195.81"), "EUR 180.45 at 1.0851")
    for wrong, field in (
        ({"currency": "E1R"}, "currency"),
        ({"currency": "USD"}, "currency"),
        ({"foreign_amount": None}, "foreign_amount"),
        ({"exchange_rate": Decimal(0)}, "exchange_rate"),
        ({"actual": Decimal("195.80")}, "actual"),
    ):
        with pytest.raises(DomainError) as refused:
            costs.change_cost(cost, by=a.secretary, **(given | wrong))
        assert refused.value.field == field
    for sql in ("actual = 195.80", "currency = ''", "exchange_rate = 2", "currency = 'eu'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE travel_tripcost SET {sql} WHERE id = {cost.pk}")
    (expense,) = costs.make_expenses(trip, by=a.secretary)
    assert expense.amount == Decimal("195.81") and "EUR 180.45 at 1.0851" in expense.description
    other = costs.add_cost(trip, by=a.secretary, description="Taxi", date=DAY, **given)
    assert costs.change_cost(other, by=a.secretary, actual=Decimal(40)).currency == ""


def test_expenses_are_taken_back_while_they_are_not_billed(a, sign_in):
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    trip = trip_of(a, a.matter, other)
    fare = costs.add_cost(
        trip, by=a.secretary, description="Fare", kind="fare", date=DAY, actual=Decimal("10.01")
    )
    hotel = costs.add_cost(
        trip, by=a.secretary, description="Room", kind="hotel", date=DAY, actual=Decimal(90)
    )
    client = sign_in(a.secretary)
    assert client.post(reverse("trip_expenses", args=[trip.pk])).status_code == 303
    assert Expense.objects.filter(external_id__startswith="travel:").count() == 4
    back = reverse("trip_expenses_back", args=[trip.pk])
    # One expense is on a bill: its cost stays charged, with both of its expenses.
    Expense.objects.filter(external_id=f"travel:{hotel.pk}:{other.pk}").update(state="written_off")
    assert client.post(f"{back}?cost={fare.pk}&cost={hotel.pk}").status_code == 303
    fare.refresh_from_db(), hotel.refresh_from_db()
    assert (fare.expensed_at, hotel.expensed_at is None) == (None, False)
    assert Expense.objects.filter(external_id__startswith="travel:").count() == 2
    with pytest.raises(DomainError, match="Nothing can be taken back"):
        costs.take_back_expenses(trip, by=a.secretary)
    # Mended and charged anew, once.
    costs.change_cost(fare, by=a.secretary, actual=Decimal("12.01"))
    made = costs.make_expenses(trip, by=a.secretary)
    assert [expense.amount for expense in made] == [Decimal("6.01"), Decimal("6.00")]
    # An expense that somebody deleted by hand does not leave its cost shut for good.
    for expense in made:
        delete_expense(expense, by=a.secretary)
    assert [one.pk for one in costs.take_back_expenses(trip, by=a.secretary)] == [fare.pk]
