"""The lists of invoices and of payments."""

from django.urls import reverse

from accounts.permissions import Perm
from billing.filters.invoices import InvoiceFilter, PaymentFilter
from billing.forms.invoices import BulkSubmitForm
from billing.models import Invoice, Payment
from billing.queries.invoices import balance_expression, local_today, status_of
from billing.queries.payments import with_reversals
from billing.services.invoices import submit_for_review
from billing.services.mails import remind_now, send_invoice
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View


def _days_late(invoice: Invoice) -> int | None:
    return invoice.days_late or None


class InvoiceList(ListPage):
    """Drafts and invoices."""

    name = "invoices"
    title, noun = "Billing", "invoice"
    model, filterset, perm = Invoice, InvoiceFilter, Perm.INVOICE_VIEW
    columns = (
        Column(
            "number",
            "Invoice",
            kind="two",
            value=lambda i: i.number or "Draft",
            second=lambda i: i.matter.name,
            href=True,
            always=True,
            sort="number",
            select=("matter",),
            phone="main",
            exports=[
                ("Number", "number"),
                ("Matter number", "matter.number"),
                ("Matter", "matter.name"),
            ],
        ),
        Column("client", "Client", value="client.name", sort="client__sort_name", select=("client",)),
        Column(
            "status",
            "Status",
            kind="state",
            value=lambda i: i.shown,
            template="billing/invoice_status_cell.html",
            exports=[("Status", lambda i: i.shown[1])],
        ),
        Column("issued", "Issued", kind="date", value="issued_on", sort="issued_on", descending=True),
        Column("due", "Due", kind="date", value="due_on", sort="due_on"),
        Column("late", "Days late", kind="number", value=_days_late, tone="danger", default=False),
        Column("total", "Total", kind="money", sort="total", total=True),
        Column("paid", "Paid", kind="money", sort="paid", total=True, default=False),
        Column(
            "balance",
            "Balance",
            kind="money",
            value="left",
            sort="left",
            annotate={"left": balance_expression()},
            total="left",
            phone="num",
        ),
        Column("sent", "Last sent", kind="date", value="sent_at", sort="sent_at", default=False),
        Column("viewed", "Viewed", kind="date", value="viewed_at", sort="viewed_at", default=False),
        Column(
            "attorney",
            "Attorney",
            kind="avatars",
            value="matter.responsible",
            select=("matter__responsible",),
            exports=[("Attorney", "matter.responsible.name")],
        ),
    )
    default_sort = "-id"
    search = ("number", "client__name", "matter__name", "matter__number")
    search_label = "Find an invoice"
    default_views = (
        View("All", ""),
        View("Drafts", "status=draft,returned"),
        View("In review", "status=in_review"),
        View("Outstanding", "status=approved,sent,part_paid,overdue"),
        View("Overdue", "status=overdue"),
        View("Paid", "status=paid"),
    )
    bulk = (
        BulkAction(
            "submit",
            "Send to review",
            Perm.INVOICE_DRAFT,
            submit_for_review,
            form=BulkSubmitForm,
            icon="send",
            done="{count} {noun} sent to review",
        ),
        BulkAction(
            "send",
            "Send to client",
            Perm.INVOICE_SEND,
            send_invoice,
            confirm="{count} invoices go to their clients by mail, each with a private link.",
            icon="mail",
            done="{count} {noun} on the way",
        ),
        BulkAction(
            "remind",
            "Remind",
            Perm.INVOICE_SEND,
            remind_now,
            confirm="{count} clients get a reminder by mail.",
            icon="bell",
            done="{count} {noun} reminded",
        ),
    )
    actions = (
        Action("Bill run", "bill_run_create", Perm.INVOICE_DRAFT, icon="receipt", key="N"),
        Action("Review", "invoice_review", Perm.INVOICE_DRAFT, icon="eye", primary=False),
    )
    export_name = "invoices"
    empty = Empty(
        "receipt",
        "No invoices yet",
        "A bill run turns unbilled time and costs into drafts. An attorney approves them.",
        "Start a bill run",
        "bill_run_create",
        Perm.INVOICE_DRAFT,
    )

    def loaded(self, qs):
        """Rows know their state in words on the firm's date, without a query."""
        return with_status(super().loaded(qs), local_today(self.request.firm))

    def row_url(self, obj):
        return reverse("invoice_detail", args=[obj.pk])


def with_status(qs, today):
    """`qs` whose invoices carry `shown`, their state in words, and `days_late`."""
    iterable = qs._iterable_class

    class Rows(iterable):
        def __iter__(self):
            for invoice in super().__iter__():
                invoice.shown = status_of(invoice, today)
                late = invoice.shown[0] == "overdue"
                invoice.days_late = (today - invoice.due_on).days if late else 0
                yield invoice

    clone = qs.all()
    clone._iterable_class = Rows
    return clone


class PaymentList(ListPage):
    """Money received, and reversals."""

    name = "payments"
    title, noun = "Payments", "payment"
    model, filterset, perm = Payment, PaymentFilter, Perm.PAYMENT_RECORD
    columns = (
        Column(
            "client",
            "From",
            kind="two",
            value="client.name",
            second=lambda p: ", ".join(a.invoice.number for a in p.allocations.all()),
            href=True,
            always=True,
            sort="client__sort_name",
            select=("client",),
            prefetch=("allocations__invoice",),
            phone="main",
        ),
        Column("received", "Received", kind="date", value="received_on", sort="received_on", descending=True),
        Column("method", "Method", value="get_method_display", sort="method"),
        Column("reference", "Reference", sort="reference"),
        Column("note", "Note", value=lambda p: p.note, default=False),
        Column("matter", "Matter", value="matter.name", select=("matter",), default=False),
        Column("by", "Recorded by", value="recorded_by.name", select=("recorded_by",)),
        Column(
            "state",
            "State",
            kind="state",
            value=lambda p: "reversal" if p.reversal_of_id else "reversed" if p.is_reversed else "received",
            labels={"reversal": "Reversal", "reversed": "Reversed", "received": "Received"},
            states={"reversal": "", "reversed": "", "received": "ok"},
        ),
        Column("amount", "Amount", kind="money", sort="amount", total=True, phone="num"),
    )
    default_sort = "-received"
    search = ("client__name", "reference")
    default_views = (View("All", ""), View("This month", "received=this-month"))
    export_name = "payments"
    empty = Empty("cash", "No payments yet", "Open an invoice and record the payment there.")

    def queryset(self, request):
        return with_reversals(Payment.objects.visible_to(request.member))

    def row_url(self, obj):
        return reverse("payment_detail", args=[obj.pk])


invoice_list = InvoiceList.as_view()
payment_list = PaymentList.as_view()
