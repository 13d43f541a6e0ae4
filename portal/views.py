"""What a client sees through a private link. No sign-in, no member: one link, one matter, one thing."""

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from zoneinfo import ZoneInfo

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Perm, requires
from billing import pdf
from billing.models import Invoice, InvoiceLine, InvoiceQuestion
from billing.queries.invoices import local_today
from billing.services import questions
from billing.services.invoices import mark_viewed
from documents import services as documents
from documents.models import Document, ShareLink
from documents.services.links import target_of
from documents.views.files import serve
from portal import tickets
from practice.access import public
from practice.exceptions import DomainError
from practice.htmx import INVALID
from practice.money import ZERO

# Guessing is hopeless against 256 bits; the limit keeps the door from being a load on the house.
LIMITS = {"link": "30/m/ip", "question": "20/h/key"}


def closed(request: HttpRequest) -> HttpResponse:
    """The one answer to every link that does not work, whatever the reason: same words, same status."""
    return _sealed(render(request, "portal/closed.html", status=404))


def _sealed(response: HttpResponse) -> HttpResponse:
    """No trace in caches, search engines and the addresses that other sites are told."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _as_nobody(request: HttpRequest) -> None:
    """A private link shows the same to a member of the firm who happens to be signed in."""
    request.member = request.firm = None
    request.memberships = []


def portal_page(view: Callable) -> Callable:
    """A page behind a link's cookie: `view(request, link, **kwargs)` runs in the link's own narrow scope."""

    @public
    @wraps(view)
    def page(request: HttpRequest, name: str, **kwargs) -> HttpResponse:
        _as_nobody(request)
        ticket = tickets.from_cookie(request, name)
        if ticket is None:
            return closed(request)
        if request.method == "POST" and not compare_digest(request.POST.get("key", ""), ticket.form_key):
            return closed(request)
        try:
            with tickets.entered(ticket) as link:
                if link is None:
                    return closed(request)
                with timezone.override(ZoneInfo(link.firm.time_zone)):
                    link.ticket = ticket
                    return _sealed(view(request, link, **kwargs))
        except Http404:
            return closed(request)

    # Forms carry the link's own key: with Referrer-Policy no-referrer browsers send no Origin to compare.
    page.csrf_exempt = True  # type: ignore[attr-defined]
    return page


@public
@require_GET
def portal_enter(request: HttpRequest, token: str) -> HttpResponse:
    """GET: exchange the token of a mailed address for a cookie, so that the secret leaves the address bar."""
    _as_nobody(request)
    if not ratelimit.consume(request, app="portal", action="link", config=LIMITS, limit_get=True):
        return _sealed(render(request, "portal/busy.html", status=429))
    ticket = tickets.from_token(token)
    if ticket is None:
        return closed(request)
    with tickets.entered(ticket) as link:
        if link is None:
            return closed(request)
    response = redirect("portal_page", ticket.public)
    tickets.put_cookie(response, ticket)
    return _sealed(response)


@portal_page
@require_GET
def portal_page_view(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """GET: the invoice or the document that the link shows. Counts as a view."""
    shown = _shown(link)
    sent = "sent" in request.GET
    if not sent:  # the page after a question is no second look
        documents.note_view(link, shown)
    if isinstance(shown, Invoice):
        mark_viewed(shown)
        return render(request, "portal/invoice.html", invoice_context(shown, link=link) | {"sent": sent})
    return render(
        request, "portal/document.html", _frame(link) | {"document": shown, "version": link.version}
    )


@portal_page
@require_GET
def portal_file(request: HttpRequest, link: ShareLink) -> HttpResponseBase:
    """GET: the PDF of the invoice, or the document's file; ?inline=1 shows it in the browser."""
    shown = _shown(link)
    version = shown.pdf if isinstance(shown, Invoice) else link.version
    if version is None:
        raise Http404
    try:
        response = serve(version, inline=request.GET.get("inline") == "1")
    except DomainError as error:
        return render(request, "portal/trouble.html", _frame(link) | {"said": error.message}, status=500)
    documents.note_view(link, shown, what="downloaded")
    return response


