"""Payments: recorded once, shared out over invoices of one client, and reversed rather than edited."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import Invoice, Payment, PaymentAllocation
from billing.queries.invoices import local_today
from practice import audit
from practice.exceptions import DomainError
from practice.money import ZERO, cents


def share_out(amount: Decimal, invoices: Sequence[Invoice]) -> dict[int, Decimal]:
    """{invoice id: part} of an amount over invoices, oldest due first, each up to its balance.

    What exceeds all balances is left over: the sum of the parts may be less than `amount`.
    """
    left, parts = cents(amount), {}
    for invoice in sorted(invoices, key=lambda i: (i.due_on or datetime.date.max, i.pk)):
        part = min(left, invoice.balance)
        if part > 0:
            parts[invoice.pk] = part
            left -= part
    return parts


@transaction.atomic
def record_payment(
    *,
    parts: Mapping[int, Decimal],
    amount: Decimal,
    received_on: datetime.date,
    method: str,
    by: Member,
    key: str,
    reference: str = "",
    note: str = "",
) -> Payment:
    """Record money received for one or several invoices of one client. `parts` is {invoice id: amount}.

    `key` is made when the form is shown: the same form sent twice is one payment. An invoice is never paid beyond its
    balance; the invoices are locked in the order of their ids, so that two people cannot pay the same one twice.
    """
    ensure(by, Perm.PAYMENT_RECORD)
    parts = {pk: cents(part) for pk, part in parts.items() if part}
    amount = cents(amount)
    if not parts:
        raise DomainError("Say which invoice this pays.", field="amount")
    if amount <= 0 or any(part < 0 for part in parts.values()):
        raise DomainError("An amount must be more than nothing.", field="amount")
    shared = sum(parts.values(), ZERO)
    if shared != amount:
        raise DomainError(
            f"The parts add up to ${shared:,.2f}, the payment is ${amount:,.2f}. They must be the same.",
            field="amount",
        )
    invoices = list(
        Invoice.objects.select_for_update(of=("self",))
        .select_related("firm", "client")
        .filter(pk__in=parts)
        .order_by("id")
    )
    if len(invoices) != len(parts):
        raise DomainError("One of the invoices is no longer there, or you cannot see it.")
    done = Payment.objects.filter(idempotency_key=key).first()
    if done is not None:
        return _same(done, amount, parts)
    _check(invoices, parts, received_on)
    first = min(invoices, key=lambda i: (i.due_on, i.pk))
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                client_id=first.client_id,
                matter_id=first.matter_id,
                received_on=received_on,
                method=method,
                reference=reference.strip(),
                amount=amount,
                note=note.strip(),
                idempotency_key=key,
                recorded_by=by,
            )
    except IntegrityError:
        raise DomainError("This form was sent already. Open it again for another payment.") from None
    _allocate(payment, invoices, parts, by, "invoice.paid")
    audit.record(
        by, "payment.recorded", payment, changes={"amount": [None, amount], "method": [None, method]}
    )
    return payment


def _same(payment: Payment, amount: Decimal, parts: Mapping[int, Decimal]) -> Payment:
    """The payment of an earlier delivery of the same form; refused when the form says something else."""
    before = dict(payment.allocations.values_list("invoice_id", "amount"))
    if payment.amount != amount or before != dict(parts):
        raise DomainError(
            "This form recorded another payment already. Open it again for a second one.", field="amount"
        )
    return payment


def _check(invoices: list[Invoice], parts: Mapping[int, Decimal], received_on: datetime.date) -> None:
    if len({invoice.client_id for invoice in invoices}) > 1:
        raise DomainError("One payment is for one client. Record a payment for each.")
    if received_on > local_today(invoices[0].firm):
        raise DomainError("A payment cannot be received in the future.", field="received_on")
    for invoice in invoices:
        if invoice.state != Invoice.State.APPROVED or invoice.kind != Invoice.Kind.INVOICE:
            raise DomainError(f"{invoice} is {invoice.get_state_display().lower()}; it cannot be paid.")
        if parts[invoice.pk] > invoice.balance:
            raise DomainError(
                f"${invoice.balance:,.2f} is left to pay on {invoice}; ${parts[invoice.pk]:,.2f} is too much.",
                field="amount",
            )


def _allocate(
    payment: Payment, invoices: list[Invoice], parts: Mapping[int, Decimal], by: Member, verb: str
) -> None:
    """Put the parts on the invoices and record each on the invoice's own history."""
    PaymentAllocation.objects.bulk_create(
        [
            PaymentAllocation(payment=payment, invoice=i, matter_id=i.matter_id, amount=parts[i.pk])
            for i in invoices
        ]
    )
    events = []
    for invoice in invoices:
        Invoice.objects.filter(pk=invoice.pk).update(paid=F("paid") + parts[invoice.pk])
        events.append((invoice, {"paid": [invoice.paid, invoice.paid + parts[invoice.pk]]}))
    audit.record_many(by, verb, events)


@transaction.atomic
def reverse_payment(payment: Payment, *, reason: str, by: Member) -> Payment:
    """Take a payment back by a second, negative one: a bounced check, a wrong invoice. Returns the reversal."""
    ensure(by, Perm.PAYMENT_RECORD)
    reason = reason.strip()
    if not reason:
        raise DomainError("Say why the payment is reversed. The reason stays on the record.", field="reason")
    if payment.reversal_of_id:
        raise DomainError("This is a reversal. Record the payment again instead.")
    parts = {a.invoice_id: -a.amount for a in payment.allocations.all()}
    # Payments are append-only and cannot be locked; their invoices can, and stand for them.
    invoices = list(Invoice.objects.select_for_update(of=("self",)).filter(pk__in=parts).order_by("id"))
    if len(invoices) != len(parts):
        raise DomainError("This payment also pays an invoice that you cannot see, so you cannot reverse it.")
    if Payment.objects.filter(reversal_of=payment).exists():
        raise DomainError("This payment was reversed already.")
    reversal = Payment.objects.create(
        client_id=payment.client_id,
        matter_id=payment.matter_id,
        received_on=local_today(payment.firm),
        method=payment.method,
        reference=payment.reference,
        amount=-payment.amount,
        note=reason[:200],
        idempotency_key=f"reversal-{payment.pk}",
        reversal_of=payment,
        recorded_by=by,
    )
    _allocate(reversal, invoices, parts, by, "invoice.payment_reversed")
    audit.record(by, "payment.reversed", payment, changes={"amount": [payment.amount, ZERO]}, reason=reason)
    return reversal
