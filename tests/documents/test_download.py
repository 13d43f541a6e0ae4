"""A paper is handed out to those who see its matter, as a file that runs nothing."""

import pytest
from django.urls import reverse

from documents import services, storage
from documents.models import Document
from matters.models import Wall
from practice.models import AuditEvent
from practice.scope import firm_scope
from tests import cast
from tests.documents.papers import PDF, PNG


def paper(a, content=PDF, filename="Complaint.pdf"):
    return services.create_document(a.matter, content=content, filename=filename, by=a.attorney)


def url(version):
    return reverse("document_download", args=[version.pk])


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_version_is_saved_and_runs_nothing(a, sign_in):
    version = paper(a)
    answer = sign_in(a.secretary).get(url(version))
    assert answer.status_code == 200
    assert body(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Complaint.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Length"] == str(len(PDF))


def test_pictures_and_pdf_may_be_shown_and_nothing_else(a, sign_in):
    client = sign_in(a.attorney)
    picture = client.get(url(paper(a, PNG, "Photo.png")) + "?inline=1")
    assert picture["Content-Type"] == "image/png"
    assert picture["Content-Disposition"].startswith("inline")
    assert picture["Content-Security-Policy"].startswith("sandbox;")
    pdf = client.get(url(paper(a)) + "?inline=1")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"].startswith("inline")
    assert pdf["Content-Security-Policy"].startswith("sandbox;")
    for name, content in (("page.html", b"<script>alert(1)</script>"), ("draw.svg", b"<svg onload='x'/>")):
        answer = client.get(url(paper(a, content, name)) + "?inline=1")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")


def test_a_damaged_file_is_never_handed_out(a, sign_in):
    version = paper(a)
    storage.path_of(a.firm.pk, version.sha256).write_bytes(b"%PDF-1.7 changed")
    answer = sign_in(a.attorney).get(url(version))
    assert answer.status_code == 400
    assert "damaged" in answer.content.decode()


def test_another_firms_paper_is_not_there(firms, sign_in):
    with firm_scope(firms.b.firm):
        version = paper(firms.b)
    client = sign_in(firms.a.attorney)
    for path in (
        url(version),
        reverse("document_detail", args=[version.document_id]),
        reverse("document_edit", args=[version.document_id]),
        reverse("document_trash", args=[version.document_id]),
        reverse("version_add", args=[version.document_id]),
        reverse("link_create", args=["document", version.document_id]),
        reverse("matter_documents", args=[firms.b.matter.pk]),
    ):
        assert client.get(path).status_code == 404, path


def test_a_walled_member_finds_nothing(a, sign_in):
    version = paper(a)
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    client = sign_in(a.associate)
    assert client.get(url(version)).status_code == 404
    assert client.get(version.document.get_absolute_url()).status_code == 404
    assert "Complaint" not in client.get(reverse("document_list")).content.decode()


def test_strangers_are_sent_to_sign_in(a, client):
    answer = client.get(url(paper(a)))
    assert answer.status_code == 302
    assert "login" in answer.url


def test_bills_are_not_for_guests(a, sign_in):

    cast.engage(a)
    bill = services.create_document(
        a.matter, content=PDF, filename="I.pdf", category="invoice", media_type="application/pdf", by=None
    )
    client = sign_in(a.freelancer)
    assert client.get(url(bill)).status_code == 404
    assert client.get(bill.document.get_absolute_url()).status_code == 404
    assert sign_in(a.secretary).get(url(bill)).status_code == 200


@pytest.mark.parametrize("restricted", [False, True])
def test_reading_a_restricted_matters_paper_is_recorded(a, sign_in, restricted):
    a.matter.restricted = restricted
    a.matter.save()
    version = paper(a)
    assert sign_in(a.paralegal).get(url(version)).status_code == 200
    found = AuditEvent.objects.filter(verb="document.downloaded", actor_name="Otis Farrow")
    assert found.count() == (1 if restricted else 0)


def test_names_are_quoted_in_the_header(a, sign_in):
    version = paper(a, filename='Résumé "final".pdf')
    answer = sign_in(a.attorney).get(url(version))
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    assert Document.objects.get().name == "Résumé final"
