"""Editing, moving, duplicating, holding and deleting entries while they are unbilled."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Rate, TimeEntry
from billing.services import time as services
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.cast import make_matter

DAY = datetime.date(2026, 3, 10)


@pytest.fixture
def entry(a):
    return services.record_time(
        a.matter, by=a.attorney, date=DAY, seconds=4320, narrative="Draft motion.", task_code="L350"
    )


def test_new_duration_keeps_the_rate_and_renews_the_amount(a, entry):
    Rate.objects.create(
        member=a.attorney, amount=Decimal("500"), effective_from=datetime.date(2026, 1, 1), set_by=a.attorney
    )
    changed = services.change_time(entry, by=a.attorney, seconds=3600)
    assert (changed.rate, changed.amount) == (Decimal("475.00"), Decimal("475.00"))
    event = AuditEvent.objects.get(verb="time.changed", object_id=entry.pk)
    assert event.changes["seconds"] == [4320, 3600]
    assert event.changes["amount"] == ["570.00", "475.00"]
    assert "rate" not in event.changes


def test_new_day_takes_the_rate_of_that_day(a, entry):
    Rate.objects.create(
        member=a.attorney, amount=Decimal("500"), effective_from=datetime.date(2026, 4, 1), set_by=a.attorney
    )
    changed = services.change_time(entry, by=a.attorney, date=datetime.date(2026, 4, 2))
    assert (changed.rate, changed.amount) == (Decimal("500.00"), Decimal("600.00"))


def test_move_takes_the_rate_of_the_other_matter(a, entry):
    other = make_matter(a, number="2026-0002", name="Lease")
    Rate.objects.create(
        member=a.attorney, matter=other, amount=Decimal("400"), effective_from=DAY, set_by=a.attorney
    )
    moved = services.move_time(entry, by=a.attorney, matter=other)
    assert (moved.matter, moved.amount) == (other, Decimal("480.00"))
    assert moved.rate_reason == "Imogen’s rate on this matter since Mar 10, 2026"
    assert AuditEvent.objects.filter(verb="time.moved", object_id=entry.pk).exists()


def test_nothing_changed_leaves_no_trace(a, entry):
    services.change_time(entry, by=a.attorney, narrative="Draft motion.")
    assert not AuditEvent.objects.filter(verb="time.changed").exists()


@pytest.mark.parametrize("state", ["on_invoice", "billed", "written_off"])
def test_billed_work_is_not_touched(a, entry, state):
    TimeEntry.objects.filter(pk=entry.pk).update(state=state)
    for act in (
        lambda: services.change_time(entry, by=a.attorney, seconds=60),
        lambda: services.delete_time(entry, by=a.attorney),
        lambda: services.hold_time(entry, by=a.attorney),
        lambda: services.mark_no_charge(entry, by=a.attorney),
    ):
        with pytest.raises(DomainError):
            act()
    assert TimeEntry.objects.get(pk=entry.pk).seconds == 4320


def test_paralegal_may_not_change_the_attorneys_entry(a, entry):
    with pytest.raises(Refused):
        services.change_time(entry, by=a.paralegal, seconds=60)


def test_attorney_and_secretary_may_correct_anothers_entry(a):
    own = services.record_time(a.matter, by=a.paralegal, date=DAY, seconds=3600, narrative="Index records.")
    assert services.change_time(own, by=a.attorney, seconds=1800).amount == Decimal("92.50")
    assert services.change_time(own, by=a.secretary, seconds=3600).amount == Decimal("185.00")


def test_no_charge_and_back(a, entry):
    assert services.mark_no_charge(entry, by=a.attorney).amount == Decimal("0.00")
    assert services.charge_again(entry, by=a.attorney).amount == Decimal("570.00")


def test_hold_leaves_it_out_of_bills(a, entry):
    services.hold_time(entry, by=a.attorney)
    assert entry not in TimeEntry.objects.unbilled()
    services.release_time(entry, by=a.attorney)
    assert entry in TimeEntry.objects.unbilled()


def test_duplicate_is_of_today_at_todays_rate(a, entry):
    Rate.objects.create(
        member=a.attorney, amount=Decimal("500"), effective_from=datetime.date(2026, 4, 1), set_by=a.attorney
    )
    copy = services.duplicate_time(entry, by=a.attorney)
    assert (copy.date, copy.narrative, copy.task_code) == (timezone.localdate(), "Draft motion.", "L350")
    assert copy.amount == Decimal("600.00")
    assert copy.pk != entry.pk


def test_delete_and_undo_bring_back_the_same_entry(a, entry):
    event = services.delete_time(entry, by=a.attorney)
    assert not TimeEntry.objects.filter(pk=entry.pk).exists()
    back = services.restore_time(event, by=a.attorney)
    again = services.restore_time(event, by=a.attorney)
    assert back.pk == again.pk == entry.pk
    fresh = TimeEntry.objects.get(pk=entry.pk)
    names = (
        "matter_id",
        "member_id",
        "date",
        "seconds",
        "narrative",
        "task_code",
        "rate",
        "amount",
        "created_at",
    )
    assert [getattr(fresh, n) for n in names] == [getattr(entry, n) for n in names]


def test_undo_is_for_the_one_who_deleted_and_for_ten_minutes(a, entry):
    event = services.delete_time(entry, by=a.attorney)
    with pytest.raises(DomainError):
        services.restore_time(event, by=a.secretary)
    event.at = timezone.now() - datetime.timedelta(minutes=11)
    with pytest.raises(DomainError):
        services.restore_time(event, by=a.attorney)


def test_clerical_entry_needs_the_attorney_again(a):
    own = services.record_time(a.matter, by=a.paralegal, date=DAY, seconds=3600, narrative="File records.")
    with pytest.raises(Refused):
        services.change_time(own, by=a.paralegal, nature="clerical", billable=True, billable_reason="x")
    changed = services.change_time(own, by=a.paralegal, nature="clerical", billable=False)
    assert changed.amount == Decimal("0.00")
    decided = services.change_time(own, by=a.attorney, billable=True, billable_reason="Client asked for it")
    assert (decided.amount, decided.billable_reason) == (Decimal("185.00"), "Client asked for it")
    # another text is not what the attorney agreed to bill: overhead again, until they agree anew
    mended = services.change_time(own, by=a.paralegal, narrative="File the records.", billable=True)
    assert (mended.billable, mended.amount) == (False, Decimal("0.00"))
