"""Draft review: the attorney's queue, the lines, and the decision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.permissions import Perm
from billing.forms.invoices import LineForm, SubmitForm
from billing.models import Invoice, InvoiceLine
from billing.queries.invoices import (
    awaiting_approval,
    local_today,
    read_mark,
    returned_to,
    unbilled_of,
)
from billing.queries.reviews import Rounds, review_of, rounds_of
from billing.services import invoices as services
from billing.services import lines as line_services
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, confirm_page, redirect_to, render_page

PAGE = "billing/invoice_review.html"
CONFLICT = 409
QUEUE = 60


def editable_or_404(request: HttpRequest, pk: int) -> Invoice:
    """An invoice the member may see, with what its page reads."""
    found = Invoice.objects.visible_to(request.member).select_related(
        "firm",
        "matter",
        "matter__responsible",
        "matter__supervising",
        "client",
        "drafted_by",
        "reviewer",
        "run",
    )
    return get_object_or_404(found, pk=pk)


def queue_of(member) -> list[Invoice]:
    """What waits for this member: bills to approve; for those who prepare bills, drafts, returned ones first."""
    if member.can(Perm.INVOICE_APPROVE):
        waiting = awaiting_approval(member).select_related("matter")[:QUEUE]
        if waiting:
            return list(waiting)
    drafts = Invoice.objects.visible_to(member).filter(state=Invoice.State.DRAFT).select_related("matter")
    if member.can(Perm.INVOICE_APPROVE):
        return list(drafts.filter(matter__responsible=member).order_by("id")[:QUEUE])
    back = list(returned_to(member).select_related("matter")[:QUEUE])
    rest = drafts.exclude(pk__in=[i.pk for i in back]).order_by("id")
    return back + list(rest[: QUEUE - len(back)])


def review_context(
    request: HttpRequest, invoice: Invoice, *, form: LineForm | None = None, note: str = ""
) -> dict:
    """Everything the review page shows."""
    member = request.member
    show = request.POST.get("show") or request.GET.get("show", "")
    review = review_of(invoice)
    editing = form.line.pk if form else 0
    if not form and request.method == "GET" and invoice.is_editable and member.can(Perm.INVOICE_DRAFT):
        wanted = request.GET.get("edit", "")
        line = next((r.line for r in review.lines if str(r.line.pk) == wanted), None)
        form, editing = (LineForm(line=line), line.pk) if line else (None, 0)
    shown = {
        "flagged": lambda r: bool(r.flags),
        "changed": lambda r: r.changed,
    }.get(show, lambda r: True)
    queue = queue_of(member)
    place = next((n for n, other in enumerate(queue) if other.pk == invoice.pk), None)
    before = queue[place - 1] if place else None
    after = queue[place + 1] if place is not None and place + 1 < len(queue) else None
    if place is None and queue:
        after = queue[0]
    done = Invoice.objects.filter(
        approved_by=member, issued_on=local_today(request.firm), kind=Invoice.Kind.INVOICE
    )
    time, costs = unbilled_of(invoice) if "more" in request.GET else ([], [])
    rounds = rounds_of(invoice)
    return {
        "invoice": invoice,
        "matter": invoice.matter,
        "review": review,
        "fees": [r for r in review.fees if shown(r) or r.line.pk == editing],
        "costs": [r for r in review.costs if shown(r) or r.line.pk == editing],
        "show": show,
        "form": form,
        "editing": editing,
        "note": note,
        "queue": queue,
        "place": (place or 0) + 1,
        "before": before,
        "after": after,
        "approved_today": list(done.select_related("matter").order_by("-id")[:12]),
        "seen": read_mark(invoice),
        "submit_form": SubmitForm(initial_member=services.default_reviewer(invoice)),
        "more_time": time,
        "more_costs": costs,
        "more": "more" in request.GET,
        "menu": _menu(invoice, member, rounds),
        "rounds": rounds,
        "may_approve": member.can(Perm.INVOICE_APPROVE),
        "may_draft": member.can(Perm.INVOICE_DRAFT),
        "proposes": not member.can(Perm.TIME_BILL_APPROVE),
        "events": audit.history_of(invoice, limit=50),
    }


def _menu(invoice: Invoice, member, rounds: Rounds) -> list[dict]:
    """What else can be done with the draft."""
    items: list[dict] = []
    if not member.can(Perm.INVOICE_DRAFT):
        return items
    if invoice.state == Invoice.State.DRAFT and member.can(Perm.INVOICE_APPROVE):
        items.append({"label": "Send to another attorney", "icon": "send", "dialog": "submit-dialog"})
    sent = rounds.waiting
    if sent is not None and member.pk in (sent.submitted_by_id, sent.prepared_by_id):
        back = f"{reverse('approval_withdraw', args=[sent.pk])}?next={_address(invoice)}"
        items.append({"label": "Take it back", "icon": "arrow-back", "url": back, "post": True})
    items.append({"label": "Discard draft", "icon": "trash", "dialog": "discard-dialog", "danger": True})
    return items


def review_page(request: HttpRequest, invoice: Invoice, *, status: int = 200, **more) -> HttpResponse:
    """The review page of one draft, or its body for htmx."""
    context = review_context(request, invoice, **more)
    return render_page(request, PAGE, context, partial={"pb": "pb"}, status=status)


@requires(Perm.INVOICE_DRAFT)
def invoice_review(request: HttpRequest) -> HttpResponse:
    """The first of what waits for the member; an empty page when nothing does."""
    queue = queue_of(request.member)
    if not queue:
        return render(
            request, "billing/review_empty.html", {"may_approve": request.member.can(Perm.INVOICE_APPROVE)}
        )
    return review_page(request, editable_or_404(request, queue[0].pk))


@requires(Perm.INVOICE_DRAFT)
def invoice_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one line in review: narrative, hours, amount, no charge, hold, remove."""
    line = get_object_or_404(InvoiceLine.objects.select_related("invoice"), pk=pk)
    invoice = editable_or_404(request, line.invoice_id)
    if request.method != "POST":
        return redirect_to(request, f"{_address(invoice)}?edit={line.pk}#line-{line.pk}")
    form = LineForm(request.POST, line=line)
    try:
        if form.is_valid():
            _save_line(form, line, request.member)
    except Refused:
        raise
    except DomainError as error:
        known = error.field if error.field in form.fields else None
        form.add_error(known, error.message)
    invoice.refresh_from_db()
    if form.errors:
        return review_page(request, invoice, form=form, status=INVALID)
    if request.htmx:
        return review_page(request, invoice)
    return redirect_to(request, f"{_address(invoice)}#line-{line.pk}")


