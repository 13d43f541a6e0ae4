"""A stranger becomes a client: prepared by staff, decided once by an attorney, converted once."""

import datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from communications.models import Note
from conflicts.services.deciding import decide_check
from conflicts.services.judging import judge
from documents.models import Document, Version
from intake import services
from intake.models import Lead, LeadSource
from intake.tasks import mail_letter
from matters import services as matters
from matters.models import Contact, FeeArrangement, Party
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest
from tests.doors import refused_in_sql
from work.models import Task

TODAY = timezone.localdate


@pytest.fixture
def lead(a):
    a.firm.acceptance_check = "warn"
    a.firm.save()
    source = LeadSource.objects.create(name="Search engine")
    lead = services.create_lead(
        by=a.assistant,
        name="Dana Reyes",
        email="dana@reyes.example",
        phone="(510) 555-0144",
        practice_area=a.area,
        source=source,
        summary="Rear-ended on the bridge.",
        limitation_on=datetime.date(2027, 5, 1),
        attorney=a.attorney,
    )
    services.add_party(lead, by=a.assistant, name="Halton Freight Inc", role="opposing_party")
    services.add_party(lead, by=a.assistant, name="Ira Stone", role="opposing_counsel")
    services.add_note(lead, by=a.assistant, text="Calm, has photographs.")
    services.add_file(lead, by=a.assistant, content=b"%PDF-1.4 police report", filename="report.pdf")
    return lead


def prepared(a, lead, **fee):
    terms = {"kind": "flat", "flat_amount": Decimal("2500.00"), "note": "Through the hearing."} | fee
    return services.prepare_matter(
        lead, by=a.paralegal, responsible=a.attorney, team=[a.paralegal], fee=terms
    )


def again(lead):
    return Lead.objects.get(pk=lead.pk)


def test_preparing_carries_everything_over_once(a, lead):
    matter = prepared(a, lead)
    assert (matter.state, matter.name) == ("pending", "Reyes v. Halton Freight Inc")
    assert matter.description == "Rear-ended on the bridge."
    assert matter.limitation_on == datetime.date(2027, 5, 1)
    assert matter.through_intake
    assert (matter.client.name, matter.client.email) == ("Dana Reyes", "dana@reyes.example")
    parties = {
        p.contact.name: (p.role, p.side, p.represented_by and p.represented_by.name)
        for p in Party.objects.filter(matter=matter)
    }
    assert parties == {
        "Ira Stone": ("opposing_counsel", "opposing", None),
        "Halton Freight Inc": ("opposing_party", "opposing", "Ira Stone"),
    }
    assert Contact.objects.get(name="Halton Freight Inc").kind == "company"
    assert [d.name for d in Document.objects.filter(matter=matter)] == ["report"]
    assert matter.fee_arrangements.get().state == "proposed"
    now = again(lead)
    assert (now.matter_id, now.state) == (matter.pk, "screening")
    assert now.parties.first().matter_id == matter.pk
    with pytest.raises(DomainError, match="has its matter already"):
        prepared(a, lead)


def test_staff_submit_and_the_attorney_decides_lead_and_matter_in_one_act(a, lead):
    with pytest.raises(DomainError, match="Prepare the matter first"):
        services.submit_lead(lead, by=a.assistant)
    matter = prepared(a, lead)
    sent = services.submit_lead(lead, by=a.assistant, note="Good case")
    assert (sent.assigned_to, again(lead).state) == (a.attorney, "decision")
    with pytest.raises(Refused):
        services.accept_lead(again(lead), by=a.paralegal)
    approvals.approve(sent, by=a.attorney)
    assert again(lead).state == "accepted"
    matter.refresh_from_db()
    assert matter.state == "pending"  # it opens when the client has signed
    assert newest("matter", matter).decided_by == a.attorney
    assert matter.fee_arrangements.get().state == "in_force"
    with pytest.raises(DomainError, match="Note the day"):
        services.convert_lead(again(lead), by=a.assistant)
    services.sign_lead(again(lead), by=a.assistant, signed_on=TODAY())
    services.convert_lead(again(lead), by=a.assistant)
    matter.refresh_from_db()
    assert (matter.state, matter.accepted_by) == ("open", a.attorney)
    assert again(lead).state == "converted"
    assert Approval.objects.filter(kind="matter", object_id=matter.pk).count() == 1
    with pytest.raises(DomainError, match="converted already"):
        services.convert_lead(again(lead), by=a.assistant)


