"""Strangers fill in a form: it becomes a lead with parties and files; robots, guesses and too much at once are kept out."""

import re
import secrets
import time

import pytest
from django.conf import settings
from django.core import mail, signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from intake.models import Lead, LeadFile, LeadParty, Question, Submission
from intake.queries.tokens import read, token_of
from intake.services.forms import delete_question, host_of, new_address, save_form, save_question
from intake.tasks import acknowledge
from intake.views.public import SALT
from practice.exceptions import DomainError, Refused
from tests.doors import refused_in_sql


@pytest.fixture(autouse=True)
def _no_limits(db):
    cache.clear()


@pytest.fixture
def form(a):
    made = save_form(
        None, by=a.admin, name="Injury", hosts=["www.alder.example"], owner=a.assistant, practice_area=a.area
    )
    hurt = save_question(made, None, by=a.admin, label="Was anybody hurt", kind="yes_no", required=True)
    save_question(
        made,
        None,
        by=a.admin,
        label="Which hospital",
        kind="text",
        required=True,
        show_if=hurt,
        show_values=["Yes"],
    )
    save_question(made, None, by=a.admin, label="Papers", kind="file")
    return save_form(made, by=a.admin, is_active=True)


def url(form):
    return reverse("intake_public", args=[token_of(form)])


def q(form, label):
    return Question.objects.get(form=form, label__startswith=label).field_name


def answers(form, **more):
    return {
        q(form, "Your name"): "Dana Reyes",
        q(form, "E-mail"): "dana@reyes.example",
        q(form, "What happened"): "Rear-ended on the bridge.",
        q(form, "Who is on"): "Halton Freight, Inc.",
        q(form, "Was anybody"): "No",
    } | more


def opened(client, form, *, seconds: int = 30):
    """The hidden value of a page that was opened some seconds ago."""
    assert re.search(r'name="page" value="[^"]+"', client.get(url(form)).content.decode())

    class Earlier(signing.TimestampSigner):
        def timestamp(self):
            return signing.b62_encode(int(time.time()) - seconds)

    signer = Earlier(key=settings.PORTAL_KEY, sep=".", salt=SALT)
    return signer.sign(f"{form.pk}.{secrets.token_urlsafe(18)}")


def test_a_stranger_becomes_a_lead_with_parties_answers_and_files(a, form, client):
    paper = SimpleUploadedFile("report.pdf", b"%PDF-1.4 report", content_type="application/pdf")
    data = answers(form) | {"page": opened(client, form), q(form, "Papers"): paper}
    answer = client.post(url(form), data)
    assert (answer.status_code, answer["Location"]) == (
        303,
        reverse("intake_public_sent", args=[token_of(form)]),
    )
    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.channel, lead.state) == (
        "Dana Reyes",
        "dana@reyes.example",
        "form",
        "new",
    )
    assert (lead.owner, lead.practice_area, lead.created_by, lead.contact) == (
        a.assistant,
        a.area,
        None,
        None,
    )
    assert [(p.name, p.role) for p in LeadParty.objects.filter(lead=lead)] == [
        ("Halton Freight, Inc.", "opposing_party")
    ]
    assert [f.filename for f in LeadFile.objects.filter(lead=lead)] == ["report.pdf"]
    sent = Submission.objects.get()
    assert [r["label"] for r in sent.answers][:2] == ["Your name", "E-mail"]
    thanks = client.get(answer["Location"]).content.decode()
    assert "No attorney-client relationship" in thanks
    acknowledge(firm_id=a.firm.pk, submission_id=sent.pk)
    assert mail.outbox[-1].to == ["dana@reyes.example"]
    assert "forms no attorney-client relationship" in mail.outbox[-1].body
    refused_in_sql("UPDATE intake_submission SET answers = '[]' WHERE id = %s", sent.pk)


def test_the_same_page_is_one_lead(a, form, client):
    data = answers(form) | {"page": opened(client, form)}
    assert client.post(url(form), data).status_code == 303
    assert client.post(url(form), data).status_code == 303
    assert Lead.objects.count() == 1


