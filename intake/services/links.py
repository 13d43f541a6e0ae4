"""A form sent to somebody the firm knows: by a link of their own, again, ended, answered."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from intake.models import FormLink, IntakeForm, Lead, Question
from intake.services.leads import create_lead
from intake.services.submissions import Answers, Filled, answers_in, keep_answers
from matters.models import Contact
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

DAYS = (3, 7, 14, 30)


def _about(link: FormLink) -> Lead | Contact:
    """On whose history it stands: the lead's, or the contact's while there is none."""
    found = link.lead or link.contact
    assert found is not None  # form_link_is_somebodys
    return found


def _record(by: Member | None, verb: str, link: FormLink) -> None:
    """Note an act in the history of the lead, or of the contact while there is none."""
    audit.record(by, verb, _about(link), changes={"form": [None, link.form.name]})


@transaction.atomic
def send_form(
    form: IntakeForm,
    *,
    by: Member,
    lead: Lead | None = None,
    contact: Contact | None = None,
    days: int = 14,
    mail: bool = True,
) -> FormLink:
    """Make a link by which one person answers the form within `days` days, and mail it unless `mail` is off (it is copied).

    The answers land on `lead`; for a contact alone they make a lead of that contact. A link to the same form before it that
    nobody answered ends. Raises Refused without lead.screen, DomainError for a closed lead or without an e-mail address.
    """
    ensure(by, Perm.LEAD_SCREEN)
    if lead is None and contact is None:
        raise TypeError("send_form needs a lead or a contact")
    if days not in DAYS:
        raise DomainError("Choose how long the link is good.", field="days")
    if lead is not None:
        lead = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
        if not lead.is_open:
            raise DomainError(f"This lead is {lead.get_state_display().lower()}.", field="form")
    if not form.questions.exists():
        raise DomainError(f"{form.name} asks nothing yet.", field="form")
    person = lead or contact
    assert person is not None
    if mail and not person.email:
        raise DomainError(f"{person.name} has no e-mail address. Add one, or copy the link.", field="form")
    same = {"lead": lead} if lead is not None else {"lead": None, "contact": contact}
    FormLink.objects.filter(form=form, submission=None, revoked_at=None, **same).update(
        revoked_at=timezone.now()
    )
    link = FormLink.objects.create(
        form=form,
        lead=lead,
        contact=contact if lead is None else lead.contact,
        matter_id=lead.matter_id if lead is not None else None,
        name=person.name[:200],
        email=person.email if mail else "",
        expires_at=timezone.now() + datetime.timedelta(days=days),
        created_by=by,
    )
    _record(by, "lead.form_sent" if mail else "lead.form_linked", link)
    if mail:
        enqueue_after_commit("intake.tasks.mail_form", link_id=link.pk, times=1)
    return link


def _locked(link: FormLink) -> FormLink:
    rows = FormLink.objects.select_for_update(of=("self",)).select_related("form", "lead__matter", "contact")
    return rows.get(pk=link.pk)


@transaction.atomic
def resend_form(link: FormLink, *, by: Member, days: int = 14) -> FormLink:
    """Mail the link again and let it be good for `days` days from now, also when it had run out."""
    ensure(by, Perm.LEAD_SCREEN)
    link = _locked(link)
    if link.submission_id is not None:
        raise DomainError("It was answered.")
    if link.revoked_at is not None:
        raise DomainError("This link was ended. Send the form anew.")
    if link.lead is not None and not link.lead.is_open:
        raise DomainError(f"This lead is {link.lead.get_state_display().lower()}.")
    link.email = link.email or _about(link).email
    if not link.email:
        raise DomainError(f"{link.name} has no e-mail address. Add one, or copy the link.")
    link.sent_at, link.times_sent = timezone.now(), link.times_sent + 1
    link.expires_at = max(link.expires_at, link.sent_at + datetime.timedelta(days=days))
    link.save(update_fields=["email", "sent_at", "times_sent", "expires_at"])
    _record(by, "lead.form_resent", link)
    enqueue_after_commit("intake.tasks.mail_form", link_id=link.pk, times=link.times_sent)
    return link


@transaction.atomic
def end_form(link: FormLink, *, by: Member) -> None:
    """End a link that nobody answered. A second time changes nothing."""
    ensure(by, Perm.LEAD_SCREEN)
    link = _locked(link)
    if link.submission_id is None and link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        _record(by, "lead.form_ended", link)


def note_opened(link: FormLink) -> None:
    """Note that the person opened it, once."""
    FormLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def questions_for(form: IntakeForm, link: FormLink | None) -> list[Question]:
    """What is asked. Files of a lead that is a matter go there by its own door."""
    rows = list(form.questions.all())
    if link is not None and link.matter_id is not None:
        rows = [question for question in rows if question.kind != Question.Kind.FILE]
    return rows


def prefilled(questions: list[Question], link: FormLink) -> Filled:
    """The answers that the firm knows: name, e-mail and phone, of the lead or the contact."""
    person = _about(link)
    is_company = person.kind != Lead.Kind.PERSON
    known = {
        "company" if is_company else "name": person.name,
        "email": link.email or person.email,
        "phone": person.phone,
    }
    return Filled(values={q.pk: known[q.target] for q in questions if known.get(q.target)})


@transaction.atomic
def receive_answers(link: FormLink, filled: Filled, *, nonce: str) -> Lead | None:
    """Put the answers on the lead: fields that are empty there are filled, names are added, nothing is overwritten.

    What differs stands with the answers. For a contact alone a lead of that contact is made. None when it was answered
    before. Raises DomainError when the link is not good any more.
    """
    link = _locked(link)
    if link.submission_id is not None:
        return None
    if not link.is_open or (link.lead is not None and not link.lead.is_open):
        raise DomainError("This link is no longer in use. Call us.")
    answers = answers_in(link.form, filled)
    lead = _lead_of(link, answers)
    submission = keep_answers(link.form, lead, answers, filled, nonce=nonce)
    link.submission, link.lead = submission, lead
    link.save(update_fields=["submission", "lead"])
    audit.record(None, "lead.form_answered", lead, changes={"form": [None, link.form.name]})
    enqueue_after_commit("intake.tasks.acknowledge", submission_id=submission.pk)
    enqueue_after_commit("intake.tasks.tell_answered", link_id=link.pk)
    return lead


def _kind(contact: Contact) -> str:
    return Lead.Kind.PERSON if contact.kind == Contact.Kind.PERSON else Lead.Kind.COMPANY


def _lead_of(link: FormLink, answers: Answers) -> Lead:
    values = dict(answers.values)
    values.pop("kind", None)
    if link.lead is not None:
        lead = Lead.objects.select_for_update(of=("self",)).get(pk=link.lead.pk)
        new = {field: value for field, value in values.items() if value and not getattr(lead, field)}
        changes = audit.apply(lead, **new)
        if changes:
            lead.save(update_fields=[*changes, "updated_at"])
            audit.record(None, "lead.changed", lead, changes=changes)
        return lead
    contact, form, owner = link.contact, link.form, link.created_by
    assert contact is not None
    values |= {"email": values.get("email") or contact.email, "phone": values.get("phone") or contact.phone}
    return create_lead(
        by=None,
        channel=Lead.Channel.FORM,
        practice_area=form.practice_area,
        source=form.source,
        owner=owner if owner is not None and owner.is_active and owner.can(Perm.LEAD_SCREEN) else None,
        contact=contact,
        **(values | {"name": contact.name, "kind": _kind(contact)}),
    )
