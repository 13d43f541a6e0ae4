"""One invoice: the paper as the client sees it, what was paid, asked and sent; a matter's bills."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.permissions import Perm
from accounts.queries import refusal
from billing import emails, pdf
from billing.forms.invoices import SendForm
from billing.models import Invoice, InvoiceMail, InvoiceQuestion
from billing.queries.invoices import local_today, mails_of, status_of
from billing.queries.payments import payments_of
from billing.queries.totals import for_matters
from billing.services import invoices as services
from billing.services import mails, questions
from billing.views.reviews import editable_or_404, review_page
from matters.models import Matter
from matters.queries.access import may, may_prepare_on
from matters.queries.represented import direct_warning
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to
from supervision.models import Approval
from supervision.queries import newest


@requires(Perm.INVOICE_VIEW)
def invoice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft in review, or the issued paper with its payments, mails, questions and history."""
    invoice = editable_or_404(request, pk)
    if invoice.is_editable:
        return review_page(request, invoice)
    return render(request, "billing/invoice_detail.html", _detail(request, invoice))


def _detail(request: HttpRequest, invoice: Invoice, **more) -> dict:
    today = local_today(request.firm)
    mailed = list(mails_of(invoice))
    return {
        **pdf.context_of(invoice),
        "matter": invoice.matter,
        "status": status_of(invoice, today),
        "payments": payments_of(invoice),
        "mails": mailed,
        "waiting_mail": next((m for m in mailed if m.sent_at is None), None),
        "reminders": list(invoice.reminders.order_by("-id")),
        "questions": list(invoice.questions.select_related("line", "answered_by")),
        "reversal": invoice.reversals.first(),
        "events": audit.history_of(invoice, limit=100),
        "ladder": request.firm.reminder_days,
        "menu": _menu(request.member, invoice),
        "void_round": _waiting_void(invoice),
        **more,
    }


def _waiting_void(invoice: Invoice) -> Approval | None:
    """The proposal to void that waits for an attorney."""
    found = newest("void", invoice)
    return found if found is not None and found.is_waiting else None


def _menu(member, invoice: Invoice) -> list[dict]:
    """What else can be done with an issued invoice."""
    items: list[dict] = []
    client = reverse("invoice_client_view", args=[invoice.pk])
    items.append({"label": "Client view", "icon": "eye", "url": client})
    if invoice.state != Invoice.State.APPROVED or invoice.kind != Invoice.Kind.INVOICE:
        return items
    if invoice.balance > 0 and invoice.sent_at and member.can(Perm.INVOICE_SEND):
        url = reverse("invoice_remind", args=[invoice.pk])
        items.append({"label": "Send a reminder", "icon": "bell", "url": url})
    url = reverse("invoice_void", args=[invoice.pk])
    if may(member, Perm.INVOICE_VOID, invoice.matter):
        items.append({"label": "Void invoice", "icon": "ban", "url": url, "danger": True})
    elif may_prepare_on(member, Perm.INVOICE_VOID, invoice.matter):
        items.append({"label": "Propose to void", "icon": "ban", "url": url})
    return items


@requires(Perm.INVOICE_VIEW)
def invoice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as its client would see it."""
    invoice = editable_or_404(request, pk)
    if not invoice.is_editable:
        return redirect_to(request, "invoice_detail", invoice.pk)
    invoice.heading = services.make_heading(invoice, invoice.reviewer or invoice.matter.responsible)
    return render(
        request, "billing/invoice_preview.html", {**pdf.context_of(invoice), "matter": invoice.matter}
    )


@requires(Perm.INVOICE_VIEW)
def invoice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored PDF; while it is being made, the invoice's page says so."""
    invoice = editable_or_404(request, pk)
    if invoice.pdf_id is None:
        raise DomainError("The PDF is not made yet. It follows the approval within a minute.")
    return redirect_to(request, "document_download", invoice.pdf_id)


