"""Titles (Guideline 4): who is not a lawyer is called so, in the product and in what leaves the firm."""

import datetime
import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import BarLicence, Invitation, Member
from accounts.services import invitations, licences
from billing.models import InvoiceQuestion
from billing.services import mails, questions
from billing.tasks import email_invoice
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests.accounts.mails import deliver
from tests.accounts.test_people import change
from tests.billing.bills import fresh, make_invoice

CLAIMS = [
    "Attorney",
    "Associate attorney",
    "Of counsel",
    "lawyer",
    "Esq.",
    "PARTNER",
    "Managing Partner",
    "Counselor",
    "Abogada",
]


@pytest.mark.parametrize("title", CLAIMS)
def test_a_non_lawyers_title_may_not_say_lawyer(a, title):
    with pytest.raises(DomainError, match="says that this person is a lawyer") as refused:
        change(a.paralegal, by=a.admin, title=title)
    assert refused.value.field == "title"


@pytest.mark.parametrize("title", [*CLAIMS, "Paralegal & attorney-at-law"])
def test_the_database_refuses_it_too(a, title):
    with pytest.raises(IntegrityError, match="title of a non-lawyer"), transaction.atomic():
        Member.objects.filter(pk=a.paralegal.pk).update(title=title)


@pytest.mark.parametrize(
    "title", ["Paralegal", "Counseling coordinator", "Partnership clerk", "Legal assistant"]
)
def test_other_titles_are_free(a, title):
    assert change(a.paralegal, by=a.admin, title=title).title == title


def test_an_attorneys_title_is_free_and_goes_with_the_role(a):
    change(a.associate, by=a.attorney, title="Of counsel")
    with pytest.raises(DomainError, match="“counsel” says"):
        change(fresh(a.associate), by=a.attorney, role=a.roles["paralegal"], title="Of counsel")
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=a.associate.pk).update(role=a.roles["paralegal"])


def test_an_empty_title_is_the_roles_own(a):
    changed = change(a.secretary, by=a.admin, title="  ")
    assert changed.title == "Legal secretary"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_member SET title = ' ' WHERE id = %s RETURNING title", [a.paralegal.pk]
        )
        assert cursor.fetchone() == ("Paralegal",)


def test_invitations_are_held_to_it(a):
    values = {
        "by": a.admin,
        "name": "Juno Marsh",
        "email": "juno@marsh.example",
        "role": a.roles["paralegal"],
    }
    with pytest.raises(DomainError, match="says that this person is a lawyer"):
        invitations.invite(**values, title="Senior counsel")
    with pytest.raises(DomainError, match="Leave it out of the name") as refused:
        invitations.invite(**values | {"name": "Juno Marsh, Esq."})
    assert refused.value.field == "name"
    assert invitations.invite(**values).title == "Paralegal"
    assert Invitation.objects.get().title == "Paralegal"


def test_ones_own_name_is_held_to_it(firms, sign_in):
    answer = sign_in(firms.a.paralegal).post(
        "/account/profile/", {"name": "Otis Farrow, Esq.", "theme": "dark"}
    )
    assert answer.status_code == 422
    assert "says that this person is a lawyer" in answer.content.decode()
    with firm_scope(firms.a.firm):
        assert Member.objects.get(pk=firms.a.paralegal.pk).name == "Otis Farrow"
    answer = sign_in(firms.a.associate).post(
        "/account/profile/", {"name": "Priya Tollett, Esq.", "theme": "dark"}
    )
    assert answer.status_code == 303


def test_a_contract_lawyer_is_called_one_when_the_licence_is_verified(a):
    with pytest.raises(DomainError):
        change(a.freelancer, by=a.admin, title="Contract attorney")
    licence = licences.enter_licence(a.freelancer, by=a.admin, jurisdiction="NV", number="8")
    with pytest.raises(DomainError):
        change(a.freelancer, by=a.admin, title="Contract attorney")
    licences.verify_licence(licence, by=a.attorney)
    assert change(a.freelancer, by=a.admin, title="Contract attorney").title == "Contract attorney"
    # It backs the title and unlocks nothing.
    assert not fresh(a.freelancer).is_licensed


def test_a_signature_has_title_and_current_bar_numbers(a):
    number = f"California alder-{a.attorney.pk}"
    BarLicence.objects.create(member=a.attorney, jurisdiction="Nevada", number="77")  # not verified
    assert fresh(a.attorney).signature.full == f"Imogen Vance, Partner, {number}"
    assert str(fresh(a.paralegal).signature) == fresh(a.paralegal).signed_name == "Otis Farrow, Paralegal"
    assert fresh(a.paralegal).signature.full == "Otis Farrow, Paralegal"
    a.attorney.title = ""
    assert a.attorney.signed_name == "Imogen Vance, Attorney"


def test_bills_mailed_by_a_secretary_carry_her_title(a):
    invoice = make_invoice(a, sent_at=timezone.now())
    for asked in (
        mails.send_invoice(invoice, by=fresh(a.secretary)),
        mails.remind_now(invoice, by=fresh(a.secretary)),
    ):
        email_invoice(firm_id=a.firm.pk, mail_id=asked.pk)
        sent = mail.outbox[-1]
        assert "Bea Castellan, Legal secretary" in sent.body
        assert "Bea Castellan, Legal secretary" in sent.alternatives[0][0]


def test_answers_to_clients_carry_the_title(a):
    invoice = make_invoice(a, sent_at=timezone.now())
    question = InvoiceQuestion.objects.create(
        invoice=invoice, matter=a.matter, asked_by="Juno Bright", text="What was this?"
    )
    questions.answer_question(question, answer="A call with the court.", by=fresh(a.secretary))
    (sent,) = [m for m in deliver() if "Your question" in m.subject]
    assert "Bea Castellan, Legal secretary answers:" in sent.body
    assert "Bea Castellan, Legal secretary answers:" in sent.alternatives[0][0]
    page = render_to_string("portal/_said.html", {"questions": [InvoiceQuestion.objects.get()]})
    assert "<b>Bea Castellan, Legal secretary</b>" in page


def test_an_invitation_says_who_invites(a):
    invitations.invite(
        by=a.admin,
        name="Juno Marsh",
        email="juno@marsh.example",
        role=a.roles["freelancer"],
        expires_on=timezone.localdate() + datetime.timedelta(days=9),
    )
    (sent,) = deliver()
    assert "Rowan Achebe, Office manager invites you" in sent.body


MAILS = settings.BASE_DIR / "templates" / "emails"
OUTSIDE = [
    path
    for name in (
        "invoice_sent",
        "invoice_reminder",
        "question_answered",
        "document_shared",
        "invitation",
        "guest_engaged",
    )
    for path in sorted(MAILS.glob(f"{name}.txt")) + sorted(MAILS.glob(f"{name}.html"))
]


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path.name)
def test_no_mail_to_people_outside_names_staff_without_a_title(path):
    found = re.findall(
        r"\{\{\s*[\w.]*\b(?:by|invited_by|answered_by|asked_by|attorney|sender)\.name\b", path.read_text()
    )
    assert found == []


def test_the_profile_form_of_a_person_says_why(firms, sign_in):
    member = firms.a.paralegal
    data = {
        "name": member.name,
        "role": member.role_id,
        "title": "Attorney",
        "supervisor": "",
        "daily_target": "",
    }
    answer = sign_in(firms.a.admin).post(f"/settings/people/{member.pk}/", data)
    assert answer.status_code == 422
    assert "says that this person is a lawyer" in answer.content.decode()
