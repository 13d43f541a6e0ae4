"""The search over everything: records by name, papers and notes by their words; walls and firms hold; nothing runs as HTML."""

import pytest
from django.urls import reverse

from communications.models import Note
from documents.models import Document, DocumentText, Version
from matters.models import Wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(a):
    document = Document.objects.create(matter=a.matter, name="Deposition of Ada Quill", latest=1)
    version = Version.objects.create(
        document=document, matter=a.matter, number=1, filename="ada.pdf", media_type="application/pdf", size=1,
        sha256="0" * 64,
    )  # fmt: skip
    DocumentText.objects.create(
        version=version,
        document=document,
        matter=a.matter,
        part=1,
        body="The kiln was unsafe. <script>alert(1)</script> The foreman knew of the cracked flue since March.",
    )
    return document


@pytest.fixture
def note(a):
    return Note.objects.create(
        about_kind="matter",
        about_id=a.matter.pk,
        matter=a.matter,
        body="Ask about the flue.",
        written_by=a.paralegal,
    )


def page(client, text: str) -> str:
    return client.get(reverse("search"), {"q": text}).content.decode()


def test_papers_and_notes_are_found_by_beginnings_of_their_words(a, sign_in, paper, note):
    shown = page(sign_in(a.attorney), "cracked fl")
    assert "Deposition of Ada Quill" in shown
    assert "<mark>cracked</mark>" in shown
    assert "Note by" not in shown
    shown = page(sign_in(a.attorney), "flue")
    assert "Note by Otis Farrow" in shown and "Deposition of Ada Quill" in shown


def test_what_stands_in_a_paper_never_runs(a, sign_in, paper):
    shown = page(sign_in(a.attorney), "unsafe")
    assert "<mark>unsafe</mark>" in shown and "<script>alert" not in shown


def test_names_of_papers_tasks_matters_and_contacts(a, sign_in, paper):
    assert paper.get_absolute_url() in page(sign_in(a.attorney), "quill depos")
    shown = page(sign_in(a.attorney), "brightwater")
    assert reverse("matter_detail", args=[a.matter.pk]) in shown
    assert reverse("contact_detail", args=[a.client.pk]) in shown


def test_an_older_version_and_the_trash_are_not_searched(a, sign_in, paper):
    Document.objects.filter(pk=paper.pk).update(latest=2)
    assert "Nothing matches" in page(sign_in(a.attorney), "foreman")


def test_walls_guests_and_other_firms(firms, a, sign_in, paper, note):
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    for person in (a.associate, a.freelancer, firms.b.attorney):
        shown = page(sign_in(person), "flue")
        assert "Nothing matches “flue”" in shown, person


@pytest.mark.parametrize("text", ["", " ", "&|!", "':*", "a", "x" * 300, "\x00", "flue:* & !", "<b>"])
def test_whatever_is_typed(a, sign_in, text):
    answer = sign_in(a.attorney).get(reverse("search"), {"q": text})
    assert answer.status_code == 200
    assert "<b>”" not in answer.content.decode()


def test_the_palette_leads_there(a, sign_in):
    shown = sign_in(a.attorney).get(reverse("palette"), {"q": "flue"}).content.decode()
    assert "Search everything for" in shown
