"""A form sent to a known person: prefilled, answered once, on their lead; again, ended, run out, of another firm."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from intake import tasks
from intake.models import FormLink, Lead, Submission
from intake.queries.tokens import link_token
from intake.services.leads import create_lead, lose_lead
from intake.services.links import end_form, resend_form, send_form
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from tests.intake.test_public_form import _no_limits, answers, form, opened, q  # noqa: F401


def deliver() -> None:
    for row in Outbox.objects.filter(task__startswith="intake.", done_at=None).order_by("id"):
        getattr(tasks, row.task.rpartition(".")[2])(firm_id=row.firm_id, **row.arguments)
        Outbox.objects.filter(pk=row.pk).update(done_at=timezone.now())


@pytest.fixture
def lead(a):
    return create_lead(by=a.assistant, name="Dana Reyes", email="dana@reyes.example", phone="510 555 0134")


def address(link: FormLink) -> str:
    return reverse("intake_public", args=[link_token(link)])


def test_what_is_answered_lands_on_the_lead(a, form, lead, client):  # noqa: F811
    link = send_form(form, by=a.assistant, lead=lead)
    deliver()
    assert mail.outbox[-1].to == ["dana@reyes.example"] and address(link) in mail.outbox[-1].body
    page = client.get(address(link)).content.decode()
    assert 'value="Dana Reyes"' in page and 'value="dana@reyes.example"' in page
    link.refresh_from_db()
    assert link.opened_at is not None
    typed = answers(form, **{q(form, "E-mail"): "other@reyes.example"}) | {"page": opened(client, form)}
    sent = client.post(address(link), typed)
    assert sent.status_code == 303 and client.get(sent["Location"]).status_code == 200
    lead.refresh_from_db()
    # Nothing is overwritten; what was empty is filled, and what differs stands with the answers.
    assert (lead.email, lead.summary) == ("dana@reyes.example", "Rear-ended on the bridge.")
    assert Lead.objects.count() == 1 and lead.parties.get().name == "Halton Freight, Inc."
    assert "other@reyes.example" in str(Submission.objects.get(lead=lead).answers)
    assert "lead.form_answered" in [event.verb for event in audit.history_of(lead)]
    mail.outbox.clear()
    deliver()
    assert [a.assistant.user.email] in [m.to for m in mail.outbox]
    # A second time it says that it was sent, and keeps nothing.
    again = client.post(address(link), answers(form) | {"page": opened(client, form)})
    assert again.status_code == 303 and Submission.objects.count() == 1
    with pytest.raises(DomainError, match="answered"):
        resend_form(link, by=a.assistant)


def test_a_contact_becomes_a_lead_by_answering(a, form, client):  # noqa: F811
    link = send_form(form, by=a.assistant, contact=a.client)
    assert client.get(address(link)).status_code == 200
    typed = answers(form) | {"page": opened(client, form)}
    assert client.post(address(link), typed).status_code == 303
    lead = Lead.objects.get()
    assert (lead.contact, lead.name, lead.kind, lead.owner) == (
        a.client,
        a.client.name,
        "company",
        a.assistant,
    )


def test_ended_run_out_sent_again(a, form, lead, client):  # noqa: F811
    link = send_form(form, by=a.assistant, lead=lead, days=3)
    deliver()
    FormLink.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert client.get(address(link)).status_code == 404
    mail.outbox.clear()
    link = resend_form(link, by=a.assistant)
    deliver()
    assert len(mail.outbox) == 1 and client.get(address(link)).status_code == 200
    other = send_form(form, by=a.assistant, lead=lead, mail=False)
    assert client.get(address(link)).status_code == 404  # the newer one counts
    end_form(other, by=a.assistant)
    assert client.get(address(other)).status_code == 404
    assert client.get(reverse("intake_public", args=["made-up"])).status_code == 404
    third = send_form(form, by=a.assistant, lead=lead)
    lose_lead(lead, by=a.assistant, reason="Went elsewhere")
    assert client.get(address(third)).status_code == 404
    for wrong in ({"lead": lead}, {"contact": a.client, "days": 99}):
        with pytest.raises(DomainError):
            send_form(form, by=a.assistant, **wrong)
    role = a.secretary.role
    role.powers = {power: level for power, level in role.powers.items() if power != "lead.screen"}
    role.save()
    with pytest.raises(Refused):
        send_form(form, by=Member.objects.get(pk=a.secretary.pk), contact=a.client)


def test_the_pages(a, form, lead, sign_in):  # noqa: F811
    browser = sign_in(a.assistant)
    for name, pk in (("lead_form_send", lead.pk), ("contact_form_send", a.client.pk)):
        page = reverse(name, args=[pk])
        assert browser.get(page).status_code == 200
        assert browser.post(page, {"form": form.pk, "days": "7", "how": "mail"}).status_code == 303
        assert browser.post(page, {"form": "", "days": "7"}).status_code == 422
    link = FormLink.objects.get(lead=lead)
    assert browser.post(reverse("form_link_resend", args=[link.pk])).status_code == 303
    assert browser.post(reverse("form_link_end", args=[link.pk])).status_code == 303
    link.refresh_from_db()
    assert link.times_sent == 2 and link.revoked_at is not None
    assert browser.get(reverse("lead_detail", args=[lead.pk])).status_code == 200
