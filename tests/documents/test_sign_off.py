"""Pleadings, contracts and letters drafted here leave the firm only in a version that an attorney signed off."""

import pytest
from django.urls import reverse

from documents import services
from documents.models import Document, ShareLink
from documents.queries import DRAFT, IN_REVIEW, RETURNED, SIGNED_OFF, state_of, versions_of
from documents.services.review import note_signed_off
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import is_approved, newest
from tests.documents.papers import OTHER_PDF, PDF
from tests.doors import refused_in_sql

LINK = (
    "INSERT INTO documents_sharelink (firm_id, matter_id, kind, object_id, version_id, contact_id, secret_hash, "
    "expires_at, created_at, views) VALUES (%s, %s, 'document', %s, %s, %s, 'x', now(), now(), 0)"
)


def paper(a, category="pleading", by=None, content=PDF, name="Answer"):
    return services.create_document(
        a.matter, content=content, filename=f"{name}.pdf", category=category, by=by or a.paralegal
    )


def state(version) -> str:
    document = Document.objects.get(pk=version.document_id)
    return state_of(versions_of(document)[0], document)


def raw_link(a, version):
    return (LINK, a.firm.pk, a.matter.pk, version.document_id, version.pk, a.client.pk)


def test_draft_in_review_returned_signed_off_and_a_new_version_is_a_draft_again(a, sign_in):
    version = paper(a)
    assert state(version) == DRAFT
    sent = approvals.submit("document", version, by=a.paralegal, note="Due Friday")
    assert (state(version), sent.assigned_to) == (IN_REVIEW, a.attorney)
    assert sent.content["fields"] == {
        "Matter": str(a.matter),
        "Document": "Answer",
        "Category": "Pleading",
        "Version": 1,
        "File": "Answer.pdf",
        "SHA-256": version.sha256,
    }
    approvals.send_back(sent, by=a.attorney, note="Caption the court.")
    assert state(version) == RETURNED
    second = services.add_version(version.document, content=OTHER_PDF, filename="Answer.pdf", by=a.paralegal)
    approvals.approve(approvals.submit("document", second, by=a.paralegal), by=a.attorney)
    assert state(second) == SIGNED_OFF
    page = sign_in(a.paralegal).get(version.document.get_absolute_url()).content.decode()
    assert "Signed off" in page
    third = services.add_version(version.document, content=PDF, filename="Answer.pdf", by=a.paralegal)
    assert state(third) == DRAFT
    assert is_approved("document", second)
    assert "Draft" in sign_in(a.paralegal).get(reverse("document_list")).content.decode()


def test_no_door_lets_an_unsigned_version_out(a, sign_in):
    version = paper(a)
    with pytest.raises(Refused, match="not signed off") as caught:
        services.create_share_link("document", version.document_id, a.matter, a.client, by=a.paralegal)
    assert (caught.value.proposal.kind, caught.value.proposal.object_id) == ("document", version.pk)
    # A job acts for nobody.
    with pytest.raises(Refused):
        services.create_share_link("document", version.document_id, a.matter, a.client, by=None)
    url = reverse("link_create", args=["document", version.document_id])
    assert sign_in(a.paralegal).post(url, {"contact": a.client.pk, "days": "30"}).status_code == 403
    refused_in_sql(*raw_link(a, version))
    approvals.submit("document", version, by=a.paralegal)
    refused_in_sql(*raw_link(a, version))
    assert not ShareLink.objects.exists()


