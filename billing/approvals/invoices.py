"""A bill before it is issued, and the void of one that was."""

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from billing.durations import hours_text
from billing.models import Invoice, InvoiceLine
from billing.services.invoices import (
    check_has_lines,
    check_voidable,
    issue,
    put_back,
    put_in_review,
)
from billing.services.invoices import (
    reverse as void,
)
from practice import states
from practice.exceptions import DomainError
from supervision.kinds import Kind


class InvoiceKind(Kind):
    """A decision about an invoice."""

    model = "billing.Invoice"
    icon = "receipt"
    joins = ("firm", "client", "matter__responsible", "matter__supervising", "drafted_by")

    def url(self, obj):
        return reverse("invoice_detail", args=[obj.pk])

    def amount(self, obj, arguments):
        return obj.total


class Bill(InvoiceKind):
    """An attorney approves a bill (Model Rule 1.5): what it says, line by line."""

    key, label, act = "invoice", "Bill", "Approve the bill"
    decides, prepares = Perm.INVOICE_APPROVE, Perm.INVOICE_DRAFT
    own_page = True

    def title(self, obj, arguments):
        return f"Bill for {obj.matter.name}"

    def snapshot(self, obj, arguments):
        return content(obj, obj.lines.order_by("date", "position", "id"))

    def maker(self, obj, arguments) -> Member | None:
        return obj.drafted_by

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        if obj.kind == Invoice.Kind.REVERSAL:
            raise DomainError("A reversal is part of a void and is not approved by itself.")
        if obj.state != Invoice.State.IN_REVIEW:  # then it waits already, as whoever submits it is told
            states.check(obj, Invoice.State.IN_REVIEW)
        check_has_lines(obj)

    def on_submit(self, obj, approval, *, by):
        put_in_review(obj, approval, by=by)

    def on_approve(self, obj, approval, *, by):
        issue(obj, approval, by=by)

    def on_return(self, obj, approval, *, by):
        put_back(obj, approval, by=by)

    def on_reassign(self, obj, approval, *, by):
        obj.reviewer = approval.assigned_to
        obj.save(update_fields=["reviewer", "updated_at"])


def content(invoice: Invoice, lines: Iterable[InvoiceLine]) -> dict:
    """All that an approval of the bill would put on paper: its message, period and sums, and each line in words."""
    return {
        "fields": {
            "Message": invoice.message,
            "From": invoice.period_from,
            "To": invoice.period_to,
            "Fees": f"{invoice.fees:,.2f}",
            "Costs": f"{invoice.costs:,.2f}",
            "Total": f"{invoice.total:,.2f}",
        },
        "rows": {"Lines": {line_name(line): line_text(line) for line in lines}},
    }


def line_name(line: InvoiceLine) -> str:
    """What a line is called from one round to the next: its day, who worked, and its own number."""
    who = line.timekeeper_name if line.kind == line.Kind.FEE else "cost"
    return f"{line.date:%b} {line.date.day}{', ' + who if who else ''} (no. {line.pk})"


def line_text(line: InvoiceLine) -> str:
    """A line in words: narrative, hours or pieces, rate, amount."""
    codes = " ".join(code for code in (line.task_code, line.activity_code, line.expense_code) if code)
    if line.time_entry_id:
        counted = f"{hours_text(line.seconds)} at {line.rate:.2f}"
    else:
        counted = f"{Decimal(line.quantity).normalize():f} at {Decimal(line.rate).normalize():f}"
    parts = [codes, line.description, counted, "no charge" if line.no_charge else f"{line.amount:,.2f}"]
    if line.write_down_reason:
        parts.append(f"was {line.drafted_amount:,.2f}: {line.write_down_reason}")
    return " · ".join(part for part in parts if part)


class Void(InvoiceKind):
    """Void an issued bill by a reversal: arguments {"reason": …, "write_off": whether its work is written off}."""

    key, label, act = "void", "Void", "Void the bill"
    decides, prepares = Perm.INVOICE_VOID, Perm.INVOICE_VOID
    icon = "ban"
    no_hint = "Why it stands"

    def title(self, obj, arguments):
        return f"Void {obj.number} of {obj.matter.name}"

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Invoice": obj.number,
                "Client": obj.client.name,
                "Total": f"{obj.total:,.2f}",
                "Paid": f"{obj.paid:,.2f}",
                "Reason": arguments.get("reason", ""),
                "Its work": "written off" if arguments.get("write_off") else "unbilled again, for a new bill",
            },
            "rows": {},
        }

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_voidable(obj, arguments)

    def on_approve(self, obj, approval, *, by):
        void(obj, approval, by=by)
