"""Which rate applies, and why; one row a level, the most particular first."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from billing.models import Rate
from billing.queries.rates import RateBook, rate_cards, rate_for, without_rate

NEW_YEAR = datetime.date(2026, 1, 1)
ON = datetime.date(2026, 5, 5)


def set_(a, amount, since=NEW_YEAR, **place):
    return Rate.objects.create(amount=Decimal(amount), effective_from=since, set_by=a.attorney, **place)


def test_each_level_goes_before_the_next(a):
    role = a.roles["paralegal"]
    steps = [
        ({"role": role}, "100", None),  # the person's own rate of 2020 still goes before it
        (
            {"client": a.client, "role": role},
            "120",
            "Paralegal rate for Brightwater Ceramics alder since Jan 1, 2026",
        ),
        (
            {"client": a.client, "member": a.paralegal},
            "130",
            "Otis’s rate for Brightwater Ceramics alder since Jan 1, 2026",
        ),
        ({"matter": a.matter, "role": role}, "140", "Paralegal rate on this matter since Jan 1, 2026"),
        ({"matter": a.matter, "member": a.paralegal}, "150", "Otis’s rate on this matter since Jan 1, 2026"),
    ]
    for place, amount, reason in steps:
        set_(a, amount, **place)
        found = rate_for(a.paralegal, a.matter, ON)
        if reason is None:
            assert found == (Decimal("185.00"), "Otis’s standard rate since Jan 1, 2020", True)
        else:
            assert found == (Decimal(amount), reason, True)


def test_role_rate_stands_in_for_a_person_without_one(a):
    set_(a, "90", role=a.roles["freelancer"])
    found = rate_for(a.freelancer, a.matter, ON)
    assert found == (Decimal("90.00"), "Freelancer standard rate since Jan 1, 2026", True)


def test_latest_begun_rate_counts(a):
    set_(a, "500", datetime.date(2026, 6, 1), member=a.attorney)
    assert rate_for(a.attorney, a.matter, datetime.date(2026, 5, 31)).amount == Decimal("475.00")
    assert rate_for(a.attorney, a.matter, datetime.date(2026, 6, 1)).amount == Decimal("500.00")


def test_particular_rate_that_has_not_begun_does_not_count(a):
    set_(a, "999", datetime.date(2026, 6, 1), matter=a.matter, member=a.attorney)
    assert rate_for(a.attorney, a.matter, ON).amount == Decimal("475.00")


def test_no_rate_is_zero_and_says_so(a):
    found = rate_for(a.secretary, a.matter, ON)
    assert found == (Decimal("0.00"), "No rate on record for Bea Castellan on May 5, 2026", False)
    assert [m.name for m in without_rate()] == []


def test_people_who_bill_without_a_rate_are_listed(a):
    Rate.objects.filter(member=a.associate).delete()
    assert [m.name for m in without_rate()] == ["Priya Tollett"]


@pytest.mark.parametrize("place", ["member", "role", "client", "matter"])
def test_clash_cannot_be_stored(a, place):
    where = {
        "member": {"member": a.attorney},
        "role": {"role": a.roles["attorney"]},
        "client": {"member": a.attorney, "client": a.client},
        "matter": {"role": a.roles["attorney"], "matter": a.matter},
    }[place]
    set_(a, "400", **where)
    with pytest.raises(IntegrityError), transaction.atomic():
        set_(a, "401", **where)


def test_book_agrees_with_single_look_ups_and_asks_once(a, django_assert_num_queries):
    set_(a, "140", matter=a.matter, role=a.roles["paralegal"])
    set_(a, "500", datetime.date(2026, 6, 1), member=a.attorney)
    days = [datetime.date(2026, 5, 1) + datetime.timedelta(days=n) for n in range(60)]
    people = [a.attorney, a.paralegal, a.associate, a.secretary]
    single = [rate_for(m, a.matter, d) for m in people for d in days[::10]]
    with django_assert_num_queries(1):
        book = RateBook.load()
        many = [book.rate_for(m, a.matter, d) for m in people for d in days]
    assert [book.rate_for(m, a.matter, d) for m in people for d in days[::10]] == single
    assert len(many) == 240


def test_cards_show_now_next_and_before(a, django_assert_num_queries):
    today = datetime.date(2026, 5, 5)
    set_(a, "450", datetime.date(2025, 1, 1), member=a.attorney)
    set_(a, "520", datetime.date(2027, 1, 1), member=a.attorney)
    set_(a, "300", matter=a.matter, member=a.associate)
    with django_assert_num_queries(1):
        cards = rate_cards(on=today)
    imogen = next(card for card in cards if card.who == "Imogen Vance")
    assert imogen.now.amount == Decimal("450")
    assert [rate.amount for rate in imogen.coming] == [Decimal("520.00")]
    assert [rate.amount for rate in imogen.past] == [Decimal("475.00")]
    assert cards[-1].level == 2


def test_rates_of_another_firm_never_apply(firms, a):
    from practice.scope import firm_scope

    with firm_scope(firms.b.firm):
        Rate.objects.create(
            role=firms.b.roles["legal_secretary"], amount=Decimal("77"), effective_from=NEW_YEAR
        )
    with firm_scope(firms.a.firm):
        assert not rate_for(a.secretary, a.matter, ON).known
