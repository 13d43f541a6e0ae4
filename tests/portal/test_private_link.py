"""A private link opens one thing to whoever has it, and nothing to anybody else."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.utils import timezone

from billing.models import Invoice
from documents import services as documents
from documents.models import Document, ShareLink
from matters.models import Matter
from portal import tickets
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from practice.scope import firm_scope
from tests.cast import make_matter
from tests.documents.papers import OTHER_PDF, PDF, PNG
from tests.portal.links import bill, enter, link_to


def test_the_client_sees_the_bill_without_signing_in(a, client):
    invoice = bill(a)
    link, path = link_to(a, invoice)
    page, url = enter(client, path)
    assert page.status_code == 200
    said = page.content.decode()
    for words in (
        invoice.number,
        "$1,097.50",
        "Analyze interrogatory responses.",
        "1.2 h at $475",
        "570.00",
        "46.50",
    ):
        assert words in said
    secret = path.split(".")[2]
    assert secret not in url
    assert secret not in said
    link.refresh_from_db()
    assert link.views == 1
    assert Invoice.objects.get(pk=invoice.pk).viewed_at is not None
    event = AuditEvent.objects.get(verb="invoice.viewed")
    assert event.actor_name == "Brightwater Ceramics alder (private link)"
    assert event.object_id == invoice.pk


def test_headers_of_the_clients_pages(a, client):
    _link, path = link_to(a, bill(a))
    first = client.get(path)
    page = client.get(first.url)
    for answer in (first, page, client.get("/p/nothing/")):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
    cookie = next(iter(first.cookies.values()))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == first.url
    assert list(first.cookies) == [cookie.key]


def test_the_secret_is_nowhere_in_the_database(a):
    invoice = bill(a)
    link, path = link_to(a, invoice)
    secret = path.split("/")[2].split(".")[2]
    assert link.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND has_table_privilege(oid, 'SELECT')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        assert len(tables) > 30
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret}%"])
            assert cursor.fetchone()[0] == 0, table
    with connection.cursor() as cursor:  # the search finds what is there
        cursor.execute(
            "SELECT count(*) FROM documents_sharelink t WHERE t::text LIKE %s", [f"%{link.secret_hash}%"]
        )
        assert cursor.fetchone()[0] == 1


def broken(a, b_firm, link, path):
    """Addresses that do not work, by what is wrong with them."""
    firm, number, secret, signature = path.split("/")[2].split(".")
    sign = tickets.signer().sign
    other = Signer(key="x" * 40, sep=".", salt="portal.link").sign
    return {
        "no token": "nothing",
        "forged signature": f"{firm}.{number}.{secret}.{signature[:-1]}x",
        "signed with another key": other(f"{firm}.{number}.{secret}"),
        "another link's number": f"{firm}.{int(number) + 1}.{secret}.{signature}",
        "unknown link": sign(f"{firm}.{int(number) + 999}.{secret}"),
        "wrong secret": sign(f"{firm}.{number}.{'A' * 43}"),
        "another firm": sign(f"{b_firm.pk}.{number}.{secret}"),
        "no such firm": sign(f"999999.{number}.{secret}"),
        "not numbers": sign(f"x.{number}.{secret}"),
        "very long number": sign(f"{'9' * 30}.{number}.{secret}"),
    }


def test_every_link_that_does_not_work_gets_the_same_answer(firms, client):
    a = firms.a
    with firm_scope(a.firm):
        invoice = bill(a)
        link, path = link_to(a, invoice)
        revoked, revoked_path = link_to(a, invoice)
        documents.revoke_share_link(revoked, by=a.attorney)
        late, late_path = link_to(a, invoice)
        ShareLink.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    paths = {name: f"/p/{token}/" for name, token in broken(a, firms.b.firm, link, path).items()}
    paths |= {"revoked": revoked_path, "expired": late_path, "page without a cookie": f"/p/i/{'0' * 24}/"}
    bodies = set()
    for name, bad in paths.items():
        answer = client.get(bad)
        assert answer.status_code == 404, name
        assert not answer.cookies, name
        bodies.add(answer.content)
    assert len(bodies) == 1
    said = bodies.pop().decode()
    assert "This link no longer works</h1>" in said
    assert "Ask the firm for a new one." in said
    with firm_scope(a.firm):
        assert client.get(path).status_code == 302


def test_a_link_stops_at_once_when_it_is_revoked_or_expires(a, client):
    link, path = link_to(a, bill(a))
    _page, url = enter(client, path)
    documents.revoke_share_link(link, by=a.secretary)
    assert client.get(url).status_code == 404
    assert client.get(url + "file/").status_code == 404
    again, path = link_to(a, Invoice.objects.get())
    _page, url = enter(client, path)
    ShareLink.objects.filter(pk=again.pk).update(expires_at=timezone.now())
    assert client.get(url).status_code == 404


def test_the_cookie_of_one_link_opens_no_other(a, client):
    invoice = bill(a)
    _one, path = link_to(a, invoice)
    _two, other_path = link_to(a, invoice)
    _page, url = enter(client, path)
    stranger = Client()
    _page, other = enter(stranger, other_path)
    assert url != other
    assert client.get(other).status_code == 404
    # The value of the first cookie under the second one's name.
    name = f"portal_{other.split('/')[3]}"
    client.cookies[name] = client.cookies[f"portal_{url.split('/')[3]}"].value
    assert client.get(other).status_code == 404
    client.cookies[name] = "1.1.abc.sig"
    assert client.get(other).status_code == 404


def test_inside_a_link_the_database_shows_its_one_matter(firms):
    a = firms.a
    with firm_scope(a.firm):
        other = make_matter(a, number="2026-0002", name="Walled off")
        invoice = bill(a)
        documents.create_document(other, content=PDF, filename="x.pdf", by=a.attorney)
        link, path = link_to(a, invoice)
    ticket = tickets.from_token(path.split("/")[2])
    with tickets.entered(ticket) as opened:
        assert opened == link
        assert list(Matter.objects.values_list("pk", flat=True)) == [a.matter.pk]
        assert not Matter.objects.filter(pk=other.pk).exists()
        assert not Document.objects.filter(matter=other).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM matters_matter")
            assert cursor.fetchone()[0] == 1
            cursor.execute("SELECT count(*) FROM documents_version WHERE matter_id = %s", [other.pk])
            assert cursor.fetchone()[0] == 0


def test_many_tries_are_slowed_down(a, client):
    _link, path = link_to(a, bill(a))
    answers = [client.get("/p/guess/").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]
    assert client.get(path).status_code == 429
    assert client.get(path, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_signed_in_member_sees_the_same_page_and_no_more(a, sign_in):
    _link, path = link_to(a, bill(a))
    page, _url = enter(sign_in(a.attorney), path)
    said = page.content.decode()
    assert "Private link" in said
    assert "Imogen Vance, partner" in said
    assert "/settings/" not in said


def test_a_draft_goes_to_nobody(a):
    from tests.billing.bills import make_draft

    draft = make_draft(a)
    with pytest.raises(DomainError, match="Only an approved bill"):
        documents.create_share_link("invoice", draft.pk, draft.matter, draft.client, by=a.attorney)


def test_who_may_share(a):
    paper = documents.create_document(a.matter, content=PDF, filename="x.pdf", by=a.attorney)
    for member in (a.secretary, a.assistant, a.freelancer, a.admin):
        with pytest.raises(Refused):
            documents.create_share_link("document", paper.document_id, a.matter, a.client, by=member)
    with pytest.raises(DomainError, match="nothing of this matter"):
        other = make_matter(a, number="2026-0002", name="Other")
        documents.create_share_link("document", paper.document_id, other, a.client, by=a.attorney)
    with pytest.raises(DomainError, match="1 to 365 days"):
        documents.create_share_link("document", paper.document_id, a.matter, a.client, by=a.attorney, days=0)


def document_link(a, content=PDF, filename="Settlement.pdf"):
    version = documents.create_document(a.matter, content=content, filename=filename, by=a.attorney)
    link, url = documents.create_share_link(
        "document", version.document_id, a.matter, a.client, by=a.attorney
    )
    return version, link, url.removeprefix("http://testserver.local")


def test_a_document_is_shown_in_the_version_that_was_shared(a, client):
    version, link, path = document_link(a)
    documents.add_version(version.document, content=OTHER_PDF, filename="Draft with notes.pdf", by=a.attorney)
    page, url = enter(client, path)
    said = page.content.decode()
    assert "Settlement.pdf" in said
    assert "Draft with notes" not in said
    file = client.get(url + "file/")
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Disposition"] == 'attachment; filename="Settlement.pdf"'
    assert file["Content-Security-Policy"].startswith("sandbox;")
    assert file["X-Robots-Tag"] == "noindex, nofollow"
    assert AuditEvent.objects.filter(verb="document.downloaded", object_id=version.document_id).exists()
    documents.trash_document(Document.objects.get(), by=a.attorney)
    assert client.get(url).status_code == 404


def test_a_picture_is_shown_in_the_page(a, client):
    _version, _link, path = document_link(a, PNG, "Photo.png")
    page, url = enter(client, path)
    assert f'<img src="{url}file/?inline=1"' in page.content.decode()
    assert client.get(url + "file/?inline=1")["Content-Type"] == "image/png"


def test_a_bill_without_its_pdf_offers_none(a, client):
    _link, path = link_to(a, bill(a))
    page, url = enter(client, path)
    if "Download PDF" not in page.content.decode():
        assert client.get(url + "file/").status_code == 404


def test_the_bills_own_page_names_its_links_without_opening_them(a, sign_in):
    from documents.queries import links_to

    invoice = bill(a)
    link_to(a, invoice)
    assert len(links_to("invoice", invoice.pk)) == 1
    assert not re.search(
        "/p/[0-9]", sign_in(a.secretary).get(f"/billing/invoices/{invoice.pk}/").content.decode()
    )
