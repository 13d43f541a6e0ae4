"""How unbilled work becomes the lines of drafts: the set-based core that bill runs and single drafts share.

A batch of matters costs the same number of statements however many matters and lines there are.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from accounts.models import Member
from billing.constraints import NEEDS_SHEET, NEEDS_WORD
from billing.models import BillRun, Invoice
from matters.models import FeeArrangement, Matter
from practice import audit
from practice.exceptions import DomainError
from practice.scope import current_firm_id

NOT_ACCEPTED = Matter.NOT_ACCEPTED

# Work that waits for its approval is not billed: time whose sheet nobody approved, where the firm asks for it, and
# expenses of the amount from which the firm asks for it. PostgreSQL refuses such lines as well (OnlyApprovedWork).
APPROVED_TIME = f"""(t.member_id <> ALL (ARRAY({NEEDS_SHEET.format(firm="%(firm)s")}))
        OR EXISTS (SELECT 1 FROM billing_timesheet s
                    WHERE s.firm_id = t.firm_id AND s.id = t.sheet_id AND s.state = 'approved'))"""
APPROVED_COSTS = f"(e.approval = 'approved' OR e.amount < {NEEDS_WORD.format(firm='%(firm)s')})"

# Locking the matters in the order of their ids makes two runs over the same matters wait for each other,
# and never
# deadlock. What the row says of unbilled work may be out of date after such a wait; the lines below decide.
MATTERS = f"""
SELECT m.id, m.client_id, m.state, m.currency, coalesce(a.kind, 'hourly'), a.id, a.flat_open,
       EXISTS (SELECT 1 FROM billing_timeentry t WHERE t.firm_id = m.firm_id AND t.matter_id = m.id
                AND t.state = 'open' AND t.billable AND NOT t.on_hold AND t.date <= %(until)s
                AND {APPROVED_TIME}),
       EXISTS (SELECT 1 FROM billing_expense e WHERE e.firm_id = m.firm_id AND e.matter_id = m.id
                AND e.state = 'open' AND e.billable AND NOT e.on_hold AND e.date <= %(until)s
                AND {APPROVED_COSTS})
  FROM matters_matter m
  LEFT JOIN LATERAL (
       SELECT f.id, f.kind, f.kind = 'flat' AND NOT EXISTS (
                SELECT 1 FROM billing_invoiceline l
                 WHERE l.firm_id = f.firm_id AND l.fee_arrangement_id = f.id AND l.holds_work) AS flat_open
         FROM matters_feearrangement f
        WHERE f.firm_id = m.firm_id AND f.matter_id = m.id AND f.state = 'in_force' AND f.effective_from <= %(until)s
        ORDER BY f.effective_from DESC, f.id DESC LIMIT 1) a ON true
 WHERE m.firm_id = %(firm)s AND m.id = ANY(%(matters)s)
 ORDER BY m.id FOR NO KEY UPDATE OF m
"""

# The entries change state and become lines in one statement: an entry that another transaction took is not
# taken twice.
# Under a flat fee the hours are shown at no charge.
TIME_LINES = f"""
WITH draft (matter_id, invoice_id, charged, position) AS (
    SELECT * FROM unnest(%(matters)s::bigint[], %(invoices)s::bigint[], %(charged)s::boolean[], %(positions)s::int[])
), taken AS (
    UPDATE billing_timeentry t SET state = 'on_invoice', updated_at = %(now)s
      FROM draft d
     WHERE t.firm_id = %(firm)s AND t.matter_id = d.matter_id AND t.state = 'open' AND t.billable
       AND NOT t.on_hold AND t.date <= %(until)s AND (%(only)s::bigint[] IS NULL OR t.id = ANY(%(only)s::bigint[]))
       AND {APPROVED_TIME}
 RETURNING t.id, t.matter_id, d.invoice_id, d.position, t.date, t.member_id, t.task_code, t.activity_code,
 t.narrative,
           t.billed_seconds, t.rate, t.amount, d.charged AND NOT t.no_charge AS charged
)
INSERT INTO billing_invoiceline (firm_id, invoice_id, matter_id, kind, position, time_entry_id, date,
timekeeper_id,
    timekeeper_name, timekeeper_title, task_code, activity_code, expense_code, description, worked_seconds,
    seconds,
    quantity, rate, drafted_amount, amount, no_charge, write_down_reason, holds_work)
SELECT %(firm)s, t.invoice_id, t.matter_id, 'fee',
       t.position + row_number() OVER (PARTITION BY t.invoice_id ORDER BY t.date, t.id), t.id, t.date,
       t.member_id,
       m.name, m.title, t.task_code, t.activity_code, '', t.narrative, t.billed_seconds,
       CASE WHEN t.charged THEN t.billed_seconds ELSE 0 END,
       CASE WHEN t.charged THEN round(t.billed_seconds / 3600.0, 4) ELSE 0 END, t.rate,
       CASE WHEN t.charged THEN t.amount ELSE 0 END, CASE WHEN t.charged THEN t.amount ELSE 0 END,
       NOT t.charged, '', true
  FROM taken t JOIN accounts_member m ON m.firm_id = %(firm)s AND m.id = t.member_id
