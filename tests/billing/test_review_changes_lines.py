"""Review of a draft: each change of a line, its sums, who may, and the record of it."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Expense, Invoice, TimeEntry
from billing.services import lines
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.billing.bills import fresh, make_cost, make_draft, make_work, matter_with
from tests.cast import make_time


@pytest.fixture
def draft(a):
    """1.2 h at 475 = 570.00, 2.6 h at 185 = 481.00, a cost of 46.50."""
    make_cost(a)
    return make_draft(a)


def fee(draft):
    return draft.lines.get(amount=Decimal("570.00"))


def test_edit_changes_the_narrative_and_not_the_entry(a, draft):
    lines.edit_line(fee(draft), description="Analyze responses.", by=fresh(a.paralegal))
    line = draft.lines.get(time_entry=a.entries[0])
    assert line.description == "Analyze responses."
    assert TimeEntry.objects.get(pk=a.entries[0].pk).narrative == "Analyze interrogatory responses."
    event = AuditEvent.objects.get(verb="invoice.line_edited")
    assert list(event.changes.values()) == [["Analyze interrogatory responses.", "Analyze responses."]]
    with pytest.raises(DomainError):
        lines.edit_line(line, description="  ", by=fresh(a.paralegal))


def test_write_down_by_hours_charges_the_rate(a, draft):
    lines.write_down(fee(draft), seconds=3600, reason="Duplicate effort", by=fresh(a.attorney))
    line = draft.lines.get(time_entry=a.entries[0])
    assert (line.seconds, line.worked_seconds, line.quantity) == (3600, 4320, Decimal("1"))
    assert (line.amount, line.drafted_amount) == (Decimal("475.00"), Decimal("570.00"))
    draft.refresh_from_db()
    assert (draft.fees, draft.costs, draft.total) == (Decimal("956.00"), Decimal("46.50"), Decimal("1002.50"))
    assert draft.written_down == Decimal("95.00")
    event = AuditEvent.objects.get(verb="invoice.line_written_down")
    assert event.reason == "Duplicate effort"
    assert event.changes["total"] == ["1097.50", "1002.50"]


def test_write_down_by_amount_and_back(a, draft):
    line = lines.write_down(fee(draft), amount=Decimal("500"), reason="Courtesy", by=fresh(a.attorney))
    assert (line.amount, line.seconds) == (Decimal("500.00"), 4320)
    line = lines.restore_line(line, by=fresh(a.attorney))
    draft.refresh_from_db()
    assert (line.amount, line.write_down_reason, draft.written_down) == (Decimal("570.00"), "", 0)


@pytest.mark.parametrize(
    "change",
    [
        {"seconds": 4321, "reason": "x"},
        {"seconds": -1, "reason": "x"},
        {"amount": Decimal("570.01"), "reason": "x"},
        {"amount": Decimal("-0.01"), "reason": "x"},
        {"seconds": 3600, "reason": " "},
        {"reason": "x"},
        {"seconds": 3600, "amount": Decimal("1"), "reason": "x"},
    ],
)
def test_write_down_refuses_more_than_worked_and_no_reason(a, draft, change):
    with pytest.raises(DomainError):
        lines.write_down(fee(draft), by=fresh(a.attorney), **change)
    draft.refresh_from_db()
    assert draft.total == Decimal("1097.50")


def test_no_charge_shows_the_line_at_nothing(a, draft):
    line = lines.no_charge(fee(draft), reason="Clerical work", by=fresh(a.attorney))
    draft.refresh_from_db()
    assert (line.no_charge, line.amount, line.seconds, line.worked_seconds) == (True, 0, 0, 4320)
    assert draft.total == Decimal("527.50")


def test_paralegal_only_proposes_a_write_down(a, draft):
    line = lines.write_down(fee(draft), seconds=3600, reason="Duplicate effort", by=fresh(a.paralegal))
    assert line.written_down_by == a.paralegal
    from billing.queries.reviews import review_of

    reviewed = next(r for r in review_of(draft).lines if r.line.pk == line.pk)
    assert reviewed.proposed_by == "Otis Farrow"


def test_freelancer_changes_nothing(a, draft):
    for act in (
        lambda m: lines.edit_line(fee(draft), description="x", by=m),
        lambda m: lines.write_down(fee(draft), seconds=0, reason="x", by=m),
        lambda m: lines.hold_line(fee(draft), by=m),
        lambda m: lines.discard_draft(draft, by=m),
        lambda m: lines.set_message(draft, message="x", by=m),
    ):
        with pytest.raises(Refused):
            act(fresh(a.freelancer))


def test_hold_takes_the_entry_off_and_keeps_it_out_of_runs(a, draft):
    lines.hold_line(fee(draft), by=fresh(a.assistant))
    entry = TimeEntry.objects.get(pk=a.entries[0].pk)
    assert (entry.state, entry.on_hold) == ("open", True)
    draft.refresh_from_db()
    assert (draft.total, draft.lines.count()) == (Decimal("527.50"), 2)


def test_remove_makes_the_work_unbilled_again(a, draft):
    lines.remove_line(draft.lines.get(kind="cost"), by=fresh(a.assistant))
    assert (Expense.objects.get().state, Expense.objects.get().on_hold) == ("open", False)
    draft.refresh_from_db()
    assert draft.total == Decimal("1051.00")


def test_work_that_came_later_is_added(a, draft):
    make_work(a, a.matter, "475.00", days_ago=1)
    late = TimeEntry.objects.get(state="open")
    added = lines.add_unbilled(draft, until=timezone.localdate(), entries=[late.pk], by=fresh(a.assistant))
    draft.refresh_from_db()
    assert (added, draft.total) == (1, Decimal("1572.50"))
    with pytest.raises(DomainError):
        lines.add_unbilled(draft, until=timezone.localdate(), entries=[late.pk], by=fresh(a.assistant))


def test_work_of_another_matter_is_not_added(a, draft):
    other = matter_with(a, "2026-0002", "100.00")
    entry = TimeEntry.objects.get(matter=other)
    with pytest.raises(DomainError):
        lines.add_unbilled(draft, until=timezone.localdate(), entries=[entry.pk], by=fresh(a.assistant))
    entry.refresh_from_db()
    assert entry.state == "open"


def test_discard_releases_all_of_its_work(a, draft):
    lines.discard_draft(draft, by=fresh(a.assistant))
    assert Invoice.objects.count() == 0
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"open"}
    assert Expense.objects.get().state == "open"
    assert AuditEvent.objects.get(verb="invoice.discarded").changes == {"total": ["1097.50", None]}


def test_checks_point_at_what_to_look_at(a):
    from billing.queries.reviews import review_of

    day = timezone.localdate() - datetime.timedelta(days=4)
    matter = matter_with(a, "2026-0009")
    common = {"matter": matter, "date": day}
    make_time(a, a.attorney, seconds=3600, amount="475.00", narrative="Call; letter; memo.", **common)
    make_time(a, a.attorney, seconds=3600, amount="475.00", narrative="Same thing.", **common)
    make_time(a, a.attorney, seconds=3600, amount="475.00", narrative="same  thing", **common)
    make_time(a, a.attorney, seconds=36000, amount="4750.00", narrative="Trial.", task_code="L440", **common)
    make_time(
        a,
        a.paralegal,
        seconds=3600,
        amount="185.00",
        narrative="File.",
        nature="clerical",
        billable_reason="Agreed",
        **common,
    )
    make_time(a, a.associate, seconds=3600, amount="0.00", narrative="Free?", **(common | {"rate": 0}))
    review = review_of(make_draft(a, matter))
    flags = {r.line.description: set(r.flags) for r in review.lines}
    assert flags["Call; letter; memo."] == {"Block-billed", "Long day", "No code"}
    assert "Duplicate" in flags["Same thing."] and "Duplicate" in flags["same  thing"]
    assert "Clerical" in flags["File."] and "No rate" in flags["Free?"]
    assert "Long day" not in flags["File."]
