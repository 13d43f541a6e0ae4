"""Payments: record one, look at one, reverse one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.permissions import Perm
from billing.forms.invoices import PaymentForm
from billing.models import Invoice, Payment
from billing.queries.invoices import local_today
from billing.queries.payments import payable_with, with_reversals
from billing.services.payments import record_payment, reverse_payment, share_out
from billing.views.reviews import editable_or_404
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, confirm_page, put_error, redirect_to


@requires(Perm.PAYMENT_RECORD)
def payment_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a payment of an invoice, and of the client's other open ones by the same money."""
    invoice = editable_or_404(request, pk)
    if invoice.state != Invoice.State.APPROVED or invoice.kind != Invoice.Kind.INVOICE:
        raise DomainError(f"{invoice} is {invoice.get_state_display().lower()}; it cannot be paid.")
    payable = payable_with(invoice)
    today = local_today(request.firm)
    data = request.POST if request.method == "POST" else None
    form = PaymentForm(data, invoice=invoice, payable=payable, today=today)
    if request.method == "POST" and form.is_valid():
        if "share" in request.POST:
            form = _shared(form, invoice, payable, today)
        else:
            try:
                payment = _record(form, request.member)
            except DomainError as error:
                put_error(form, error)
            else:
                text = f"Payment of ${payment.amount:,.2f} recorded"
                return redirect_to(request, "invoice_detail", invoice.pk, toast=text)
    bad = form.is_bound and not form.is_valid()
    context = {"invoice": invoice, "form": form, "rows": form.rows(), "several": len(payable) > 1}
    return render(request, "billing/payment_create.html", context, status=INVALID if bad else 200)


def _record(form: PaymentForm, member) -> Payment:
    said = form.cleaned_data
    return record_payment(
        parts=form.parts(),
        amount=said["amount"],
        received_on=said["received_on"],
        method=said["method"],
        reference=said["reference"],
        note=said["note"],
        key=said["key"],
        by=member,
    )


def _shared(form: PaymentForm, invoice: Invoice, payable: list[Invoice], today) -> PaymentForm:
    """The form again with the amount shared out over the open invoices, oldest first."""
    parts = share_out(form.cleaned_data["amount"], payable)
    data = form.data.copy()
    for other in payable:
        data[f"part_{other.pk}"] = str(parts.get(other.pk, ""))
    return PaymentForm(data, invoice=invoice, payable=payable, today=today)


@requires(Perm.PAYMENT_RECORD)
def payment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment: the receipt, what it paid, and its history."""
    found = with_reversals(Payment.objects.visible_to(request.member)).select_related(
        "client", "matter", "recorded_by", "reversal_of"
    )
    payment = get_object_or_404(found, pk=pk)
    context = {
        "payment": payment,
        "parts": payment.allocations.select_related("invoice", "invoice__matter"),
        "reversal": Payment.objects.filter(reversal_of=payment).first(),
        "events": audit.history_of(payment),
    }
    return render(request, "billing/payment_detail.html", context)


@requires(Perm.PAYMENT_RECORD)
def payment_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a payment back."""
    payment = get_object_or_404(Payment.objects.visible_to(request.member), pk=pk)
    context = {
        "title": f"Reverse the payment of ${payment.amount:,.2f}?",
        "text": "A second, negative payment is recorded, and the invoices it paid are open again.",
        "action": request.path,
        "verb": "Reverse payment",
        "reason": "Check returned by the bank",
        "danger": True,
        "back": reverse("payment_detail", args=[payment.pk]),
    }

    def act() -> HttpResponse:
        reversal = reverse_payment(payment, reason=request.POST.get("reason", ""), by=request.member)
        return redirect_to(request, "payment_detail", reversal.pk, toast="Payment reversed")

    return confirm_page(request, act, context)