def test_a_signature_that_is_there_already_opens_the_matter_with_the_decision(a, lead):
    prepared(a, lead)
    services.sign_lead(again(lead), by=a.assistant, signed_on=TODAY())
    done = services.accept_lead(again(lead), by=a.attorney)
    assert (done.state, done.matter.state) == ("converted", "open")


def test_contingent_terms_are_put_in_force_by_an_attorney_after_the_signature(a, lead):
    matter = prepared(a, lead, kind="contingency", contingency_percent=Decimal("33.33"), flat_amount=None)
    services.accept_lead(again(lead), by=a.attorney)
    terms = FeeArrangement.objects.get(matter=matter)
    assert terms.state == "proposed"
    services.sign_lead(again(lead), by=a.assistant, signed_on=TODAY())
    services.convert_lead(again(lead), by=a.assistant)
    terms.refresh_from_db()
    assert (terms.state, terms.signed_on) == ("proposed", TODAY())
    waiting = newest("fee", terms)
    assert (waiting.is_waiting, waiting.assigned_to) == (True, a.attorney)
    approvals.approve(waiting, by=a.attorney)
    terms.refresh_from_db()
    assert terms.state == "in_force"


def test_deciding_on_the_matters_own_page_decides_the_lead(a, lead):
    matter = prepared(a, lead)
    sent = services.submit_lead(lead, by=a.assistant)
    matters.accept_matter(matter, by=a.attorney)
    sent.refresh_from_db()
    assert (sent.state, again(lead).state, again(lead).decided_by) == ("approved", "converted", a.attorney)
    assert Approval.objects.filter(kind="lead", object_id=lead.pk).count() == 1


def test_declining_the_matter_declines_its_lead(a, lead):
    matter = prepared(a, lead)
    matters.decline_matter(matter, by=a.attorney, reason="No capacity")
    assert (again(lead).state, again(lead).outcome) == ("declined", "No capacity")


def test_an_accepted_lead_whose_matter_is_opened_by_the_attorney_is_converted(a, lead):
    matter = prepared(a, lead)
    services.accept_lead(again(lead), by=a.attorney)
    matters.accept_matter(matter, by=a.attorney)
    assert again(lead).state == "converted"


def test_a_check_of_the_lead_clears_its_matter(a, lead):
    a.firm.acceptance_check = "intake"
    a.firm.save()
    check = services.run_check(lead, by=a.assistant)
    assert again(lead).state == "conflict"
    matter = prepared(a, lead)
    with pytest.raises(DomainError, match="not cleared"):
        services.accept_lead(again(lead), by=a.attorney)
    check.refresh_from_db()
    assert check.matter_id == matter.pk
    hits = list(check.hits.values_list("pk", flat=True))
    if hits:
        judge(check, by=a.attorney, hits=hits, value="none", reason="A namesake")
    decide_check(check, by=a.attorney, to="cleared")
    assert services.accept_lead(again(lead), by=a.attorney).state == "accepted"


def test_notes_answers_and_the_next_action_go_with_it(a, lead):
    services.set_next_action(lead, by=a.assistant, next_action="Ask for the police report")
    matter = prepared(a, again(lead))
    assert [n.body for n in Note.objects.filter(matter=matter)] == ["Calm, has photographs."]
    assert [t.title for t in Task.objects.filter(matter=matter)] == ["Ask for the police report"]


def test_an_attorney_accepts_at_once_without_anything_prepared(a, lead):
    done = services.accept_lead(lead, by=a.attorney)
    assert (done.state, done.matter.responsible) == ("accepted", a.attorney)
    assert services.convert_lead(done, by=a.attorney).state == "open"


def test_declining_sends_back_what_waits_and_declines_the_matter(a, lead):
    matter = prepared(a, lead)
    sent = services.submit_lead(lead, by=a.assistant)
    done = services.decline_lead(again(lead), by=a.attorney, reason="No capacity before the limitation date")
    assert (done.state, done.outcome, done.decided_by) == (
        "declined", "No capacity before the limitation date", a.attorney,
    )  # fmt: skip
    sent.refresh_from_db()
    assert sent.state == "returned"
    matter.refresh_from_db()
    assert matter.state == "declined"
    assert FeeArrangement.objects.get(matter=matter).state == "declined"


def test_referring_out_says_to_whom_and_may_be_taken_up_again(a, lead):
    with pytest.raises(DomainError, match="to whom"):
        services.decline_lead(lead, by=a.attorney, reason="Not our field", refer=True)
    done = services.decline_lead(
        lead, by=a.attorney, reason="Not our field", refer=True, referred_to="Nora Quist"
    )
    assert (done.state, done.referred_to) == ("referred", "Nora Quist")
    assert services.reopen_lead(done, by=a.assistant).state == "screening"


