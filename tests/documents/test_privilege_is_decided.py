"""The privilege of a paper is an attorney's to decide; anybody who works on it may propose it. The proofread mark."""

import pytest
from django.urls import reverse

from documents import services
from documents.models import Document, Proofread
from documents.services.review import change_privilege
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest
from tests.documents.papers import PDF
from tests.doors import refused_in_sql


@pytest.fixture
def version(a):
    return services.create_document(a.matter, content=PDF, filename="Memo.pdf", by=a.paralegal)


def test_staff_propose_it_and_the_attorney_decides(a, version, sign_in):
    url = reverse("document_privilege", args=[version.document_id])
    client = sign_in(a.assistant)
    assert "An attorney decides what is privileged" in client.get(url).content.decode()
    assert client.post(url, {"to": "work_product", "reason": ""}).status_code == 422
    assert client.post(url, {"to": "work_product", "reason": "Trial notes"}).status_code == 303
    assert Document.objects.get().privilege == "none"
    sent = newest("privilege", version.document)
    assert sent.title == "Memo: work product"
    approvals.approve(sent, by=a.attorney)
    assert Document.objects.get().privilege == "work_product"
    assert "Work product" in client.get(version.document.get_absolute_url()).content.decode()


def test_no_door_changes_it_without_the_approval(a, version, sign_in):
    document = version.document
    for person in (a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.set_privilege(document, to="client", reason="Advice", by=person)
    assert sign_in(a.admin).get(reverse("document_privilege", args=[document.pk])).status_code == 403
    forged = Approval(kind="privilege", object_id=document.pk, arguments={"to": "client", "reason": "x"})
    with pytest.raises(DomainError, match="no approval yet"):
        change_privilege(document, forged, by=a.attorney)
    set_to = "UPDATE documents_document SET privilege=%s WHERE id=%s"
    refused_in_sql(set_to, "client", document.pk)
    services.propose_privilege(document, to="client", reason="Advice", by=a.paralegal)
    refused_in_sql(set_to, "client", document.pk)
    services.set_privilege(document, to="client", reason="Advice", by=a.attorney)
    # The decision says to what: it does not carry another, nor the way back.
    refused_in_sql(set_to, "work_product", document.pk)
    refused_in_sql(set_to, "none", document.pk)


def test_who_read_it_through_marks_the_version_once(a, version, sign_in):
    url = reverse("version_proofread", args=[version.pk])
    client = sign_in(a.secretary)
    assert client.post(url).status_code == 303
    mark = Proofread.objects.get()
    assert (mark.version, mark.member) == (version, a.secretary)
    assert "proofread by Bea Castellan" in client.get(version.document.get_absolute_url()).content.decode()
    with pytest.raises(DomainError, match="marked this version already"):
        services.mark_proofread(version, by=a.secretary)
    for person in (a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.mark_proofread(version, by=person)
    refused_in_sql("DELETE FROM documents_proofread WHERE id=%s", mark.pk)
    # The mark is no sign-off.
    assert newest("document", version) is None
