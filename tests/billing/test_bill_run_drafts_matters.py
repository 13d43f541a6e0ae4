"""A bill run turns unbilled work into drafts: the right lines, amounts and states."""

import datetime
from decimal import Decimal

from django.utils import timezone

from billing.models import BillRunItem, Expense, Invoice, TimeEntry
from billing.services.bill_runs import run_to_end, start_bill_run
from practice.models import AuditEvent, Outbox
from tests.billing.bills import make_cost, matter_with
from tests.cast import make_time


def run(people, *matters, until=None):
    started = start_bill_run(list(matters), until=until or timezone.localdate(), by=people.assistant)
    run_to_end(people.firm.pk, started.pk)
    started.job.refresh_from_db()
    return started


def test_bill_run_drafts_time_and_costs_of_a_matter(a):
    cost = make_cost(a)
    started = run(a, a.matter)
    draft = Invoice.objects.get(matter=a.matter)
    assert (draft.state, draft.number, draft.client) == ("draft", "", a.client)
    assert (draft.fees, draft.costs, draft.total) == (
        Decimal("1051.00"),
        Decimal("46.50"),
        Decimal("1097.50"),
    )
    assert (draft.written_down, draft.paid) == (0, 0)
    assert draft.period_from == timezone.localdate() - datetime.timedelta(days=9)
    assert (draft.period_to, draft.run, draft.drafted_by) == (timezone.localdate(), started, a.assistant)
    first, second, third = draft.lines.order_by("-kind", "position")
    assert (first.time_entry, first.worked_seconds, first.seconds) == (a.entries[0], 4320, 4320)
    assert (first.quantity, first.rate, first.amount) == (Decimal("1.2"), Decimal("475"), Decimal("570.00"))
    assert (first.timekeeper_name, first.timekeeper_title) == ("Imogen Vance", "Partner")
    assert (second.time_entry, second.amount) == (a.entries[1], Decimal("481.00"))
    assert (third.expense, third.kind, third.amount, third.expense_code) == (
        cost,
        "cost",
        Decimal("46.50"),
        "E101",
    )
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"on_invoice"}
    assert Expense.objects.get().state == "on_invoice"
    assert (started.job.state, started.job.done, started.job.failures) == ("done", 1, [])
    assert BillRunItem.objects.get(run=started).invoice == draft
    event = AuditEvent.objects.get(verb="invoice.drafted")
    assert (event.actor_id, event.object_id, event.matter_id) == (a.assistant.pk, draft.pk, a.matter.pk)
    assert event.changes == {"lines": [None, 3], "total": [None, "1097.50"]}
    assert Outbox.objects.filter(task="billing.tasks.draft_invoices").count() == 1


def test_bill_run_leaves_out_what_is_held_later_or_not_billable(a):
    TimeEntry.objects.filter(pk=a.entries[0].pk).update(on_hold=True)
    make_time(
        a, a.attorney, seconds=3600, amount="0.00", narrative="Admin.", billable=False, date=a.entries[0].date
    )
    late = make_time(a, a.attorney, seconds=3600, amount="475.00", narrative="Today.")
    run(a, a.matter, until=timezone.localdate() - datetime.timedelta(days=1))
    draft = Invoice.objects.get()
    assert draft.total == Decimal("481.00")
    late.refresh_from_db()
    assert late.state == "open"


def test_bill_run_shows_no_charge_entries_at_nothing(a):
    TimeEntry.objects.filter(pk=a.entries[0].pk).update(no_charge=True)
    run(a, a.matter)
    line = Invoice.objects.get().lines.get(time_entry=a.entries[0])
    assert (line.no_charge, line.amount, line.drafted_amount, line.seconds) == (True, 0, 0, 0)
    assert line.worked_seconds == 4320
    assert Invoice.objects.get().total == Decimal("481.00")


def test_bill_run_notes_a_matter_without_work(a):
    empty = matter_with(a, "2026-0002")
    started = run(a, a.matter, empty)
    assert BillRunItem.objects.get(run=started, matter=empty).state == "nothing"
    assert Invoice.objects.count() == 1


def test_bill_run_reports_a_matter_that_fails_and_bills_the_others(a):
    pending = matter_with(a, "2026-0002", "475.00", state="pending", opened_on=None)
    other = matter_with(a, "2026-0003", "475.00")
    started = run(a, a.matter, pending, other)
    item = BillRunItem.objects.get(run=started, matter=pending)
    assert (item.state, item.invoice) == ("failed", None)
    assert "not accepted" in item.error
    assert set(Invoice.objects.values_list("matter", flat=True)) == {a.matter.pk, other.pk}
    assert started.job.failures[0]["label"] == "Matter 2026-0002"
    assert TimeEntry.objects.get(matter=pending).state == "open"
