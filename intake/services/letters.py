"""Letters to leads: drafted from the firm's words, signed off by an attorney, sent. Fee terms come from the matter alone."""

import re

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure, refusal
from documents import storage
from documents.models import Document
from documents.services import create_document
from intake import pdf
from intake.models import Lead, Letter, LetterText
from intake.queries.wording import fee_words, letter_text, merged
from intake.services.leads import advance
from matters.models import FeeArrangement, PracticeArea
from matters.queries.access import may
from matters.services.fees import approve_fee
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest

Kind, How, State = LetterText.Kind, Letter.How, Letter.State
DAYS = 60


def ensure_drafts(by: Member) -> None:
    """Raise Refused unless the member drafts engagement terms."""
    if not by.powers.may_prepare(Perm.ENGAGEMENT_DRAFT):
        raise refusal(by, Perm.ENGAGEMENT_DRAFT)


@transaction.atomic
def draft_letter(lead: Lead, *, by: Member, kind: str) -> Letter:
    """A draft from the firm's words for this kind and practice area, its places filled; the open draft when there is one.

    The place of the fee stays a place: what the attorney set or proposes in the matter is put there when it is read.
    """
    ensure_drafts(by)
    lead = Lead.objects.select_for_update(of=("self",)).with_people().get(pk=lead.pk)
    found = lead.letters.filter(kind=kind, state=State.DRAFT).first()
    if found is not None:
        return found
    if kind not in Kind.values:
        raise DomainError("There is no such letter.")
    if kind == Kind.ENGAGEMENT and lead.matter_id is None:
        raise DomainError("Prepare the matter first: the letter states its terms.")
    subject, body = letter_text(kind, lead.practice_area_id)
    letter = Letter.objects.create(
        lead=lead,
        matter_id=lead.matter_id,
        kind=kind,
        to_name=lead.name,
        to_email=lead.email or (lead.contact.email if lead.contact_id else ""),
        to_address=lead.address or ("\n".join(lead.contact.address_lines) if lead.contact_id else ""),
        subject=merged(subject, lead)[:200],
        body=merged(body, lead),
        created_by=by,
    )
    audit.record(by, "letter.drafted", letter, changes={"kind": [None, letter.get_kind_display()]})
    return letter


def _draft(letter: Letter) -> Letter:
    found = Letter.objects.select_for_update(of=("self",)).select_related("lead", "matter").get(pk=letter.pk)
    if found.state != State.DRAFT:
        raise DomainError("This letter is signed off. It stays as it is.")
    return found


@transaction.atomic
def save_letter(
    letter: Letter,
    *,
    by: Member,
    subject: str,
    body: str,
    to_name: str,
    to_email: str = "",
    to_address: str = "",
) -> Letter:
    """Change a draft."""
    ensure_drafts(by)
    letter = _draft(letter)
    values = {
        "subject": " ".join(subject.split())[:200],
        "body": body.replace("\r\n", "\n").strip()[:20_000],
        "to_name": " ".join(to_name.split())[:200],
        "to_email": to_email.strip(),
        "to_address": to_address.replace("\r\n", "\n").strip()[:500],
    }
    for field, said in (
        ("subject", "Type the subject."),
        ("body", "Type the letter."),
        ("to_name", "Say to whom."),
    ):
        if not values[field]:
            raise DomainError(said, field=field)
    changes = audit.apply(letter, **values)
    if changes:
        letter.updated_at = timezone.now()
        letter.save(update_fields=[*values, "updated_at"])
        changes.pop("body", None)
        audit.record(by, "letter.changed", letter, changes=changes)
    return letter


@transaction.atomic
def delete_letter(letter: Letter, *, by: Member) -> None:
    """Throw a draft away."""
    ensure_drafts(by)
    letter = _draft(letter)
    waiting = newest("letter", letter)
    if waiting is not None and waiting.is_waiting:
        raise DomainError("This letter waits for sign-off. Withdraw it first.")
    audit.record(by, "letter.deleted", letter.lead, changes={"letter": [letter.get_kind_display(), None]})
    letter.delete()


def check_letter(letter: Letter, arguments: dict) -> None:
    """Raise DomainError when the letter cannot be signed off, or not be sent as `arguments` says."""
    if letter.state != State.DRAFT:
        raise DomainError("This letter is signed off already.")
    how = arguments.get("how", "")
    if how not in How.values:
        raise DomainError("Choose how it is sent.", field="how")
    if letter.kind == Kind.ENGAGEMENT:
        if letter.lead.matter_id is None:
            raise DomainError("Prepare the matter first: the letter states its terms.")
        if "{fee_terms}" not in letter.body:
            raise DomainError(
                "The place of the fee, {fee_terms}, is missing. The terms come from the matter, not from typing.",
                field="body",
            )
        if not fee_words(letter.lead):
            raise DomainError("No terms are proposed for the matter yet. Propose them there first.")
    left = set(re.findall(r"\{[\w.]+\}", letter.subject + letter.body)) - {"{fee_terms}"}
    if left:
        raise DomainError(f"A place is not filled: {', '.join(sorted(left))}.", field="body")
    if how == How.LINK:
        if letter.lead.matter_id is None:
            raise DomainError("Without a matter it goes by e-mail or post.", field="how")
        if not letter.lead.matter.client.email:
            raise DomainError(f"{letter.lead.matter.client.name} has no e-mail address.", field="how")
    if how == How.EMAIL and not letter.to_email:
        raise DomainError("Type the e-mail address it goes to.", field="to_email")