"""

COST_LINES = f"""
WITH draft (matter_id, invoice_id, position) AS (
    SELECT * FROM unnest(%(matters)s::bigint[], %(invoices)s::bigint[], %(positions)s::int[])
), taken AS (
    UPDATE billing_expense e SET state = 'on_invoice', updated_at = %(now)s
      FROM draft d
     WHERE e.firm_id = %(firm)s AND e.matter_id = d.matter_id AND e.state = 'open' AND e.billable
       AND NOT e.on_hold AND e.date <= %(until)s AND (%(only)s::bigint[] IS NULL OR e.id = ANY(%(only)s::bigint[]))
       AND {APPROVED_COSTS}
 RETURNING e.id, e.matter_id, d.invoice_id, d.position, e.date, e.member_id, e.expense_code, e.category,
 e.description,
           e.quantity, e.unit_cost, e.amount
)
INSERT INTO billing_invoiceline (firm_id, invoice_id, matter_id, kind, position, expense_id, date,
timekeeper_id,
    timekeeper_name, timekeeper_title, task_code, activity_code, expense_code, description, worked_seconds,
    seconds,
    quantity, rate, drafted_amount, amount, no_charge, write_down_reason, holds_work)
SELECT %(firm)s, e.invoice_id, e.matter_id, 'cost',
       e.position + row_number() OVER (PARTITION BY e.invoice_id ORDER BY e.date, e.id), e.id, e.date,
       e.member_id,
       m.name, m.title, '', '', e.expense_code, coalesce(nullif(e.description, ''), e.category), 0, 0,
       e.quantity,
       e.unit_cost, e.amount, e.amount, false, '', true
  FROM taken e JOIN accounts_member m ON m.firm_id = %(firm)s AND m.id = e.member_id
"""

FLAT_LINES = """
INSERT INTO billing_invoiceline (firm_id, invoice_id, matter_id, kind, position, fee_arrangement_id, date,
    timekeeper_name, timekeeper_title, task_code, activity_code, expense_code, description, worked_seconds,
    seconds,
    quantity, rate, drafted_amount, amount, no_charge, write_down_reason, holds_work)
SELECT %(firm)s, d.invoice_id, f.matter_id, 'fee', 0, f.id, %(until)s, '', '', '', '', '', 'Flat fee as
agreed', 0, 0,
       1, f.flat_amount, f.flat_amount, f.flat_amount, false, '', true
  FROM unnest(%(arrangements)s::bigint[], %(invoices)s::bigint[]) AS d (arrangement_id, invoice_id)
  JOIN matters_feearrangement f ON f.firm_id = %(firm)s AND f.id = d.arrangement_id
 WHERE NOT EXISTS (SELECT 1 FROM billing_invoiceline l
                    WHERE l.firm_id = f.firm_id AND l.fee_arrangement_id = f.id AND l.holds_work)
"""

TOTALS = """
UPDATE billing_invoice i
   SET fees = s.fees, costs = s.costs, total = s.fees + s.costs, written_down = s.drafted - s.fees - s.costs,
       period_from = s.first, updated_at = %(now)s
  FROM (SELECT d.id, coalesce(sum(l.amount) FILTER (WHERE l.kind = 'fee'), 0) AS fees,
               coalesce(sum(l.amount) FILTER (WHERE l.kind = 'cost'), 0) AS costs,
               coalesce(sum(l.drafted_amount), 0) AS drafted, min(l.date) AS first, count(l.id) AS lines
          FROM unnest(%(invoices)s::bigint[]) AS d (id)
          LEFT JOIN billing_invoiceline l ON l.firm_id = %(firm)s AND l.invoice_id = d.id
         GROUP BY d.id) s
 WHERE i.firm_id = %(firm)s AND i.id = s.id