def test_only_an_attorney_signs_off(a, sign_in):
    version = paper(a)
    for person in (a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.sign_off(version, by=person)
    url = reverse("version_sign_off", args=[version.pk])
    assert sign_in(a.paralegal).post(url).status_code == 403
    with pytest.raises(DomainError, match="no approval yet"):
        note_signed_off(version, by=a.attorney)
    assert sign_in(a.attorney).post(url).status_code == 303
    assert Approval.objects.get(kind="document").basis == "second_person"
    link, _ = services.create_share_link("document", version.document_id, a.matter, a.client, by=a.paralegal)
    assert link.version == version


def test_an_attorney_who_shares_signs_off_in_the_same_step(a):
    version = paper(a, by=a.attorney)
    services.create_share_link("document", version.document_id, a.matter, a.client, by=a.attorney)
    assert newest("document", version).basis == "own_work"


def test_a_link_shows_exactly_the_version_that_was_signed_off(a):
    version = paper(a)
    services.sign_off(version, by=a.attorney)
    later = services.add_version(version.document, content=OTHER_PDF, filename="Answer.pdf", by=a.paralegal)
    with pytest.raises(Refused, match="Version 2"):
        services.create_share_link("document", version.document_id, a.matter, a.client, by=a.paralegal)
    link, _ = services.create_share_link(
        "document", version.document_id, a.matter, a.client, by=a.paralegal, version=version
    )
    refused_in_sql("UPDATE documents_sharelink SET version_id=%s WHERE id=%s", later.pk, link.pk)
    other = paper(a, content=OTHER_PDF + b"%", name="Other")
    refused_in_sql(LINK, a.firm.pk, a.matter.pk, version.document_id, other.pk, a.client.pk)


def test_another_name_or_category_voids_the_sign_off(a):
    version = paper(a)
    services.sign_off(version, by=a.attorney)
    services.rename_document(version.document, name="Answer and counterclaim", by=a.paralegal)
    assert state(version) == DRAFT
    assert newest("document", version).void_reason == "Edited after approval: Document"
    refused_in_sql(*raw_link(a, version))
    services.sign_off(version, by=a.attorney)
    services.set_category(version.document, category="contract", by=a.paralegal)
    assert state(version) == DRAFT


def test_what_the_firm_received_goes_out_unsigned(a):
    for category, name in (("evidence", "Photo"), ("receipt", "Taxi"), ("other", "Map")):
        version = paper(a, category, content=PDF + name.encode(), name=name)
        assert state(version) == ""
        services.create_share_link("document", version.document_id, a.matter, a.client, by=a.paralegal)
    for category, name in (("contract", "Lease"), ("correspondence", "Letter")):
        assert state(paper(a, category, content=PDF + name.encode(), name=name)) == DRAFT


def test_refiling_a_draft_does_not_free_it(a):
    version = paper(a)
    services.set_category(version.document, category="other", by=a.paralegal)
    assert Document.objects.get(pk=version.document_id).needs_sign_off
    with pytest.raises(Refused):
        services.create_share_link("document", version.document_id, a.matter, a.client, by=a.paralegal)


def test_an_attorney_switches_the_need_with_a_reason(a, sign_in):
    version = paper(a)
    with pytest.raises(Refused):
        services.switch_sign_off(version.document, needed=False, reason="x", by=a.paralegal)
    with pytest.raises(DomainError, match="Give a reason"):
        services.switch_sign_off(version.document, needed=False, reason=" ", by=a.attorney)
    url = reverse("document_switch", args=[version.document_id])
    assert sign_in(a.secretary).get(url).status_code == 403
    answer = sign_in(a.attorney).post(url, {"reason": "Drafted by the client’s accountant"})
    assert answer.status_code == 303
    assert not Document.objects.get(pk=version.document_id).needs_sign_off
    services.create_share_link("document", version.document_id, a.matter, a.client, by=a.paralegal)
    services.switch_sign_off(version.document, needed=True, reason="Ours after all", by=a.attorney)
    refused_in_sql(*raw_link(a, version))


def test_the_list_filters_by_how_papers_stand(a, sign_in):
    draft = paper(a, name="Draft one")
    signed = paper(a, content=OTHER_PDF, name="Signed one")
    services.sign_off(signed, by=a.attorney)
    paper(a, "evidence", content=PDF + b"%3", name="Photo")
    client, url = sign_in(a.attorney), reverse("document_list")
    for value, shown in (("draft", {"Draft one"}), ("signed_off", {"Signed one"}), ("in_review", set())):
        page = client.get(url, {"status": value}).content.decode()
        assert {name for name in ("Draft one", "Signed one", "Photo") if f">{name}<" in page} == shown, value
    approvals.submit("document", draft, by=a.paralegal)
    assert ">Draft one<" in client.get(url, {"status": "in_review"}).content.decode()


def test_a_paper_in_the_trash_or_gone_by_is_not_signed_off(a):
    version = paper(a)
    services.add_version(version.document, content=OTHER_PDF, filename="Answer.pdf", by=a.paralegal)
    with pytest.raises(DomainError, match="newer version: 2"):
        services.sign_off(version, by=a.attorney)
    services.trash_document(version.document, by=a.attorney)
    with pytest.raises(DomainError, match="in the trash"):
        approvals.submit("document", version, by=a.paralegal)
