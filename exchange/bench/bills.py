"""B1 and B2: the bill run against plain set-based SQL on the same schema."""

import datetime
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import BillRunItem, Invoice, InvoiceLine, TimeEntry
from billing.services.bill_runs import run_to_end, start_bill_run
from exchange.bench.table import Row, best_of, clock
from matters.models import Matter
from practice.scope import firm_scope

UNTIL = datetime.date(2030, 1, 1)
# The floor: no permissions, no audit, no rounding, no checks; one transaction, three statements.
FLOOR = """
WITH due AS (
    SELECT t.matter_id, sum(t.amount) AS fees, min(t.date) AS first, max(t.date) AS last FROM billing_timeentry t
     WHERE t.firm_id = %(firm)s AND t.state = 'open' AND t.billable AND NOT t.on_hold GROUP BY t.matter_id
)
INSERT INTO billing_invoice (firm_id, kind, state, matter_id, client_id, number, currency, period_from, period_to, fees, costs,
    written_down, total, paid, heading, message, return_note, reminders_stopped, void_reason, created_at, updated_at)
SELECT m.firm_id, 'invoice', 'draft', m.id, m.client_id, '', 'USD', due.first, due.last, due.fees, 0, 0, due.fees, 0, '{}', '', '',
    false, '', now(), now()
  FROM due JOIN matters_matter m ON m.firm_id = %(firm)s AND m.id = due.matter_id
"""
FLOOR_LINES = """
INSERT INTO billing_invoiceline (firm_id, invoice_id, matter_id, kind, position, time_entry_id, date, timekeeper_id, timekeeper_name,
    timekeeper_title, task_code, activity_code, expense_code, description, worked_seconds, seconds, quantity, rate, drafted_amount,
    amount, no_charge, write_down_reason, holds_work)
SELECT t.firm_id, i.id, t.matter_id, 'fee', row_number() OVER (PARTITION BY i.id ORDER BY t.date, t.id), t.id, t.date, t.member_id,
    '', '', t.task_code, t.activity_code, '', t.narrative, t.billed_seconds, t.billed_seconds, 1, t.rate, t.amount, t.amount,
    false, '', true
  FROM billing_timeentry t JOIN billing_invoice i ON i.firm_id = t.firm_id AND i.matter_id = t.matter_id AND i.state = 'draft'
 WHERE t.firm_id = %(firm)s AND t.state = 'open' AND t.billable AND NOT t.on_hold
"""
FLOOR_STATES = "UPDATE billing_timeentry SET state = 'on_invoice' WHERE firm_id = %(firm)s AND state = 'open' AND billable AND NOT on_hold"


def undo(firm) -> None:
    """Back to unbilled entries, so that the next round starts alike."""
    with firm_scope(firm):
        BillRunItem.objects.all().delete()
        InvoiceLine.objects.all()._raw_delete("default")
        Invoice.objects.all()._raw_delete("default")
        TimeEntry.objects.update(state="open")


def floor(firm) -> None:
    with firm_scope(firm), connection.cursor() as cursor:
        for sql in (FLOOR, FLOOR_LINES, FLOOR_STATES):
            cursor.execute(sql, {"firm": firm.pk})


def ours(firm, member, count: int | None = None) -> int:
    """The bill run over all matters (or the first `count`); returns the number of drafts."""
    with firm_scope(firm):
        matters = list(Matter.objects.order_by("id")[:count])
        run = start_bill_run(matters, until=UNTIL, by=member)
    run_to_end(firm.pk, run.pk)
    with firm_scope(firm):
        return BillRunItem.objects.filter(run=run, state="drafted").count()


def measure(firm, member, *, rounds: int, report: Callable[[str], None]) -> list[Row]:
    """Rows B1 and B2 for a firm whose matters have unbilled entries."""
    with firm_scope(firm):
        matters, entries = Matter.objects.count(), TimeEntry.objects.count()

    def once(work: Callable[[], object]) -> float:
        undo(firm)
        return matters / clock(work)

    report(f"bill run: {entries} entries over {matters} matters")
    floor_rate = best_of(lambda: once(lambda: floor(firm)), rounds)
    our_rate = best_of(lambda: once(lambda: ours(firm, member)), rounds)
    undo(firm)
    few_rate = 25 / clock(lambda: ours(firm, member, 25))
    undo(firm)
    with CaptureQueriesContext(connection) as queries:
        made = ours(firm, member)
    statements = len(queries) / made
    undo(firm)
    with firm_scope(firm):
        victim = Matter.objects.order_by("id")[matters // 2]
    failing_rate = matters / clock(lambda: with_one_failing(firm, member, victim))
    with firm_scope(firm):
        states = dict.fromkeys(("drafted", "failed"), 0)
        for state in BillRunItem.objects.values_list("state", flat=True):
            states[state] = states.get(state, 0) + 1
    undo(firm)
    return [
        Row(
            f"B1 bill run, {entries:,} entries → {matters} drafts",
            f"{our_rate[0]:,.0f}/s ({our_rate[1]:,.0f}–{our_rate[2]:,.0f})",
            f"set-based SQL {floor_rate[0]:,.0f}/s ({floor_rate[1]:,.0f}–{floor_rate[2]:,.0f})",
            f"{our_rate[0] / floor_rate[0]:.2f}",
            "≥ 0.25",
        ),
        Row("B1 statements per draft", f"{statements:.1f}", "–", "–", "≤ 15"),
        Row(
            f"B1 seconds per draft, {matters} against 25",
            f"{1000 / our_rate[0]:.2f} ms",
            f"{1000 / few_rate:.2f} ms",
            f"{few_rate / our_rate[0]:.2f}",
            "≤ 1.2",
        ),
        Row(
            f"B2 one failing matter among {matters} ({states['drafted']} drafted, {states['failed']} failed)",
            f"{failing_rate:,.0f}/s",
            f"B1 {our_rate[0]:,.0f}/s",
            f"{failing_rate / our_rate[0]:.2f}",
            "≥ 0.8",
        ),
    ]


def with_one_failing(firm, member, victim: Matter) -> None:
    """A run in which PostgreSQL refuses one matter's line: its amounts no longer fit the line's own checks."""
    with firm_scope(firm):
        entry = TimeEntry.objects.filter(matter=victim).first()
        holder = Invoice.objects.create(matter=victim, client_id=victim.client_id)
        # The entry stands on another draft already while it claims to be open: the unique rule refuses it.
        InvoiceLine.objects.create(
            invoice=holder, matter=victim, kind="fee", time_entry=entry, date=timezone.localdate(), description="held",
            drafted_amount=0, amount=0,
        )  # fmt: skip
    ours(firm, member)
