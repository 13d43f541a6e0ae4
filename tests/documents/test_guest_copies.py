"""What a guest takes carries their name, is counted, and ends at the day's limit."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from documents import services
from documents.models import Version
from practice.exceptions import DomainError
from practice.models import AuditEvent
from tests import cast


def pdf() -> bytes:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(width=612, height=792)
    writer.add_blank_page(width=842, height=595)
    writer.write(made)
    return made.getvalue()


def png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (400, 300), "white").save(made, format="PNG")
    return made.getvalue()


def paper(a, name, content, media_type, by=None) -> Version:
    return services.create_document(
        a.matter, name=name, category="other", content=content, filename=name, media_type=media_type, by=by
    )


def test_a_pdf_carries_the_guests_name_on_each_page_and_the_stored_bytes_stay(a, sign_in):
    cast.engage(a)
    version = paper(a, "Exhibit A.pdf", pdf(), "application/pdf")
    answer = sign_in(a.freelancer).get(reverse("document_download", args=[version.pk]))
    body = b"".join(answer.streaming_content)
    for page in PdfReader(BytesIO(body)).pages:
        assert "Dashiell Moor · Alder & Birch LLP" in page.extract_text()
    assert int(answer["Content-Length"]) == len(body)
    staff = b"".join(
        sign_in(a.paralegal).get(reverse("document_download", args=[version.pk])).streaming_content
    )
    assert staff == pdf()


def test_pictures_and_text_are_marked_too(a):
    cast.engage(a)
    picture = services.copy_for_guest(paper(a, "Photo.png", png(), "image/png"), by=a.freelancer)
    assert len(Image.open(BytesIO(picture)).convert("L").getcolors(256)) > 1
    text = services.copy_for_guest(paper(a, "Note.txt", b"Dear client", "text/plain"), by=a.freelancer)
    assert text.startswith("Dashiell Moor · Alder & Birch LLP · ".encode()) and text.endswith(b"Dear client")


def test_what_cannot_be_marked_is_given_only_where_the_engagement_says_so(a):
    engagement = cast.engage(a)
    broken = paper(a, "Broken.pdf", b"%PDF-1.4 nothing", "application/pdf")
    word = paper(a, "Draft.docx", b"PK\x03\x04x", "application/octet-stream")
    for version in (broken, word):
        with pytest.raises(DomainError, match="cannot carry your name"):
            services.copy_for_guest(version, by=a.freelancer)
    engagement.unmarked_downloads = True
    engagement.save()
    assert services.copy_for_guest(word, by=a.freelancer) == b"PK\x03\x04x"


def test_downloads_are_counted_and_end_at_the_limit(a):
    cast.engage(a, downloads_a_day=2)
    version = paper(a, "Note.txt", b"Dear client", "text/plain")
    services.copy_for_guest(version, by=a.freelancer)
    services.copy_for_guest(version, by=a.freelancer)
    with pytest.raises(
        DomainError, match="taken 2 files of this matter today, which is the limit. Ask Imogen Vance"
    ):
        services.copy_for_guest(version, by=a.freelancer)
    taken = AuditEvent.objects.filter(verb="document.taken")
    assert taken.count() == 2 and all(event.matter_id == a.matter.pk for event in taken)