def _address(invoice: Invoice) -> str:
    return reverse("invoice_detail", args=[invoice.pk])


def _save_line(form: LineForm, line: InvoiceLine, member) -> None:
    """Bring one line to what the form says, by as few services as it takes."""
    said = form.cleaned_data
    if said["change"] == "hold":
        line_services.hold_line(line, by=member)
        return
    if said["change"] == "remove":
        line_services.remove_line(line, by=member)
        return
    if "description" in form.changed_data:
        line = line_services.edit_line(line, description=said["description"], by=member)
    reason = said.get("reason") or ""
    if said["change"] == "no_charge":
        if not line.no_charge:
            line_services.no_charge(line, reason=reason, by=member)
        return
    now = line.worked_seconds if line.no_charge else line.seconds
    seconds, amount = said.get("hours"), said.get("amount")
    if seconds is not None and abs(seconds - now) >= 36:
        line_services.write_down(line, seconds=seconds, reason=reason, by=member)
    elif amount is not None and "amount" in form.changed_data:
        line_services.write_down(line, amount=amount, reason=reason or line.write_down_reason, by=member)
    elif line.no_charge and line.drafted_amount:
        line_services.restore_line(line, by=member)
    elif "reason" in form.changed_data and reason and line.amount != line.drafted_amount:
        line_services.write_down(line, amount=line.amount, reason=reason, by=member)


