"""A paper is stored once, by its hash, and checked before."""

import hashlib

import pytest

from documents import media, services, storage
from documents.models import Document, Version
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests import cast
from tests.documents.papers import DOCX, OTHER_PDF, PDF, PNG


def upload(a, content=PDF, filename="Complaint.pdf", **values):
    return services.create_document(a.matter, content=content, filename=filename, by=a.attorney, **values)


def test_bytes_lie_under_firm_and_hash(a, settings):
    version = upload(a, category="pleading")
    digest = hashlib.sha256(PDF).hexdigest()
    assert (version.sha256, version.size, version.number) == (digest, len(PDF), 1)
    assert (settings.DATA_DIR / str(a.firm.pk) / digest[:2] / digest).read_bytes() == PDF
    with storage.open_version(version) as file:
        assert file.read() == PDF
    document = version.document
    assert (document.name, document.category, document.latest) == ("Complaint", "pleading", 1)
    event = AuditEvent.objects.get(verb="document.uploaded")
    assert event.object_id == document.pk
    assert event.changes["sha256"] == [None, digest]


def test_another_firm_has_a_file_of_its_own(firms, settings):
    from practice.scope import firm_scope

    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            upload(people)
    digest = hashlib.sha256(PDF).hexdigest()
    assert all(
        (settings.DATA_DIR / str(c.firm.pk) / digest[:2] / digest).is_file() for c in (firms.a, firms.b)
    )


def test_same_bytes_are_not_stored_a_second_time(a):
    upload(a)
    with pytest.raises(DomainError, match="here already: “Complaint”"):
        upload(a, filename="Again.pdf")
    assert Document.objects.count() == 1


def test_a_new_version_becomes_the_newest_and_the_old_one_stays(a):
    first = upload(a)
    second = services.add_version(
        first.document, content=OTHER_PDF, filename="Complaint v2.pdf", note="Judge’s name", by=a.paralegal
    )
    assert second.number == 2
    document = Document.objects.get()
    assert document.latest == 2
    assert [v.number for v in document.versions.all()] == [2, 1]
    with storage.open_version(first) as file:
        assert file.read() == PDF
    event = AuditEvent.objects.get(verb="document.version_added")
    assert event.changes["version"] == [1, 2]


def test_the_newest_version_again_is_said_and_not_added(a):
    first = upload(a)
    with pytest.raises(DomainError, match="same as version 1"):
        services.add_version(first.document, content=PDF, filename="x.pdf", by=a.attorney)
    assert Version.objects.count() == 1


def test_back_to_an_earlier_text_is_a_version(a):
    first = upload(a)
    services.add_version(first.document, content=OTHER_PDF, filename="x.pdf", by=a.attorney)
    third = services.add_version(first.document, content=PDF, filename="x.pdf", by=a.attorney)
    assert third.number == 3


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"", "empty.pdf", "empty"),
        (b"hello", "note.pdf", "no PDF"),
        (b"%PDF-1.4", "picture.png", "no PNG image"),
        (b"MZ\x90\0", "brief.docx", "Programs"),
        (b"echo", "run.bat", "Programs"),
        (b"a\0b", "list.csv", "no CSV file"),
    ],
)
def test_a_bad_file_is_refused_and_leaves_nothing(a, settings, content, filename, said):
    with pytest.raises(DomainError, match=said):
        upload(a, content=content, filename=filename)
    assert Document.objects.count() == 0
    assert list(storage.files_of(a.firm.pk)) == []


def test_a_file_over_the_limit_is_refused(a, settings):
    settings.DOCUMENT_MAX_BYTES = len(PDF) - 1
    with pytest.raises(DomainError, match="larger than"):
        upload(a)
    with pytest.raises(storage.TooLarge):
        storage.store(a.firm.pk, PDF)
    assert list(storage.files_of(a.firm.pk)) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Brief.PDF", "Brief.pdf"),
        ("a\u202egpj.exe.pdf", "agpj.exe.pdf"),
        ("  ..  ", "file"),
        ("con.txt", "con file.txt"),
        ("Résumé: “final” <2>.docx", "Résumé “final” 2.docx"),
        ("x\r\nSet-Cookie: a.pdf", "x Set-Cookie a.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        (".htaccess", "htaccess"),
    ],
)
def test_file_names_are_made_harmless(given, kept):
    assert media.clean_name(given) == kept


@pytest.mark.parametrize(
    ("content", "filename", "kind"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "scan", "application/pdf"),
        (PNG, "a.png", "image/png"),
        (DOCX, "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"<html>", "a.html", "text/html"),
        (b"<html>", "a.xyz", "application/octet-stream"),
        (b"\xff\xfea\0", "a.csv", "text/csv"),
    ],
)
def test_the_media_type_comes_from_name_and_bytes(content, filename, kind):
    assert media.media_type_of(filename, content) == kind


def test_people_without_the_power_are_refused(a):
    with pytest.raises(Refused):
        services.create_document(a.matter, content=PDF, filename="a.pdf", by=a.admin)


def test_a_guest_uploads_only_to_their_matters(a):

    with pytest.raises(Refused, match="not on 2026-0001"):
        services.create_document(a.matter, content=PDF, filename="a.pdf", by=a.freelancer)
    cast.engage(a)
    version = services.create_document(a.matter, content=PDF, filename="a.pdf", by=a.freelancer)
    assert version.uploaded_by == a.freelancer


def test_an_issued_bill_stays_as_it_went_out(a):
    version = services.create_document(
        a.matter, content=PDF, filename="I.pdf", category="invoice", media_type="application/pdf", by=None
    )
    for act in (
        lambda: services.add_version(version.document, content=OTHER_PDF, filename="I.pdf", by=a.attorney),
        lambda: services.rename_document(version.document, name="x", by=a.attorney),
        lambda: services.trash_document(version.document, by=a.attorney),
    ):
        with pytest.raises(DomainError, match="issued bill"):
            act()
    with pytest.raises(DomainError, match="put here by the product"):
        upload(a, content=OTHER_PDF, category="invoice")
    assert Document.objects.visible_to(a.freelancer).count() == 0
    assert Document.objects.visible_to(a.secretary).count() == 1


def test_trash_and_back(a):
    version = upload(a)
    services.trash_document(version.document, by=a.attorney)
    assert Document.objects.kept().count() == 0
    with pytest.raises(DomainError, match="in the trash"):
        services.add_version(version.document, content=OTHER_PDF, filename="a.pdf", by=a.attorney)
    with pytest.raises(Refused):
        services.restore_document(version.document, by=a.secretary)
    services.restore_document(version.document, by=a.attorney)
    assert Document.objects.kept().count() == 1
    verbs = (
        AuditEvent.objects.filter(object_type="documents.document")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["document.uploaded", "document.trashed", "document.restored"]