def usual_way(letter: Letter) -> str:
    """How a letter like this usually goes: by link where there is a matter, else by mail, else by post."""
    if (
        letter.lead.matter_id is not None
        and letter.lead.matter.client.email
        and letter.kind == Kind.ENGAGEMENT
    ):
        return How.LINK
    return How.EMAIL if letter.to_email else How.POST


@transaction.atomic
def submit_letter(
    letter: Letter, *, by: Member, to: Member | None = None, note: str = "", how: str = ""
) -> Approval:
    """Send a draft to an attorney, who signs it off and sends it in one act."""
    ensure_drafts(by)
    return approvals.submit(
        "letter",
        letter,
        by=by,
        to=to or letter.lead.attorney,
        note=note,
        arguments={"how": how or usual_way(letter)},
    )


@transaction.atomic
def sign_off_letter(letter: Letter, *, by: Member, how: str = "", seen: str = "") -> Letter:
    """An attorney signs the letter off and sends it (`how` of Letter.How; post and hand: to be printed)."""
    ensure(by, Perm.DOCUMENT_APPROVE)
    letter = _draft(letter)
    waiting = newest("letter", letter)
    given = {"how": how or usual_way(letter)}
    if waiting is not None and waiting.is_waiting:
        given = waiting.arguments
    check_letter(letter, given)
    approvals.decide("letter", letter, by=by, arguments=given, seen=seen)
    return Letter.objects.select_related("lead", "matter", "document").get(pk=letter.pk)


def carry_out_letter(letter: Letter, approval: Approval, *, by: Member) -> None:
    """What the sign-off does: the PDF is kept, the terms stand, and the letter goes out. Called by the decision alone."""
    approvals.require("letter", letter, arguments=approval.arguments)
    check_letter(letter, approval.arguments)
    how, lead, now = approval.arguments["how"], letter.lead, timezone.now()
    letter.body = letter.body.replace("{fee_terms}", fee_words(lead))
    letter.signed_off_by, letter.signed_off_at = by, now
    content = pdf.letter_pdf(letter)
    letter.sha256, letter.size = storage.store(letter.firm_id, content)
    if lead.matter is not None:
        letter.matter_id = lead.matter_id
        letter.version = create_document(
            lead.matter,
            content=content,
            filename=f"{letter.get_kind_display()}.pdf",
            name=f"{letter.get_kind_display()} to {letter.to_name}"[:200],
            category=Document.Category.CORRESPONDENCE,
            media_type="application/pdf",
            by=None,
        )
        letter.document = letter.version.document
        approvals.decide("document", letter.version, by=by)
    letter.state = State.SIGNED_OFF
    if how in (How.LINK, How.EMAIL):
        letter.state, letter.how, letter.sent_at, letter.sent_by = State.SENT, how, now, by
    letter.save()
    audit.record(by, "letter.signed_off", letter, changes={"sha256": [None, letter.sha256]})
    _settle_terms(letter, by)
    if how == How.LINK:
        contact = lead.matter.client
        approvals.decide("share", letter.version, by=by, arguments={"contact": contact.pk, "days": DAYS})
    elif how == How.EMAIL:
        enqueue_after_commit("intake.tasks.mail_letter", letter_id=letter.pk)
    if letter.state == State.SENT:
        _sent(letter, by)


def _settle_terms(letter: Letter, by: Member) -> None:
    """Whoever signs the engagement letter off agrees to its terms: they are set. Contingent ones wait for the client."""
    if letter.kind != Kind.ENGAGEMENT:
        return
    terms = (
        FeeArrangement.objects.proposed()
        .filter(matter=letter.lead.matter_id)
        .select_related("matter")
        .first()
    )
    if terms is None or terms.kind == FeeArrangement.Kind.CONTINGENCY:
        return
    if may(by, Perm.FEE_SET, terms.matter):
        approve_fee(terms, by=by)


def _sent(letter: Letter, by: Member) -> None:
    audit.record(by, "letter.sent", letter, changes={"how": [None, letter.get_how_display()]})
    if letter.kind == Kind.ENGAGEMENT:
        advance(Lead.objects.get(pk=letter.lead_id), Lead.State.ENGAGEMENT, by=by)


@transaction.atomic
def mark_sent(letter: Letter, *, by: Member, how: str) -> Letter:
    """Note that a signed-off letter was posted or handed over."""
    ensure_drafts(by)
    letter = Letter.objects.select_for_update(of=("self",)).select_related("lead").get(pk=letter.pk)
    if letter.state != State.SIGNED_OFF:
        raise DomainError(
            "An attorney signs the letter off first." if letter.state == State.DRAFT else "It was sent."
        )
    if how not in (How.POST, How.HAND):
        raise DomainError("Say whether it was posted or handed over.", field="how")
    letter.state, letter.how, letter.sent_at, letter.sent_by = State.SENT, how, timezone.now(), by
    letter.save(update_fields=["state", "how", "sent_at", "sent_by"])
    _sent(letter, by)
    return letter


@transaction.atomic
def save_letter_text(
    *, by: Member, kind: str, subject: str, body: str, practice_area: PracticeArea | None = None
) -> LetterText:
    """Set the firm's words for a kind of letter, for one practice area or for all others."""
    ensure(by, Perm.FIRM_SETTINGS)
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    if not subject or not body:
        raise DomainError("Type subject and letter.", field="body" if subject else "subject")
    if kind == Kind.ENGAGEMENT and "{fee_terms}" not in body:
        raise DomainError("An engagement letter has the place {fee_terms}.", field="body")
    found = LetterText.objects.filter(kind=kind, practice_area=practice_area).first()
    text = found or LetterText(kind=kind, practice_area=practice_area)
    text.subject, text.body = subject[:200], body[:20_000]
    text.save()
    audit.record(by, "lettertext.changed", text)
    return text
