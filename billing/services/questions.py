"""A client's questions about a bill, asked behind a private link, and the firm's answers. Each side is told by mail."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import Invoice, InvoiceLine, InvoiceQuestion
from documents import services as documents
from documents.models import ShareLink
from documents.services.links import Visitor
from practice import audit, mail
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.scope import firm_scope

LONGEST = 2_000


def _text(text: str, field: str, empty: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise DomainError(empty, field=field)
    if len(said) > LONGEST:
        raise DomainError(f"At most {LONGEST:,} characters. This has {len(said):,}.", field=field)
    return said


@transaction.atomic
def ask_question(
    invoice: Invoice,
    *,
    text: str,
    asked_by: str,
    line: InvoiceLine | None = None,
    link: ShareLink | None = None,
) -> InvoiceQuestion:
    """Store a client's question about the invoice, or about one of its lines, and mail the responsible attorney.

    `asked_by` is the name the client gave; `link` is the private link it came by. The same question sent twice (a
    double click, a reload) is one.
    """
    text = _text(text, "text", "Write your question first.")
    name = " ".join(asked_by.replace("\x00", "").split())[:200]
    if not name:
        raise DomainError("Give your name, so that we know whom to answer.", field="asked_by")
    if line is not None and line.invoice_id != invoice.pk:
        raise DomainError("That line is not on this invoice.", field="line")
    if invoice.is_editable:
        raise DomainError("Questions are asked about a bill that went out.")
    same = InvoiceQuestion.objects.filter(invoice=invoice, line=line, link=link, text=text, answer="").first()
    if same is not None:
        return same
    question = InvoiceQuestion.objects.create(
        invoice=invoice, matter_id=invoice.matter_id, line=line, link=link, asked_by=name, text=text
    )
    who = Visitor(f"{name} (private link)") if link else None
    audit.record(who, "invoice.question_asked", invoice, changes={"question": [None, text[:200]]})
    enqueue_after_commit("portal.tasks.mail_question", question_id=question.pk)
    return question


@transaction.atomic
def answer_question(question: InvoiceQuestion, *, answer: str, by: Member) -> InvoiceQuestion:
    """Answer a client's question, once. The client sees it behind the private link and is told by mail."""
    ensure(by, Perm.INVOICE_SEND)
    answer = _text(answer, "answer", "Write the answer first.")
    locked = (
        InvoiceQuestion.objects.select_for_update(of=("self",)).select_related("invoice").get(pk=question.pk)
    )
    if locked.answer:
        raise DomainError("This question was answered already.")
    locked.answer, locked.answered_by, locked.answered_at = answer, by, timezone.now()
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    changes = {"question": [None, locked.text[:200]], "answer": [None, answer[:200]]}
    audit.record(by, "invoice.question_answered", locked.invoice, changes=changes)
    enqueue_after_commit("portal.tasks.mail_answer", question_id=locked.pk)
    return locked


def _context(question: InvoiceQuestion) -> dict:
    invoice = question.invoice
    return {
        "question": question,
        "invoice": invoice,
        "firm": invoice.firm,
        "firm_name": invoice.heading.get("firm", {}).get("name", invoice.firm.name),
        "client_name": question.link.contact.name if question.link else invoice.client.name,
    }


def _question(question_id: int) -> InvoiceQuestion | None:
    return (
        InvoiceQuestion.objects.select_related(
            "invoice__firm",
            "invoice__client",
            "invoice__matter__responsible__user",
            "line",
            "link__contact",
            "answered_by",
        )
        .filter(pk=question_id)
        .first()
    )


def _message_id(question: InvoiceQuestion, what: str) -> str:
    return mail.message_id(f"invoice-{what}-{question.firm_id}-{question.pk}")


def deliver_question(firm_id: int, question_id: int) -> None:
    """Mail the question to the matter's responsible attorney. Nothing of it is lost without mail: it is on the bill's page."""
    with firm_scope(firm_id):
        question = _question(question_id)
        if question is None or question.answer:
            return
        to = question.invoice.matter.responsible.user.email
        page = f"{settings.BASE_URL}{reverse('invoice_detail', args=[question.invoice_id])}#questions"
        context = _context(question) | {"attorney": question.invoice.matter.responsible, "url": page}
    mail.send("question_asked", to, context, message_id=_message_id(question, "question"))


def deliver_answer(firm_id: int, question_id: int) -> None:
    """Mail the client that the answer is there, with a link of its own, unless theirs was revoked."""
    with firm_scope(firm_id):
        question = _question(question_id)
        if question is None or not question.answer:
            return
        invoice, link = question.invoice, question.link
        contact = link.contact if link else invoice.client
        url = ""
        if link is None or link.revoked_at is None:
            _link, url = documents.create_share_link("invoice", invoice.pk, invoice.matter, contact, by=None)
        context = _context(question) | {"url": url}
    if contact.email:
        mail.send(
            "question_answered",
            contact.email,
            context,
            reply_to=invoice.firm.email,
            message_id=_message_id(question, "answer"),
        )
