"""The firm's list, a matter's tab, one document: what they show, and how many queries they need."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import services
from documents.models import Document, ShareLink
from tests.documents.papers import OTHER_PDF, PDF


def papers(a, count):
    return [
        services.create_document(
            a.matter, content=PDF + str(n).encode(), filename=f"Paper {n}.pdf", by=a.attorney
        )
        for n in range(count)
    ]


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_the_number_of_queries_does_not_grow_with_the_rows(a, sign_in):
    client = sign_in(a.attorney)
    paths = [reverse("document_list"), reverse("matter_documents", args=[a.matter.pk])]
    papers(a, 2)
    assert all(client.get(path).status_code == 200 for path in paths)  # the session's own first writes
    few = [queries(client, path) for path in paths]
    assert max(few) <= 30
    papers_more = [
        services.create_document(
            a.matter, content=OTHER_PDF + bytes([n]), filename=f"More {n}.pdf", by=a.paralegal
        )
        for n in range(65, 90)
    ]
    assert len(papers_more) == 25
    assert [queries(client, path) for path in paths] == few


def test_the_list_searches_filters_and_keeps_the_trash_apart(a, sign_in):
    client = sign_in(a.attorney)
    first, second = papers(a, 2)
    services.set_category(first.document, category="pleading", by=a.attorney)
    services.trash_document(second.document, by=a.attorney)
    url = reverse("document_list")
    page = client.get(url).content.decode()
    assert "Paper 0" in page
    assert "Paper 1" not in page
    trash = client.get(url, {"trash": "yes"}).content.decode()
    assert "Paper 1" in trash
    assert "Paper 0" not in trash
    assert "Paper 0" in client.get(url, {"category": "pleading", "q": "brightwater"}).content.decode()
    assert "Paper 0" not in client.get(url, {"category": "evidence"}).content.decode()
    assert client.get(url, {"peek": first.document_id}).status_code == 200


def test_bulk_trash_and_its_undo(a, sign_in):
    client = sign_in(a.attorney)
    rows = papers(a, 2)
    url = reverse("document_list")
    answer = client.post(url, {"bulk": "trash", "ids": [v.document_id for v in rows]})
    assert answer.status_code == 303
    assert Document.objects.kept().count() == 0
    undo = next(iter(client.get(url).context["messages"])).extra_tags
    client.post(undo, {"next": url})
    assert Document.objects.kept().count() == 2


def test_one_document_its_name_category_and_history(a, sign_in):
    client = sign_in(a.attorney)
    version = papers(a, 1)[0]
    url = version.document.get_absolute_url()
    assert client.get(reverse("document_edit", args=[version.document_id])).status_code == 200
    answer = client.post(
        reverse("document_edit", args=[version.document_id]), {"name": "Complaint", "category": "pleading"}
    )
    assert answer.status_code == 303
    page = client.get(url).content.decode()
    assert "<h1>Complaint</h1>" in page
    assert "Pleading" in page
    assert "Imogen Vance" in page
    bad = client.post(reverse("document_edit", args=[version.document_id]), {"name": " ", "category": "x"})
    assert bad.status_code == 422


def test_trash_asks_first_and_can_be_undone(a, sign_in):
    client = sign_in(a.attorney)
    version = papers(a, 1)[0]
    url = reverse("document_trash", args=[version.document_id])
    assert "to the trash?" in client.get(url).content.decode()
    assert client.post(url).status_code == 303
    page = client.get(version.document.get_absolute_url()).content.decode()
    assert "In the trash" in page
    assert client.post(reverse("document_restore", args=[version.document_id])).status_code == 303
    assert sign_in(a.secretary).post(url).status_code == 403
    assert Document.objects.kept().count() == 1


def test_a_link_is_made_shown_once_and_revoked(a, sign_in):
    client = sign_in(a.attorney)
    version = papers(a, 1)[0]
    url = reverse("link_create", args=["document", version.document_id])
    assert client.get(url).status_code == 200
    made = client.post(url, {"contact": a.client.pk, "days": "30"})
    assert made.status_code == 200
    page = made.content.decode()
    assert "http://testserver.local/p/" in page
    link = ShareLink.objects.get()
    assert link.version == version
    detail = client.get(version.document.get_absolute_url()).content.decode()
    assert "Brightwater Ceramics alder" in detail
    assert "/p/" not in detail
    assert client.post(reverse("link_revoke", args=[link.pk])).status_code == 303
    link.refresh_from_db()
    assert link.revoked_by == a.attorney


def test_who_may_not_share(a, sign_in):
    version = papers(a, 1)[0]
    url = reverse("link_create", args=["document", version.document_id])
    assert sign_in(a.admin).get(url).status_code == 403
    assert "Propose to share" in sign_in(a.secretary).get(url).content.decode()
    assert sign_in(a.paralegal).get(url).status_code == 200
