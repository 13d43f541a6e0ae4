"""Reads about payments."""

from django.db.models import Exists, OuterRef, QuerySet

from billing.models import Invoice, Payment, PaymentAllocation


def payable_with(invoice: Invoice) -> list[Invoice]:
    """The invoice and the other outstanding ones of its client, oldest due first: one payment can pay them all."""
    found = Invoice.objects.outstanding().filter(client=invoice.client_id).select_related("matter")
    return list(found.order_by("due_on", "id")[:100])


def payments_of(invoice: Invoice) -> list[PaymentAllocation]:
    """What was paid on an invoice, newest first, each with its payment and whether that was reversed."""
    reversed_ = Payment.objects.filter(reversal_of=OuterRef("payment"))
    return list(
        PaymentAllocation.objects.filter(invoice=invoice)
        .select_related("payment", "payment__recorded_by")
        .annotate(is_reversed=Exists(reversed_))
        .order_by("-id")
    )


def with_reversals(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Payments annotated with `is_reversed`."""
    return payments.annotate(is_reversed=Exists(Payment.objects.filter(reversal_of=OuterRef("pk"))))
