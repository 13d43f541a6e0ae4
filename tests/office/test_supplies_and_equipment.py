"""Supplies: stock is what the moves add up to; requests are approved by who may. Equipment: one holder at a time."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from office.models import Equipment, Loan, StockMove, SupplyItem
from office.queries.equipment import ending_warranties, warranty_of
from office.queries.supplies import low_items
from office.services import equipment, supplies
from practice.exceptions import DomainError, Refused


def paper(a, **more) -> SupplyItem:
    return supplies.add_item(by=a.secretary, name="Copy paper", stock=10, minimum=4, **more)


def test_a_request_is_approved_handed_out_and_taken_off_the_stock(a):
    item = paper(a)
    asked = supplies.ask(by=a.paralegal, item=item, quantity=7)
    with pytest.raises(DomainError, match="waits for approval"):
        supplies.hand_out(asked, by=a.secretary)
    with pytest.raises(Refused):
        supplies.approve_request(asked, by=a.secretary)
    supplies.approve_request(asked, by=a.admin)
    asked = supplies.hand_out(asked, by=a.secretary)
    assert (asked.state, asked.done_by) == ("done", a.secretary)
    item.refresh_from_db()
    assert item.stock == 3 and item.is_low
    assert list(low_items()) == [item]


def test_more_than_is_there_is_not_handed_out(a):
    asked = supplies.ask(by=a.paralegal, item=paper(a), quantity=11)
    supplies.approve_request(asked, by=a.attorney)
    with pytest.raises(DomainError, match="Only 10 of Copy paper are there"):
        supplies.hand_out(asked, by=a.secretary)


def test_a_delivery_and_a_count_set_the_stock(a):
    item = supplies.deliver(paper(a), by=a.secretary, quantity=5)
    assert item.stock == 15
    assert supplies.count_stock(item, by=a.secretary, quantity=12).stock == 12
    assert list(StockMove.objects.order_by("id").values_list("quantity", flat=True)) == [10, 5, -3]


def test_a_request_is_declined_with_a_reason_or_withdrawn_by_who_asked(a):
    asked = supplies.ask(by=a.paralegal, what="Footrest")
    with pytest.raises(DomainError, match="Say why"):
        supplies.decline_request(asked, by=a.admin, reason="")
    with pytest.raises(Refused):
        supplies.withdraw_request(asked, by=a.secretary)
    asked = supplies.withdraw_request(asked, by=a.paralegal)
    assert supplies.ask_again(asked, by=a.paralegal).state == "asked"
    assert (
        supplies.decline_request(asked, by=a.admin, reason="There is one in the cellar").state == "declined"
    )


def test_the_page_offers_approval_only_to_who_may(a, sign_in):
    asked = supplies.ask(by=a.paralegal, item=paper(a), quantity=1)
    address = f"/office/requests/{asked.pk}/"
    assert (
        "An attorney or the administrator approves it" in sign_in(a.secretary).get(address).content.decode()
    )
    assert sign_in(a.secretary).post(f"{address}approve/").status_code == 403
    assert sign_in(a.admin).post(f"{address}approve/").status_code == 303


def test_the_database_counts_the_stock_and_lets_it_not_fall_below_nothing(a):
    item = paper(a)
    for act in (
        lambda: StockMove.objects.create(item=item, kind="out", quantity=-11, by=a.secretary),
        lambda: StockMove.objects.create(item=item, kind="in", quantity=-1, by=a.secretary),
        lambda: StockMove.objects.update(quantity=99),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_piece_has_one_holder_at_a_time_and_its_loans_are_kept(a):
    piece = equipment.add_equipment(by=a.secretary, name="Laptop", serial="X1")
    assert piece.code == "E00001"
    piece = equipment.lend(piece, by=a.secretary, member=a.paralegal)
    with pytest.raises(DomainError, match="Otis Farrow has it"):
        equipment.lend(piece, by=a.secretary, member=a.attorney)
    with pytest.raises(DatabaseError), transaction.atomic():
        Loan.objects.create(equipment=piece, member=a.attorney, lent_by=a.secretary)
    piece = equipment.take_back(piece, by=a.secretary)
    assert (piece.state, piece.holder) == ("spare", None)
    assert Loan.objects.get().returned_by == a.secretary
    with pytest.raises(DatabaseError), transaction.atomic():
        Equipment.objects.filter(pk=piece.pk).update(state="lent")


def test_a_warranty_is_warned_of_sixty_days_before(a):
    today = timezone.localdate()
    tones = {}
    for days in (-1, 0, 60, 61):
        piece = equipment.add_equipment(
            by=a.secretary, name=f"Scanner {days}", warranty_until=today + datetime.timedelta(days=days)
        )
        tones[days] = warranty_of(piece).tone
    assert tones == {-1: "", 0: "warn", 60: "warn", 61: "ok"}
    assert [piece.name for piece in ending_warranties()] == ["Scanner 0", "Scanner 60"]
