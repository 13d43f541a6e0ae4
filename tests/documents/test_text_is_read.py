"""The text of an uploaded paper is read by a job, and found."""

import io
import zipfile

import pytest
from pypdf import PdfWriter

from documents import services
from documents.models import DocumentText
from documents.services import texts
from documents.texts import text_of
from practice.models import Outbox
from practice.pdf import render

WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Lease between Kestrel Holdings</w:t></w:r></w:p><w:p><w:r><w:t>and Ada Quill.</w:t></w:r></w:p>"
    "</w:body></w:document>"
)


def packed(name: str, xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr(name, xml)
    return out.getvalue()


@pytest.mark.parametrize(
    "filename, media_type, content, says",
    [
        ("a.txt", "text/plain", "Ünal met Quill".encode(), "Ünal met Quill"),
        ("a.txt", "text/plain", "Ünal met Quill".encode("cp1252"), "Ünal met Quill"),
        ("a.html", "text/html", b"<p>Ada <b>Quill</b></p><script>x</script>", "Ada Quill"),
        ("a.docx", "x", packed("word/document.xml", WORD), "Lease between Kestrel Holdings\nand Ada Quill."),
        (
            "a.eml",
            "message/rfc822",
            b"From: Ada Quill <a@x.example>\r\nSubject: Lease\r\n\r\nSee it.\r\n",
            "See it.",
        ),
        ("a.png", "image/png", b"\x89PNG", ""),
        ("a.docx", "x", b"PK\x03\x04 damaged", ""),
        ("a.docx", "x", packed("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]>' + WORD), ""),
    ],
)
def test_what_a_file_says(filename, media_type, content, says):
    found = " ".join(text_of(filename, media_type, io.BytesIO(content)).split())
    assert " ".join(says.split()) in found
    assert bool(found) == bool(says)


def test_a_pdf_is_read():
    made = render("<html lang='en'><title>t</title><p>Deposition of Ada Quill</p></html>")
    assert "Deposition of Ada Quill" in text_of("a.pdf", "application/pdf", io.BytesIO(made))
    blank = PdfWriter()
    blank.add_blank_page(100, 100)
    out = io.BytesIO()
    blank.write(out)
    assert text_of("a.pdf", "application/pdf", io.BytesIO(out.getvalue())) == ""


def test_an_upload_is_read_once_by_a_job(a):
    version = services.create_document(
        a.matter, content=b"Ada Quill signed.", filename="note.txt", by=a.paralegal
    )
    job = Outbox.objects.get(task="documents.tasks.read_text")
    assert job.arguments == {"version_id": version.pk}
    assert texts.read_version(version.pk) == 1
    assert texts.read_version(version.pk) == 0
    part = DocumentText.objects.get(version=version)
    assert (part.body, part.part, part.matter_id) == ("Ada Quill signed.", 0, a.matter.pk)
    assert texts.unread() == []