def test_a_return_puts_the_lead_back_to_work(a, lead):
    prepared(a, lead)
    sent = services.submit_lead(lead, by=a.assistant)
    approvals.send_back(sent, by=a.attorney, note="Ask for the police report")
    assert again(lead).state == "screening"


@pytest.mark.parametrize("state", ["accepted", "declined", "referred", "signed", "converted"])
def test_postgresql_refuses_what_no_attorney_decided(a, lead, state):
    matter = prepared(a, lead)
    assert matter
    refused_in_sql(
        "UPDATE intake_lead SET state = %s, outcome = 'x', signed_on = current_date WHERE id = %s",
        state,
        lead.pk,
    )


def test_postgresql_refuses_a_declined_lead_as_accepted(a, lead):
    services.decline_lead(lead, by=a.attorney, reason="No")
    refused_in_sql("UPDATE intake_lead SET state = 'accepted' WHERE id = %s", lead.pk)


def test_postgresql_keeps_the_matter_of_a_lead(a, lead):
    prepared(a, lead)
    refused_in_sql("UPDATE intake_lead SET matter_id = %s WHERE id = %s", a.matter.pk, lead.pk)


def test_an_engagement_letter_is_signed_off_once_and_then_goes_out_with_its_terms(a, lead):
    with pytest.raises(DomainError, match="Prepare the matter first"):
        services.draft_letter(lead, by=a.paralegal, kind="engagement")
    matter = prepared(a, lead)
    letter = services.draft_letter(again(lead), by=a.paralegal, kind="engagement")
    assert "Dear Dana Reyes:" in letter.body and "{fee_terms}" in letter.body
    assert "$" not in letter.body  # the terms are not staff's to type
    services.save_letter(
        letter, by=a.paralegal, subject=letter.subject, body=letter.body.replace("{fee_terms}", "We charge $100."),
        to_name=letter.to_name, to_email=letter.to_email,
    )  # fmt: skip
    letter.refresh_from_db()
    with pytest.raises(DomainError, match="place of the fee"):
        services.submit_letter(letter, by=a.paralegal)
    services.save_letter(
        letter, by=a.paralegal, subject=letter.subject, body="Dear Dana Reyes:\n\nFees. {fee_terms}", to_name="Dana Reyes",
        to_email="dana@reyes.example",
    )  # fmt: skip
    letter.refresh_from_db()
    with pytest.raises(Refused):
        services.sign_off_letter(letter, by=a.paralegal)
    sent = services.submit_letter(letter, by=a.paralegal)
    assert sent.content["fields"]["Text"] == "Dear Dana Reyes:\n\nFees. We charge a flat fee of $2,500.00."
    approvals.approve(sent, by=a.attorney)
    letter.refresh_from_db()
    assert (letter.state, letter.how, letter.signed_off_by) == ("sent", "link", a.attorney)
    assert letter.body == "Dear Dana Reyes:\n\nFees. We charge a flat fee of $2,500.00."
    version = Version.objects.get(matter=matter, document=letter.document)
    assert version.sha256 == letter.sha256
    assert newest("document", version).decided_by == a.attorney
    assert newest("share", version).arguments["contact"] == matter.client_id
    assert FeeArrangement.objects.get(matter=matter).state == "in_force"
    assert again(lead).state == "engagement"
    refused_in_sql("UPDATE intake_letter SET body = 'x' WHERE id = %s", letter.pk)


def test_a_letter_does_not_leave_without_an_approval(a, lead):
    letter = services.draft_letter(lead, by=a.assistant, kind="non_engagement")
    refused_in_sql(
        "UPDATE intake_letter SET state = 'sent', how = 'post', sent_at = now(), signed_off_at = now(), signed_off_by_id = %s "
        "WHERE id = %s",
        a.assistant.pk,
        letter.pk,
    )


def test_a_non_engagement_letter_needs_no_matter_and_goes_by_mail(a, lead):
    services.decline_lead(lead, by=a.attorney, reason="Conflict of interest")
    letter = services.draft_letter(again(lead), by=a.assistant, kind="non_engagement")
    done = services.sign_off_letter(letter, by=a.attorney)
    assert (done.state, done.how, done.document) == ("sent", "email", None)
    mail_letter(firm_id=a.firm.pk, letter_id=done.pk)
    assert mail.outbox[-1].to == ["dana@reyes.example"]
    name, content, kind = mail.outbox[-1].attachments[0]
    assert (name, kind, content[:5]) == ("Non-engagement letter.pdf", "application/pdf", b"%PDF-")
