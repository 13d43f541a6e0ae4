"""A court's date is done with the document that proves it, or with the reason why there is none; undo takes both back."""

import datetime

import pytest
from django.urls import reverse

from calendar_app import services
from calendar_app.models import Deadline
from documents.models import Document
from practice.exceptions import DomainError
from tests.cast import make_matter
from tests.doors import refused_in_sql

DAY = datetime.date(2027, 1, 4)


@pytest.fixture
def deadline(a):
    return services.create_deadline(a.matter, by=a.paralegal, title="Opposition", due_on=DAY)


@pytest.fixture
def paper(a):
    return Document.objects.create(
        matter=a.matter, name="Filed opposition, endorsed", latest=1, created_by=a.secretary
    )


def test_it_is_picked_among_the_papers_of_the_matter(a, deadline, paper, sign_in):
    other = make_matter(a, number="2026-0002", name="Other")
    elsewhere = Document.objects.create(matter=other, name="Elsewhere", latest=1, created_by=a.secretary)
    client = sign_in(a.secretary)
    url = reverse("deadline_done", args=[deadline.pk])
    search = reverse("paper_options", args=[a.matter.pk])
    assert search in client.get(url).content.decode()
    for text in ("", "opposition", "endorsed filed"):
        found = client.get(search, {"q": text}).content.decode()
        assert "Filed opposition, endorsed" in found, text
        assert "Elsewhere" not in found
    assert "Filed" not in client.get(search, {"q": "answer"}).content.decode()
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"proof": elsewhere.pk}).status_code == 422
    # Without script the name is typed.
    assert client.post(url, {"proof_text": "no such paper"}).status_code == 422
    with pytest.raises(DomainError, match="not one of"):
        services.complete_deadline(deadline, by=a.secretary, proof=elsewhere)
    assert client.post(url, {"proof": paper.pk}).status_code == 303
    found = Deadline.objects.get()
    assert (found.proof, found.no_proof, found.done_by) == (paper, "", a.secretary)
    page = client.get(found.get_absolute_url()).content.decode()
    assert paper.get_absolute_url() in page


def test_or_a_reason_why_there_is_none(a, deadline, sign_in):
    with pytest.raises(DomainError, match="say why there is none"):
        services.complete_deadline(deadline, by=a.secretary)
    client = sign_in(a.secretary)
    client.post(reverse("deadline_done", args=[deadline.pk]), {"no_proof": "Argued orally"})
    assert Deadline.objects.get().no_proof == "Argued orally"
    assert "Argued orally" in client.get(deadline.get_absolute_url()).content.decode()


def test_an_internal_date_needs_neither(a, sign_in):
    own = services.create_deadline(a.matter, by=a.paralegal, title="Draft", due_on=DAY, kind="internal")
    assert sign_in(a.secretary).post(reverse("deadline_done", args=[own.pk])).status_code == 303
    assert Deadline.objects.get(pk=own.pk).done_at is not None


def test_undo_takes_it_back(a, deadline, paper, sign_in):
    services.complete_deadline(deadline, by=a.secretary, proof=paper)
    assert sign_in(a.secretary).post(reverse("deadline_undo", args=[deadline.pk])).status_code == 303
    found = Deadline.objects.get()
    assert (found.done_at, found.proof, found.no_proof) == (None, None, "")


def test_the_database_keeps_proofs_with_what_is_done(a, deadline, paper):
    table = "UPDATE calendar_app_deadline SET"
    refused_in_sql(f"{table} proof_id=%s WHERE id=%s", paper.pk, deadline.pk)
    services.complete_deadline(deadline, by=a.secretary, proof=paper)
    refused_in_sql(f"{table} no_proof='x' WHERE id=%s", deadline.pk)
