"""Assistants and secretaries propose to share a paper; an attorney's approval makes the link and mails it."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import BarLicence
from documents import services
from documents.models import ShareLink
from documents.services.sharing import carry_out_share
from documents.tasks import mail_share
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent, Outbox
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest
from tests.documents.papers import OTHER_PDF, PDF


@pytest.fixture
def version(a):
    return services.create_document(
        a.matter, content=PDF, filename="Letter.pdf", category="correspondence", by=a.paralegal
    )


def propose(a, version, by=None):
    return services.propose_share(version.document, a.client, by=by or a.secretary, days=30)


def test_the_page_sends_it_to_an_attorney(a, version, sign_in):
    url = reverse("link_create", args=["document", version.document_id])
    client = sign_in(a.assistant)
    assert "An attorney decides" in client.get(url).content.decode()
    assert client.post(url, {"contact": a.client.pk, "days": "30"}).status_code == 303
    sent = newest("share", version)
    assert (sent.assigned_to, sent.arguments) == (a.attorney, {"contact": a.client.pk, "days": 30})
    assert sent.content["fields"]["For"] == "Brightwater Ceramics alder"
    assert not ShareLink.objects.exists()
    assert "Waiting for Imogen Vance" in client.get(version.document.get_absolute_url()).content.decode()


def test_the_approval_signs_off_makes_the_link_and_mails_it_once(a, version):
    sent = approvals.approve(propose(a, version), by=a.attorney)
    assert newest("document", version).state == "approved"
    row = Outbox.objects.get(task="documents.tasks.mail_share")
    assert row.arguments == {"approval_id": sent.pk}
    for _ in range(2):  # delivered twice
        mail_share(firm_id=a.firm.pk, approval_id=sent.pk)
    link = ShareLink.objects.get()
    assert (link.version, link.contact, link.approval, link.created_by) == (
        version,
        a.client,
        sent,
        a.attorney,
    )
    assert link.mailed_at is not None
    assert [message.to for message in mail.outbox] == [[a.client.email]]
    assert "Letter" in mail.outbox[0].subject
    assert re.search(r"http://testserver\.local/p/\S+/", mail.outbox[0].body)
    assert "Imogen Vance" in mail.outbox[0].body


def test_no_door_shares_it_without_the_approval(a, version):
    for person in (a.assistant, a.secretary):
        with pytest.raises(Refused) as caught:
            services.create_share_link(
                "document", version.document_id, a.matter, a.client, by=person, days=30
            )
        assert caught.value.proposal.kind == "share"
    for person in (a.admin, a.freelancer):
        with pytest.raises(Refused):
            propose(a, version, by=person)
    sent = propose(a, version)
    for person in (a.paralegal, a.assistant, a.secretary, a.admin):
        with pytest.raises(Refused):
            approvals.approve(sent, by=person)
    forged = Approval(kind="share", object_id=version.pk, arguments={"contact": a.client.pk, "days": 30})
    with pytest.raises(DomainError, match="no approval yet"):
        carry_out_share(version, forged, by=a.attorney)
    mail_share(firm_id=a.firm.pk, approval_id=sent.pk)  # the job for a round that still waits
    assert not ShareLink.objects.exists()
    assert not mail.outbox


def test_a_job_that_comes_late_shares_nothing_that_was_not_approved(a, version):
    sent = approvals.approve(propose(a, version), by=a.attorney)
    services.add_version(version.document, content=OTHER_PDF, filename="Letter.pdf", by=a.paralegal)
    mail_share(firm_id=a.firm.pk, approval_id=sent.pk)
    assert not ShareLink.objects.exists()
    assert "newer version" in AuditEvent.objects.get(verb="document.share_stopped").reason


def test_an_attorney_without_a_licence_decides_nothing(a, version):
    sent = propose(a, version)
    BarLicence.objects.filter(member=a.associate).update(status="suspended")
    associate = type(a.associate).objects.get(pk=a.associate.pk)
    with pytest.raises(Refused):
        approvals.approve(sent, by=associate)


def test_it_needs_an_address_and_the_newest_version(a, version):
    type(a.client).objects.filter(pk=a.client.pk).update(email="")
    with pytest.raises(DomainError, match="no e-mail address"):
        services.propose_share(version.document, type(a.client).objects.get(pk=a.client.pk), by=a.secretary)
