"""Files come in by script and by plain form; bad ones are named and nothing is half done."""

import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Document, Version
from practice.scope import firm_scope
from tests import cast
from tests.documents.papers import OTHER_PDF, PDF, PNG


def upload_url(a):
    return reverse("document_upload", args=[a.matter.pk])


def file(name="Complaint.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_the_script_sends_one_file_and_gets_its_address(a, sign_in):
    answer = sign_in(a.paralegal).post(
        upload_url(a),
        {"file": file(), "category": "pleading"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 201
    document = Document.objects.get()
    assert answer.json() == {"url": f"/documents/{document.pk}/"}
    assert (document.category, document.created_by) == ("pleading", a.paralegal)
    # The browser said text/html; the bytes say otherwise.
    assert Version.objects.get().media_type == "application/pdf"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.pdf", b"", "empty"), ("a.pdf", b"x", "no PDF"), ("a.exe", b"MZ", "Programs")],
)
def test_the_script_is_told_why_a_file_is_refused(a, sign_in, name, content, said):
    answer = sign_in(a.attorney).post(
        upload_url(a), {"file": file(name, content)}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert Document.objects.count() == 0


def test_a_plain_form_takes_several_and_names_those_that_failed(a, sign_in):
    client = sign_in(a.attorney)
    answer = client.post(upload_url(a), {"file": [file(), file("Photo.png", PNG)]})
    assert answer.status_code == 303
    assert answer.url == f"/matters/{a.matter.pk}/documents/"
    assert {d.name for d in Document.objects.all()} == {"Complaint", "Photo"}
    answer = client.post(upload_url(a), {"file": [file("Two.pdf", OTHER_PDF), file("Three.pdf", PDF)]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This file is here already: “Complaint”" in page
    assert ">Two</a>" in page


def test_a_form_without_a_file_says_so(a, sign_in):
    answer = sign_in(a.attorney).post(upload_url(a), {})
    assert answer.status_code == 422
    assert "Choose one first" in answer.content.decode()


def test_a_large_file_goes_through_the_disk(a, sign_in, settings):
    content = PDF + b"x" * 3_000_000
    answer = sign_in(a.attorney).post(upload_url(a), {"file": file("big.pdf", content)})
    assert answer.status_code == 303
    assert Version.objects.get().size == len(content)
    settings.DOCUMENT_MAX_BYTES = 2_900_000
    answer = sign_in(a.attorney).post(
        upload_url(a),
        {"file": file("bigger.pdf", content + b"y")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 422
    assert "larger than" in answer.json()["error"]


def test_a_full_disk_during_the_upload_is_an_answer_and_not_a_crash(a, sign_in):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    client = sign_in(a.attorney)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        answer = client.post(
            upload_url(a),
            {"file": file("big.pdf", PDF + b"x" * 3_000_000)},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answer.status_code == 422
    assert "no room" in answer.json()["error"]
    assert Document.objects.count() == 0


def test_a_new_version_from_the_documents_page(a, sign_in):
    client = sign_in(a.attorney)
    client.post(upload_url(a), {"file": file()})
    document = Document.objects.get()
    url = reverse("version_add", args=[document.pk])
    assert client.get(url).status_code == 200
    again = client.post(url, {"file": file("Complaint final.pdf", PDF)})
    assert again.status_code == 422
    assert "same as version 1" in again.content.decode()
    answer = client.post(url, {"file": file("Complaint final.pdf", OTHER_PDF), "note": "Filed"})
    assert answer.status_code == 303
    assert Document.objects.get().latest == 2
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Complaint final.pdf" in page
    assert "Filed" in page


def test_who_may_not_upload(a, sign_in):
    assert sign_in(a.admin).post(upload_url(a), {"file": file()}).status_code == 403
    assert Document.objects.count() == 0


def test_a_guest_uploads_to_the_matters_given_to_them_alone(a, sign_in):

    client = sign_in(a.freelancer)
    assert client.get(upload_url(a)).status_code == 404
    assert client.post(upload_url(a), {"file": file()}).status_code == 404
    cast.engage(a)
    assert client.post(upload_url(a), {"file": file()}).status_code == 303
    assert Document.objects.get().created_by == a.freelancer


def test_a_matter_of_another_firm_is_not_there(firms, sign_in):
    answer = sign_in(firms.a.attorney).post(
        reverse("document_upload", args=[firms.b.matter.pk]), {"file": file()}
    )
    assert answer.status_code == 404
    with firm_scope(firms.b.firm):
        assert Document.objects.count() == 0


def test_strangers_are_sent_to_sign_in(firms, client):
    answer = client.post(reverse("document_upload", args=[firms.a.matter.pk]), {"file": file()})
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/") or "login" in answer.url


def test_the_upload_page_without_a_matter_asks_for_one_first(a, sign_in):
    client = sign_in(a.attorney)
    assert client.get("/documents/upload/").status_code == 200
    answer = client.get("/documents/upload/", {"matter": a.matter.pk})
    assert answer.url == f"/matters/{a.matter.pk}/documents/upload/"
    assert client.get("/documents/upload/", {"matter": "999999"}).status_code == 422