RETURNING i.id, i.fees, i.costs, i.total, i.written_down, i.period_from, s.lines
"""


@dataclass(frozen=True)
class Sums:
    """The sums of one invoice, as its lines give them."""

    fees: Decimal
    costs: Decimal
    total: Decimal
    written_down: Decimal
    period_from: datetime.date | None
    lines: int


def _run(sql: str, **values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"firm": current_firm_id(), "now": timezone.now(), **values})
        return cursor.fetchall() if cursor.description else []


def sum_up(invoice_ids: Sequence[int]) -> dict[int, Sums]:
    """Work out fees, costs, total and write-downs of drafts from their lines and store them. One statement."""
    return {row[0]: Sums(*row[1:]) for row in _run(TOTALS, invoices=list(invoice_ids))}


def take_work(
    invoice: Invoice,
    *,
    until: datetime.date,
    charged: bool,
    after: int = 0,
    entries: Sequence[int] | None = None,
    expenses: Sequence[int] | None = None,
) -> None:
    """Put unbilled work of the draft's matter on it: all of it up to `until`, or only the ids given.

    `after` is the last position in use. The caller holds the draft's lock and sums it up.
    """
    one = {"matters": [invoice.matter_id], "invoices": [invoice.pk], "positions": [after], "until": until}
    _run(TIME_LINES, **one, charged=[charged], only=None if entries is None else list(entries))
    _run(COST_LINES, **one, only=None if expenses is None else list(expenses))


def draft_matters(
    matter_ids: Sequence[int], *, until: datetime.date, by: Member | None, run: BillRun | None = None
) -> dict[int, Invoice | DomainError | None]:
    """Draft an invoice for each matter with unbilled work up to `until`; {matter id: draft, reason or None}.

    None: nothing to bill. A DomainError is the reason why this matter cannot be billed; it is returned, not
    raised, so
    that it spoils no other matter of the batch. Must run in a transaction; the caller has checked the
    permission.

    Hourly matters bill their time and costs. Under a flat fee the agreed amount is one line, once, with the
    hours at
    no charge. Under contingency and pro bono only costs are billed, and the time stays unbilled.
    """
    found = _run(MATTERS, matters=list(matter_ids), until=until)
    results: dict[int, Invoice | DomainError | None] = dict.fromkeys(matter_ids)
    drafts: list[Invoice] = []
    kinds: dict[int, str] = {}
    flat: dict[int, int] = {}
    for pk, client_id, state, currency, kind, arrangement_id, flat_open, has_time, has_costs in found:
        if state in NOT_ACCEPTED:
            results[pk] = DomainError("An attorney has not accepted this matter, so it cannot be billed.")
            continue
        charged = {"hourly": has_time, "flat": bool(flat_open)}.get(kind, False)
        if not charged and not has_costs:
            continue
        kinds[pk] = kind
        if kind == "flat" and flat_open:
            flat[pk] = arrangement_id
        drafts.append(
            Invoice(
                matter_id=pk, client_id=client_id, currency=currency, period_to=until, run=run, drafted_by=by
            )
        )
    if not drafts:
        return results
    Invoice.objects.bulk_create(drafts)
    _fill(drafts, kinds, flat, until)
    sums = sum_up([draft.pk for draft in drafts])
    empty = [draft.pk for draft in drafts if not sums[draft.pk].lines]
    if empty:  # somebody else billed the work while this transaction waited
        Invoice.objects.filter(pk__in=empty).delete()
    kept = [draft for draft in drafts if sums[draft.pk].lines]
    for draft in kept:
        results[draft.matter_id] = put_sums(draft, sums[draft.pk])
    audit.record_many(
        by,
        "invoice.drafted",
        ((d, {"lines": [None, sums[d.pk].lines], "total": [None, d.total]}) for d in kept),
    )
    return results


def _fill(drafts: list[Invoice], kinds: dict[int, str], flat: dict[int, int], until: datetime.date) -> None:
    """The three statements that give a batch of drafts its lines."""
    if flat:
        by_matter = {draft.matter_id: draft.pk for draft in drafts}
        _run(
            FLAT_LINES,
            arrangements=list(flat.values()),
            invoices=[by_matter[pk] for pk in flat],
            until=until,
        )
    timed = [d for d in drafts if kinds[d.matter_id] in ("hourly", "flat")]
    if timed:
        _run(
            TIME_LINES,
            matters=[d.matter_id for d in timed],
            invoices=[d.pk for d in timed],
            charged=[kinds[d.matter_id] == "hourly" for d in timed],
            positions=[0] * len(timed),
            until=until,
            only=None,
        )
    _run(
        COST_LINES,
        matters=[d.matter_id for d in drafts],
        invoices=[d.pk for d in drafts],
        positions=[0] * len(drafts),
        until=until,
        only=None,
    )


def put_sums(invoice: Invoice, sums: Sums) -> Invoice:
    """Carry stored sums over to the object in hand."""
    for name in ("fees", "costs", "total", "written_down", "period_from"):
        setattr(invoice, name, getattr(sums, name))
    return invoice


def arrangement_of(matter: Matter, on: datetime.date) -> FeeArrangement | None:
    """The fee arrangement in force on the date `on`, or None (then the matter is hourly)."""
    return (
        FeeArrangement.objects.in_force()
        .filter(matter=matter, effective_from__lte=on)
        .order_by("-effective_from", "-id")
        .first()
    )