@portal_page
@require_POST
def portal_ask(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """POST: a question about the invoice or one of its lines."""
    invoice = _shown(link)
    if not isinstance(invoice, Invoice):
        raise Http404
    number = request.POST.get("line", "")
    line = None
    if number:
        known = number.isdecimal() and len(number) < 19
        line = get_object_or_404(InvoiceLine, pk=int(number) if known else 0, invoice=invoice)
    typed: dict = {
        "line": line,
        "text": request.POST.get("text", ""),
        "asked_by": request.POST.get("asked_by", ""),
    }
    error = ""
    limit = {"app": "portal", "action": "question", "config": LIMITS, "key": str(link.pk)}
    if not ratelimit.consume(request, **limit):
        error = "That is a lot of questions within an hour. Call us, or come back later."
    else:
        try:
            questions.ask_question(invoice, link=link, **typed)
        except DomainError as problem:
            error = problem.message
    if error:
        context = invoice_context(invoice, link=link, typed=typed, error=error)
        return render(request, "portal/invoice.html", context, status=INVALID)
    place = f"l{line.pk}" if line else "questions"
    response = redirect(f"{reverse('portal_page', args=[link.ticket.public])}?sent=1#{place}")
    response.status_code = 303
    return response


def _shown(link: ShareLink) -> Invoice | Document:
    """What the link shows, while it may be shown: an issued invoice, a document that is not in the trash."""
    found = target_of(link)
    if isinstance(found, Invoice) and not found.is_editable:
        return Invoice.objects.select_related("firm", "client", "matter", "pdf").get(pk=found.pk)
    if isinstance(found, Document) and found.trashed_at is None and link.version is not None:
        return found
    raise Http404


def _frame(link: ShareLink) -> dict:
    # `messages`: what waits for a member signed in in the same browser is not the client's.
    return {
        "link": link,
        "firm": link.firm,
        "public": link.ticket.public,
        "form_key": link.ticket.form_key,
        "messages": (),
    }


def _standing(invoice: Invoice) -> dict:
    """Where the invoice stands, as a client reads it: void, reversal, paid, overdue, part or due."""
    today = local_today(invoice.firm)
    late = (today - invoice.due_on).days if invoice.due_on else 0
    if invoice.state == Invoice.State.VOID:
        standing = "void"
    elif invoice.kind == Invoice.Kind.REVERSAL:
        standing = "reversal"
    elif invoice.balance <= ZERO:
        standing = "paid"
    else:
        standing = "overdue" if late > 0 else "due"
    paid_on = None
    if standing == "paid":
        last = invoice.allocations.select_related("payment").order_by("-payment__received_on", "-id").first()
        paid_on = last.payment.received_on if last else None
    return {"standing": standing, "days_late": late, "paid_on": paid_on}


def invoice_context(
    invoice: Invoice, *, link: ShareLink | None = None, typed: dict | None = None, error: str = ""
) -> dict:
    """What portal/invoice.html reads. Without `link` it is the firm's own preview: nothing can be sent."""
    context = pdf.context_of(invoice)
    asked: dict[int | None, list[InvoiceQuestion]] = {}
    for question in InvoiceQuestion.objects.filter(invoice=invoice).select_related("answered_by"):
        asked.setdefault(question.line_id, []).append(question)
    for line in (*context["fees"], *context["costs"]):
        line.asked = asked.get(line.pk, [])
    line = (typed or {}).get("line")
    return {
        **context,
        **_standing(invoice),
        **(_frame(link) if link else {"firm": invoice.firm}),
        "preview": link is None,
        "general": asked.get(None, []),
        "how_to_pay": invoice.firm.payment_instructions
        or invoice.heading.get("firm", {}).get("payment_instructions"),
        "asker": (typed or {}).get("asked_by") or (link.contact.name if link else invoice.client.name),
        "typed": (typed or {}).get("text", ""),
        "open_line": line.pk if line else None,
        "open_general": bool(typed) and line is None,
        "error": error,
    }


@requires(Perm.INVOICE_VIEW)
@require_GET
def invoice_client_view(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the page as the client sees it behind a link. Not counted as a view; nothing can be sent from it."""
    found = Invoice.objects.visible_to(request.member).select_related("firm", "client", "matter", "pdf")
    invoice = get_object_or_404(found, pk=pk)
    if invoice.is_editable:
        raise DomainError(
            "Clients see a bill once an attorney has approved it. The preview of a draft is on its own page."
        )
    return render(request, "portal/invoice.html", invoice_context(invoice))