def test_a_condition_is_asked_and_needed_only_when_it_is_met(a, form, client):
    data = answers(form, **{q(form, "Was anybody"): "Yes"}) | {"page": opened(client, form)}
    answer = client.post(url(form), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is needed." in page and "Dana Reyes" in page  # what was typed stays
    data = answers(form) | {"page": opened(client, form), q(form, "Which hospital"): "Sneaked in"}
    assert client.post(url(form), data).status_code == 303
    assert "Sneaked in" not in str(Submission.objects.get().answers)


def test_robots_are_thanked_and_kept_out(a, form, client):
    data = answers(form) | {"page": opened(client, form), "website": "http://spam.example"}
    assert client.post(url(form), data).status_code == 303
    assert not Lead.objects.exists()


@pytest.mark.parametrize("seconds", [1, 25 * 3600])
def test_too_fast_and_too_late_is_asked_again(a, form, client, seconds):
    data = answers(form) | {"page": opened(client, form, seconds=seconds)}
    assert client.post(url(form), data).status_code == 422
    assert not Lead.objects.exists()


def test_a_page_of_another_form_or_none_is_no_page(a, form, client):
    for page in ("", "x.y.z", opened(client, form)[:-3]):
        assert client.post(url(form), answers(form) | {"page": page}).status_code == 422
    assert not Lead.objects.exists()


def test_too_many_from_one_address_wait(a, form, client):
    for _ in range(10):
        assert client.post(url(form), answers(form) | {"page": opened(client, form)}).status_code == 303
    assert client.post(url(form), answers(form) | {"page": opened(client, form)}).status_code == 429
    assert Lead.objects.count() == 10


def test_programs_and_huge_uploads_are_refused(a, form, client):
    bad = SimpleUploadedFile("run.exe", b"MZ" + b"0" * 50)
    data = answers(form) | {"page": opened(client, form), q(form, "Papers"): bad}
    answer = client.post(url(form), data)
    assert (answer.status_code, "cannot be sent here" in answer.content.decode()) == (422, True)
    huge = client.post(url(form), data, CONTENT_LENGTH=str(40 * 1024 * 1024))
    assert (huge.status_code, "Nothing was sent" in huge.content.decode()) == (422, True)
    assert not Lead.objects.exists()


def test_only_the_firms_own_sites_may_frame_it(a, form, client):
    answer = client.get(url(form))
    assert "frame-ancestors 'self' https://www.alder.example" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    save_form(form, by=a.admin, hosts=[])
    closed = client.get(url(form))
    assert "frame-ancestors 'none'" in closed["Content-Security-Policy"]
    assert closed["X-Frame-Options"] == "DENY"
    assert client.get("/account/login/")["X-Frame-Options"] == "DENY"


def test_every_address_that_opens_nothing_answers_alike(a, form, client):
    token = token_of(form)
    bodies = set()
    save_form(form, by=a.admin, is_active=False)
    for wrong in (token, "abc", token[:-2], token_of(form)[::-1]):
        answer = client.get(reverse("intake_public", args=[wrong]))
        assert answer.status_code == 404
        bodies.add(answer.content)
    assert len(bodies) == 1
    save_form(form, by=a.admin, is_active=True)
    new_address(form, by=a.admin)
    assert client.get(reverse("intake_public", args=[token])).status_code == 404
    assert read(token) is not None  # it is ours, and still opens nothing


def test_it_says_nothing_of_who_is_known_to_the_firm(a, form, client):
    """A client's own name and address make the same page as a stranger's, and match no contact."""
    known = answers(form, **{q(form, "Your name"): a.client.name, q(form, "E-mail"): a.client.email})
    one = client.post(url(form), known | {"page": opened(client, form)})
    two = client.post(url(form), answers(form) | {"page": opened(client, form)})
    assert (one.status_code, one["Location"]) == (two.status_code, two["Location"])
    assert Lead.objects.get(email=a.client.email).contact is None


def test_a_signed_in_member_sees_what_a_stranger_sees(a, form, sign_in, client):
    stranger = client.get(url(form)).content
    member = sign_in(a.attorney).get(url(form)).content
    cut = re.compile(rb'name="page" value="[^"]+"')
    assert cut.sub(b"", stranger) == cut.sub(b"", member)


def test_the_firm_sets_it_up_and_nobody_else(a, form):
    with pytest.raises(Refused):
        save_form(None, by=a.assistant, name="Mine")
    with pytest.raises(DomainError, match="https"):
        host_of("http://www.example.com")
    with pytest.raises(DomainError, match="no web site"):
        host_of("javascript:alert(1)")
    assert host_of("Example.com/page") == "https://example.com"
    hurt = Question.objects.get(form=form, label="Was anybody hurt")
    delete_question(hurt, by=a.admin)
    hospital = Question.objects.get(form=form, label="Which hospital")
    assert (hospital.show_if, hospital.show_values) == (None, [])


def test_a_form_without_a_name_or_an_address_stays_off(a):
    made = save_form(None, by=a.admin, name="Odd")
    Question.objects.filter(form=made, target__in=["email", "phone"]).delete()
    with pytest.raises(DomainError, match="neither e-mail nor phone"):
        save_form(made, by=a.admin, is_active=True)


def test_the_page_sees_no_matter_and_few_queries(a, form, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        client.get(url(form))
    assert connection.vendor == "postgresql"