@requires(Perm.INVOICE_SEND)
def invoice_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the mail, then send it. A client without an address is named, with the way to add one."""
    invoice = editable_or_404(request, pk)
    if invoice.is_editable:
        raise DomainError("Only an approved bill goes to a client. An attorney approves it first.")
    initial = {"attach_pdf": invoice.firm.attach_invoice_pdf}
    form = SendForm(request.POST if request.method == "POST" else None, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            mail = mails.send_invoice(
                invoice,
                by=request.member,
                note=form.cleaned_data["note"],
                attach_pdf=form.cleaned_data["attach_pdf"],
                direct_reason=request.POST.get("direct_reason", "")[:500],
            )
        except Refused:
            raise
        except DomainError as problem:
            error = problem.message
        else:
            return redirect_to(request, "invoice_detail", invoice.pk, toast=f"On the way to {mail.to}")
    said = form.cleaned_data if form.is_bound and form.is_valid() else {"note": "", **initial}
    draft = InvoiceMail(
        invoice=invoice,
        kind=InvoiceMail.Kind.INVOICE,
        to=invoice.client.email,
        note=said["note"],
        attach_pdf=said["attach_pdf"],
        asked_by=request.member,
    )
    context = {
        "invoice": invoice,
        "form": form,
        "preview": emails.preview(draft),
        "error": error,
        "no_address": not invoice.client.email,
        "contact_url": reverse("contact_detail", args=[invoice.client_id]),
        "warning": direct_warning(invoice.client, invoice.matter),
        "asks": True,
    }
    bad = bool(error) or (form.is_bound and not form.is_valid())
    return render(request, "billing/invoice_send.html", context, status=INVALID if bad else 200)


@requires(Perm.INVOICE_SEND)
def invoice_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a reminder by hand."""
    invoice = editable_or_404(request, pk)
    if request.method == "POST":
        mail = mails.remind_now(invoice, by=request.member)
        return redirect_to(request, "invoice_detail", invoice.pk, toast=f"Reminder on the way to {mail.to}")
    context = {
        "title": f"Remind {invoice.client.name} of {invoice.number}?",
        "text": f"A mail with a private link goes to {invoice.client.email or 'nobody: there is no address'}.",
        "action": request.path,
        "verb": "Send reminder",
        "back": reverse("invoice_detail", args=[invoice.pk]),
    }
    return render(request, "confirm.html", context)


@requires(Perm.INVOICE_SEND)
def invoice_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop or resume the reminders of one invoice."""
    invoice = editable_or_404(request, pk)
    stopped = request.POST.get("stopped") == "1"
    if request.method == "POST":
        services.set_reminders(invoice, stopped=stopped, by=request.member)
    said = "Reminders stopped" if stopped else "Reminders go on"
    return redirect_to(request, "invoice_detail", invoice.pk, toast=said)


@requires(Perm.INVOICE_VIEW)
def invoice_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void an invoice by a reversal of its own number, or propose it to an attorney."""
    invoice = editable_or_404(request, pk)
    decides = may(request.member, Perm.INVOICE_VOID, invoice.matter)
    if not decides and not may_prepare_on(request.member, Perm.INVOICE_VOID, invoice.matter):
        raise refusal(request.member, Perm.INVOICE_VOID)
    proposed = _waiting_void(invoice)
    said: dict[str, Any] = {"reason": "", "write_off": False}
    error = ""
    if proposed is not None:
        said = proposed.arguments
    if request.method == "POST":
        said = {
            "reason": request.POST.get("reason", ""),
            "write_off": request.POST.get("work") == "write_off",
        }
        act = services.void_invoice if decides else services.propose_void
        try:
            done = act(invoice, by=request.member, **said)
        except Refused:
            raise
        except DomainError as problem:
            error = problem.message
        else:
            text = f"Sent to {done.assigned_to.name}" if not decides else ""
            text = text or f"{invoice.number} is void, reversed by {done.number}"
            return redirect_to(request, "invoice_detail", invoice.pk, toast=text)
    context = {"invoice": invoice, "error": error, "decides": decides, "proposed": proposed, **said}
    return render(request, "billing/invoice_void.html", context, status=INVALID if error else 200)


@requires(Perm.INVOICE_SEND)
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a client's question about an invoice."""
    question = get_object_or_404(InvoiceQuestion.objects.select_related("invoice"), pk=pk)
    invoice = editable_or_404(request, question.invoice_id)
    if request.method == "POST":
        try:
            questions.answer_question(question, answer=request.POST.get("answer", ""), by=request.member)
        except Refused:
            raise
        except DomainError as error:
            context = _detail(request, invoice, answering=question.pk, answer_error=error.message)
            return render(request, "billing/invoice_detail.html", context, status=INVALID)
    return redirect_to(request, f"{reverse('invoice_detail', args=[invoice.pk])}#questions", toast="Answered")


@requires(Perm.INVOICE_VIEW)
def matter_billing(request: HttpRequest, pk: int) -> HttpResponse:
    """The billing tab of a matter: what is unbilled and owed, its drafts and invoices."""
    matter = get_object_or_404(Matter.objects.visible_to(request.member).with_people(), pk=pk)
    today = local_today(request.firm)
    invoices = Invoice.objects.visible_to(request.member).filter(matter=matter).order_by("-id")[:200]
    rows = [(invoice, status_of(invoice, today)) for invoice in invoices]
    unbilled, owed = for_matters([matter.pk])[matter.pk]
    context = {"matter": matter, "tab": "billing", "rows": rows, "unbilled": unbilled, "owed": owed}
    return render(request, "billing/matter_billing.html", context)
