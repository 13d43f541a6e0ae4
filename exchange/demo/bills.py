"""Bills and payments of a demo firm."""

import datetime
from collections import defaultdict
from decimal import Decimal

from django.utils import timezone

from billing.models import (
    Expense,
    Invoice,
    InvoiceLine,
    InvoiceReminder,
    Payment,
    PaymentAllocation,
    TimeEntry,
)
from billing.services.invoices import make_heading, void_invoice
from exchange.demo import names
from exchange.demo.base import DAY, Maker
from exchange.demo.decisions import RETURN_NOTE
from practice.models import Sequence
from practice.money import cents


class Bills(Maker):
    """Monthly bills in all states, payments, reminders."""

    def invoices(self) -> None:
        """Bills of the first day of each month for the month before; the latest are drafts and in review."""
        rng = self.rng
        work: dict[tuple, list] = defaultdict(list)
        for item in [*self.entries, *self.expenses]:
            if item.billable and item.matter.fee_kind == "hourly":
                work[(item.date.year, item.date.month, item.matter_id)].append(item)
        matters = {m.pk: m for m in self.matter_list}
        this_month = (self.today.year, self.today.month)
        last_month = ((self.today.replace(day=1) - DAY).year, (self.today.replace(day=1) - DAY).month)
        drafts, lines_of = [], []
        for (year, month, matter_id), items in sorted(work.items()):
            if (year, month) == this_month or (year, month) < (self.start.year, self.start.month):
                continue
            if (year, month) == last_month and rng.random() < 0.45:
                continue
            matter = matters[matter_id]
            fees = sum((i.amount for i in items if isinstance(i, TimeEntry)), Decimal("0.00"))
            costs = sum((i.amount for i in items if isinstance(i, Expense)), Decimal("0.00"))
            if fees + costs < 40:
                continue
            invoice = Invoice(
                matter=matter,
                client=matter.client,
                fees=fees,
                costs=costs,
                total=fees + costs,
                period_from=min(i.date for i in items),
                period_to=max(i.date for i in items),
                drafted_by=rng.choice(self.support or self.attorneys),
                reviewer=matter.responsible,
                created_at=self.moment(self.after_month(year, month)),
            )
            invoice.month = (year, month)
            drafts.append(invoice)
            lines_of.append(items)
        self.invoice_list = Invoice.objects.bulk_create(drafts, batch_size=1000)
        lines, billed_time, billed_costs = [], [], []
        for invoice, items in zip(self.invoice_list, lines_of, strict=True):
            items.sort(key=lambda i: (isinstance(i, Expense), i.date, i.pk))
            written_down = Decimal("0.00")
            for position, item in enumerate(items, 1):
                line = self.line(invoice, item, position)
                if line.kind == "fee" and rng.random() < 0.03:
                    line.amount = cents(line.amount * Decimal("0.8"))
                    line.seconds = int(line.seconds * 0.8 / 360) * 360
                    line.write_down_reason = "Exceeds budget for task"
                    written_down += line.drafted_amount - line.amount
                lines.append(line)
                (billed_time if line.kind == "fee" else billed_costs).append(item)
            invoice.written_down = written_down
            invoice.fees -= written_down
            invoice.total -= written_down
        InvoiceLine.objects.bulk_create(lines, batch_size=2000)
        self.lines_of = defaultdict(list)
        for line in lines:
            self.lines_of[line.invoice_id].append(line)
        self.issue(last_month)
        approved = {i.pk for i in self.invoice_list if i.state == "approved"}
        state_of = {}
        for line in lines:
            source = line.time_entry_id or -(line.expense_id or 0)
            state_of[source] = "billed" if line.invoice_id in approved else "on_invoice"
        for item in billed_time:
            item.state = state_of[item.pk]
        for item in billed_costs:
            item.state = state_of[-item.pk]
        TimeEntry.objects.bulk_update(billed_time, ["state"], batch_size=2000)
        Expense.objects.bulk_update(billed_costs, ["state"], batch_size=2000)

    def line(self, invoice: Invoice, item, position: int) -> InvoiceLine:
        common = {
            "invoice": invoice,
            "matter": invoice.matter,
            "position": position,
            "date": item.date,
            "drafted_amount": item.amount,
            "amount": item.amount,
        }
        if isinstance(item, Expense):
            return InvoiceLine(
                kind="cost", expense=item, description=item.description, expense_code=item.expense_code,
                quantity=item.quantity, rate=item.unit_cost, **common,
            )  # fmt: skip
        return InvoiceLine(
            kind="fee", time_entry=item, description=item.narrative, timekeeper=item.member, timekeeper_name=item.member.name,
            timekeeper_title=item.member.title, task_code=item.task_code, activity_code=item.activity_code,
            worked_seconds=item.billed_seconds, seconds=item.billed_seconds, rate=item.rate, **common,
        )  # fmt: skip

    def issue(self, last_month: tuple[int, int]) -> None:
        """Give numbers in order of issue; leave some of the newest as drafts, in review and returned."""
        rng = self.rng
        counters: dict[int, int] = defaultdict(int)
        for invoice in self.invoice_list:
            fate = rng.random()
            if invoice.month == last_month and fate < 0.5:
                if fate < 0.25:
                    invoice.state = "in_review"
                    invoice.submitted_at = timezone.now() - datetime.timedelta(hours=rng.randint(1, 90))
                elif fate < 0.3:
                    invoice.return_note = RETURN_NOTE
                continue
            issued = min(self.after_month(*invoice.month) + rng.randint(0, 6) * DAY, self.today)
            counters[issued.year] += 1
            attorney = invoice.matter.responsible
            invoice.state = "approved"
            invoice.number = f"{issued.year}-{counters[issued.year]:04d}"
            invoice.issued_on, invoice.due_on = issued, issued + 30 * DAY
            invoice.approved_by, invoice.approved_at = attorney, self.moment(issued, 11)
            invoice.submitted_at = self.moment(issued, 9)
            fresh = (self.today - issued).days < 25
            invoice.sent_at = self.moment(issued, 15) if not fresh or rng.random() < 0.8 else None
            if invoice.sent_at and rng.random() < 0.8:
                invoice.viewed_at = min(
                    invoice.sent_at + datetime.timedelta(hours=rng.randint(2, 70)), timezone.now()
                )
            invoice.heading = make_heading(invoice, attorney)
        fields = [
            "state", "number", "issued_on", "due_on", "approved_by", "approved_at", "submitted_at", "sent_at", "viewed_at",
            "heading", "return_note", "fees", "total", "written_down",
        ]  # fmt: skip
        self.bill_decisions()
        Invoice.objects.bulk_update(self.invoice_list, fields, batch_size=500)
        for year, last in counters.items():
            Sequence.objects.create(kind="invoice", series=str(year), last=last)
        issued = [i for i in self.invoice_list if i.number]
        self.record("invoice.approved", [(i, i.approved_at, i.approved_by) for i in issued])
        self.record("invoice.sent", [(i, i.sent_at, i.drafted_by) for i in issued if i.sent_at])

    def payments(self) -> None:
        rng = self.rng
        payments, allocations, paid, reminders = [], [], [], []
        for invoice in self.invoice_list:
            if invoice.state != "approved" or not invoice.sent_at:
                continue
            late = (self.today - invoice.due_on).days
            chance = 0.98 if late > 60 else 0.92 if late > 10 else 0.5 if late > -15 else 0.2
            if rng.random() < chance:
                share = Decimal(1) if rng.random() < 0.95 else Decimal("0.5")
                amount = cents(invoice.total * share)
                on = min(invoice.issued_on + rng.randint(3, 50) * DAY, self.today)
                payment = Payment(
                    client=invoice.client, matter=invoice.matter, received_on=on, amount=amount,
                    method=rng.choice(["check", "transfer", "card"]), reference=str(rng.randint(1000, 9999)),
                    idempotency_key=f"demo-{invoice.pk}", recorded_by=rng.choice(self.support or self.attorneys),
                    created_at=self.moment(on, 14),
                )  # fmt: skip
                payments.append(payment)
                allocations.append((payment, invoice, amount))
                invoice.paid = amount
                paid.append(invoice)
            if invoice.paid < invoice.total:
                for rung in self.firm.reminder_days:
                    if late >= rung:
                        reminders.append(
                            InvoiceReminder(
                                invoice=invoice, matter=invoice.matter, days_late=rung, balance=invoice.total - invoice.paid,
                                created_at=self.moment(invoice.due_on + rung * DAY, 8), sent_at=self.moment(invoice.due_on + rung * DAY, 8),
                            )
                        )  # fmt: skip
        Payment.objects.bulk_create(payments, batch_size=1000)
        PaymentAllocation.objects.bulk_create(
            [PaymentAllocation(payment=p, invoice=i, matter=i.matter, amount=a) for p, i, a in allocations],
            batch_size=1000,
        )
        Invoice.objects.bulk_update(paid, ["paid"], batch_size=500)
        InvoiceReminder.objects.bulk_create(reminders)
        # A few bills were wrong: voided the way a person voids them, with a reversal and the work back to unbilled.
        unpaid = [i for i in self.invoice_list if i.state == "approved" and not i.paid]
        for invoice, reason in zip(unpaid[:: max(1, len(unpaid) // 6)], names.VOID_REASONS, strict=False):
            void_invoice(invoice, reason=reason, by=invoice.matter.responsible)
        self.record("payment.recorded", [(p, p.created_at, p.recorded_by) for p in payments])