@requires(Perm.INVOICE_DRAFT)
def invoice_line_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bill a line as it was drafted."""
    line = get_object_or_404(InvoiceLine.objects.select_related("invoice"), pk=pk)
    invoice = editable_or_404(request, line.invoice_id)
    if request.method == "POST":
        line_services.restore_line(line, by=request.member)
        invoice.refresh_from_db()
        if request.htmx:
            return review_page(request, invoice)
    return redirect_to(request, "invoice_detail", invoice.pk)


@requires(Perm.INVOICE_VIEW)
def invoice_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the bill and go to the next. A bill that changed since it was read is shown again instead; who may not
    approve is offered to send it to an attorney.
    """
    invoice = editable_or_404(request, pk)
    if request.method != "POST":
        return redirect_to(request, "invoice_detail", invoice.pk)
    following = next((other for other in queue_of(request.member) if other.pk != invoice.pk), None)
    try:
        approved = services.approve_invoice(invoice, by=request.member, seen=request.POST.get("seen", "-"))
    except Refused:
        raise
    except DomainError as error:
        invoice.refresh_from_db()
        if not invoice.is_editable:
            raise
        return review_page(request, invoice, note=error.message, status=CONFLICT)
    text = f"{approved.number} approved, ${approved.total:,.2f}"
    if following is not None:
        return redirect_to(request, "invoice_detail", following.pk, toast=text)
    return redirect_to(request, "invoice_detail", approved.pk, toast=text)


@requires(Perm.INVOICE_APPROVE)
def invoice_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the bill back with a note."""
    invoice = editable_or_404(request, pk)
    context = {
        "title": f"Return the bill of {invoice.matter.name}?",
        "text": "It goes back to whoever drafted it, with your note.",
        "action": request.path,
        "verb": "Return",
        "reason": "What should change",
        "back": _address(invoice),
    }

    def act() -> HttpResponse:
        following = next((other for other in queue_of(request.member) if other.pk != invoice.pk), None)
        services.return_invoice(invoice, note=request.POST.get("reason", ""), by=request.member)
        return redirect_to(
            request, "invoice_detail", (following or invoice).pk, toast=f"{invoice.matter.name} returned"
        )

    return confirm_page(request, act, context)


@requires(Perm.INVOICE_DRAFT)
def invoice_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the draft to an attorney."""
    invoice = editable_or_404(request, pk)
    if request.method != "POST":
        return redirect_to(request, "invoice_detail", invoice.pk)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return review_page(request, invoice, note="Choose an attorney to review it.", status=INVALID)
    sent = services.submit_for_review(
        invoice, to=form.cleaned_data["to"], note=form.cleaned_data["note"], by=request.member
    )
    following = next((other for other in queue_of(request.member) if other.pk != invoice.pk), None)
    return redirect_to(
        request, "invoice_detail", (following or sent).pk, toast=f"Sent to {sent.reviewer.name} for review"
    )


@requires(Perm.INVOICE_DRAFT)
def invoice_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the text above the lines."""
    invoice = editable_or_404(request, pk)
    if request.method == "POST":
        line_services.set_message(invoice, message=request.POST.get("message", ""), by=request.member)
        if request.htmx:
            invoice.refresh_from_db()
            return review_page(request, invoice)
    return redirect_to(request, "invoice_detail", invoice.pk, toast="Message saved")


@requires(Perm.INVOICE_DRAFT)
def invoice_add_work(request: HttpRequest, pk: int) -> HttpResponse:
    """Put unbilled work that came later on the draft."""
    invoice = editable_or_404(request, pk)
    if request.method != "POST":
        return redirect_to(request, f"{_address(invoice)}?more=1")

    def ids(name: str) -> list[int]:
        return [int(v) for v in request.POST.getlist(name) if v.isdecimal() and len(v) < 19]

    added = line_services.add_unbilled(
        invoice,
        until=local_today(request.firm),
        by=request.member,
        entries=ids("entries"),
        expenses=ids("expenses"),
    )
    word = "line" if added == 1 else "lines"
    return redirect_to(request, "invoice_detail", invoice.pk, toast=f"{added} {word} added")


@requires(Perm.INVOICE_DRAFT)
def invoice_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away; its work is unbilled again."""
    invoice = editable_or_404(request, pk)
    if request.method == "POST":
        line_services.discard_draft(invoice, by=request.member)
        return redirect_to(
            request, "matter_billing", invoice.matter_id, toast="Draft discarded. Its work is unbilled again."
        )
    context = {
        "title": f"Discard the draft of {invoice.matter.name}?",
        "text": f"Its {invoice.lines.count()} lines become unbilled work again. The draft itself is gone.",
        "action": request.path,
        "verb": "Discard draft",
        "danger": True,
        "back": _address(invoice),
    }
    return render(request, "confirm.html", context)
