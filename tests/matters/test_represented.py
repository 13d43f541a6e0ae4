"""Somebody with another lawyer is not written to, called or shared with, unless an attorney allows it and says why."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from billing.models import InvoiceMail
from documents import services as documents
from documents.models import ShareLink, Version
from matters import services
from matters.models import Contact, ContactMerge, DirectConsent, Party
from matters.queries.represented import direct_warning
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.billing.bills import make_invoice


@pytest.fixture
def opponent(a):
    """Solano Tile, opposing party of the cast's matter, with a lawyer of its own."""
    lawyer = services.create_contact(
        by=a.attorney, kind="person", first_name="Lena", last_name="Ott", phone="510 555 0170"
    )
    contact = services.create_contact(
        by=a.paralegal, kind="company", name="Solano Tile", email="office@solano.example"
    )
    Party.objects.create(
        matter=a.matter, contact=contact, role="opposing_party", side="opposing", represented_by=lawyer
    )
    return contact


def share(a, contact, **more):
    version = Version.objects.first() or documents.create_document(
        a.matter,
        name="Letter",
        category="other",
        content=b"x",
        filename="x.txt",
        media_type="text/plain",
        by=a.attorney,
    )
    return documents.create_share_link(
        "document", version.document_id, a.matter, contact, by=a.attorney, **more
    )


def test_the_page_says_so_and_names_the_lawyer(a, opponent, sign_in):
    page = sign_in(a.secretary).get(reverse("contact_detail", args=[opponent.pk])).content.decode()
    assert "Do not contact directly." in page
    assert "Lena Ott" in page
    assert "510 555 0170" in page
    assert "Allow</a>" not in page
    assert (
        "Allow</a>" in sign_in(a.attorney).get(reverse("contact_detail", args=[opponent.pk])).content.decode()
    )


def test_the_firms_own_client_is_its_own(a):
    services.update_contact(a.client, by=a.attorney, represented=True)
    a.client.refresh_from_db()
    assert direct_warning(a.client, a.matter) is None
    assert direct_warning(a.client).text == f"{a.client.name} is represented by another lawyer."


def test_sharing_is_refused_until_an_attorney_says_why(a, opponent, sign_in):
    with pytest.raises(DomainError, match="Lena Ott"):
        share(a, opponent)
    assert not ShareLink.objects.exists()
    link, _ = share(a, opponent, direct_reason="Ms Ott agreed on June 3")
    assert link.contact == opponent
    consent = DirectConsent.objects.get()
    assert (consent.matter, consent.allowed_by, consent.reason) == (
        a.matter,
        a.attorney,
        "Ms Ott agreed on June 3",
    )
    event = AuditEvent.objects.get(verb="contact.direct_allowed")
    assert (event.reason, event.matter_id) == ("Ms Ott agreed on June 3", a.matter.pk)
    share(a, opponent)  # the leave stands
    services.withdraw_direct(consent, by=a.attorney)
    with pytest.raises(DomainError):
        share(a, opponent)


def test_staff_cannot_allow_it_and_cannot_propose_around_it(a, opponent):
    with pytest.raises(Refused):
        services.allow_direct(opponent, by=a.paralegal, reason="They asked")
    version = documents.create_document(
        a.matter,
        name="Note",
        category="other",
        content=b"x",
        filename="n.txt",
        media_type="text/plain",
        by=a.paralegal,
    )
    with pytest.raises(DomainError, match="Lena Ott"):
        documents.propose_share(version.document, opponent, by=a.assistant)


def test_the_share_form_warns_and_takes_the_reason(a, opponent, sign_in):
    version = documents.create_document(
        a.matter,
        name="Letter",
        category="other",
        content=b"x",
        filename="x.txt",
        media_type="text/plain",
        by=a.attorney,
    )
    client = sign_in(a.attorney)
    note = client.get(
        reverse("direct_note"), {"contact": opponent.pk, "matter": a.matter.pk, "asks": "1"}
    ).content.decode()
    assert "Do not contact directly." in note
    assert 'name="direct_reason"' in note
    assert (
        "Do not contact"
        not in client.get(
            reverse("direct_note"), {"contact": a.client.pk, "matter": a.matter.pk}
        ).content.decode()
    )
    url = reverse("link_create", args=["document", version.document_id])
    refused = client.post(url, {"contact": opponent.pk, "days": "30"})
    assert refused.status_code == 422
    assert 'name="direct_reason"' in refused.content.decode()
    made = client.post(url, {"contact": opponent.pk, "days": "30", "direct_reason": "Their lawyer agreed"})
    assert made.status_code == 200
    assert ShareLink.objects.get().contact == opponent


def test_an_invoice_for_a_payer_with_a_lawyer_is_not_mailed(a, opponent, sign_in):
    invoice = make_invoice(a)
    # The payer of this bill is somebody else than the matter's client.
    ContactMerge.objects.create(
        kept=opponent, kept_pk=opponent.pk, lost_pk=a.client.pk, lost_name="x", by=a.attorney
    )
    type(invoice).objects.filter(pk=invoice.pk).update(client=opponent)
    url = reverse("invoice_send", args=[invoice.pk])
    client = sign_in(a.secretary)
    assert "Do not contact directly." in client.get(url).content.decode()
    assert client.post(url, {"note": ""}).status_code == 422
    assert not InvoiceMail.objects.exists()
    services.allow_direct(opponent, by=a.attorney, reason="Their lawyer agreed", matter=a.matter)
    assert client.post(url, {"note": ""}).status_code == 303


def test_only_an_attorney_takes_the_mark_away(a, opponent):
    contact = services.update_contact(opponent, by=a.secretary, represented=True)
    assert contact.represented
    with pytest.raises(DomainError) as caught:
        services.update_contact(contact, by=a.secretary, represented=False)
    assert caught.value.field == "represented"
    assert not services.update_contact(contact, by=a.attorney, represented=False).represented


def test_leave_ends_with_its_day(a, opponent):
    today = timezone.localdate()
    with pytest.raises(DomainError):
        services.allow_direct(
            opponent, by=a.attorney, reason="x", until_on=today - datetime.timedelta(days=1)
        )
    consent = services.allow_direct(opponent, by=a.attorney, reason="x", until_on=today)
    assert direct_warning(opponent, a.matter).consent == consent
    DirectConsent.objects.update(until_on=today - datetime.timedelta(days=1))
    assert direct_warning(opponent, a.matter).consent is None


def test_the_rules_of_the_table(a, opponent):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=opponent.pk).update(represented_by=a.client, represented=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=opponent.pk).update(represented_by=opponent.pk, represented=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectConsent.objects.create(contact=opponent, reason="", allowed_by=a.attorney)


def test_allow_and_withdraw_in_the_browser(a, opponent, sign_in):
    url = reverse("contact_direct", args=[opponent.pk])
    assert sign_in(a.paralegal).get(url).status_code == 403
    client = sign_in(a.attorney)
    response = client.post(
        url, {"reason": "Their lawyer agreed on June 3", "ground": "lawyer", "matter": a.matter.pk}
    )
    assert response.status_code == 303
    consent = DirectConsent.objects.get()
    assert consent.matter == a.matter
    assert client.post(reverse("contact_direct_withdraw", args=[opponent.pk, consent.pk])).status_code == 303
    consent.refresh_from_db()
    assert consent.withdrawn_by == a.attorney
