"""Contacts: names, duplicates while typing, deletion, export."""

import pytest
from django.urls import reverse

from matters import services
from matters.models import Contact
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests import cast


def test_a_person_sorts_by_last_name(a, sign_in):
    response = sign_in(a.secretary).post(
        reverse("contact_create"),
        {
            "kind": "person",
            "first_name": "Juno",
            "last_name": "Applewhite",
            "email": "juno@example.org",
            "tags": "client, VIP, client",
        },
    )
    contact = Contact.objects.get(email="juno@example.org")
    assert response.url == reverse("contact_detail", args=[contact.pk])
    assert (contact.name, contact.sort_name, contact.tags) == (
        "Juno Applewhite",
        "Applewhite, Juno",
        ["client", "VIP"],
    )
    assert contact.created_by == a.secretary
    assert AuditEvent.objects.filter(verb="contact.created", object_id=contact.pk).exists()


def test_a_company_has_no_first_name(a):
    contact = services.create_contact(by=a.attorney, kind="person", first_name="Juno", last_name="Applewhite")
    contact = services.update_contact(contact, by=a.attorney, kind="company", name="Applewhite Holdings")
    assert (contact.name, contact.sort_name, contact.first_name) == (
        "Applewhite Holdings",
        "Applewhite Holdings",
        "",
    )
    assert AuditEvent.objects.get(verb="contact.changed").changes["name"] == [
        "Juno Applewhite",
        "Applewhite Holdings",
    ]


@pytest.mark.parametrize("kind, field", [("person", "last_name"), ("company", "name")])
def test_a_name_is_needed(a, sign_in, kind, field):
    response = sign_in(a.attorney).post(reverse("contact_create"), {"kind": kind, "city": "Alameda"})
    assert response.status_code == 422
    assert f'id="id_{field}-error"' in response.content.decode()
    assert 'value="Alameda"' in response.content.decode()
    with pytest.raises(DomainError) as caught:
        services.create_contact(by=a.attorney, kind=kind)
    assert caught.value.field == field


def test_namesakes_are_pointed_out_while_typing(a, sign_in):
    client = sign_in(a.attorney)
    url = reverse("contact_similar")
    typed = {"kind": "company", "name": "brightwater ceramics ALDER"}
    assert "Brightwater Ceramics alder" in client.get(url, typed).content.decode()
    assert (
        "Brightwater Ceramics alder"
        in client.get(url, {"email": "CLIENT@alder-client.example"}).content.decode()
    )
    assert "Brightwater" not in client.get(url, typed | {"self": a.client.pk}).content.decode()
    assert "Brightwater" not in client.get(url, {"kind": "company", "name": "Bright"}).content.decode()


def test_a_contact_in_use_is_not_deleted(a, sign_in):
    client = sign_in(a.attorney)
    response = client.post(reverse("contact_delete", args=[a.client.pk]))
    assert response.status_code == 422
    assert "there are matters of this contact" in response.content.decode()
    assert Contact.objects.filter(pk=a.client.pk).exists()
    other = services.create_contact(by=a.attorney, kind="company", name="Nobody LLC")
    assert client.post(reverse("contact_delete", args=[other.pk])).status_code == 303
    assert not Contact.objects.filter(pk=other.pk).exists()
    assert AuditEvent.objects.filter(verb="contact.deleted", object_id=other.pk).exists()


def test_export_needs_its_own_power(a, sign_in):
    url = reverse("contact_list")
    refused = sign_in(a.associate).get(url, {"export": "csv"})
    assert refused.status_code == 403
    text = b"".join(sign_in(a.admin).get(url, {"export": "csv"})).decode("utf-8-sig")
    assert "Brightwater Ceramics alder" in text
    assert "cedar" not in text


def test_guests_change_contacts_of_their_matters_alone(a, sign_in):
    cast.engage(a)
    client = sign_in(a.freelancer)
    response = client.post(
        reverse("contact_edit", args=[a.client.pk]),
        {"kind": "company", "name": "Brightwater", "phone": "555"},
    )
    assert response.status_code == 303
    with pytest.raises(Refused):
        services.create_contact(by=a.freelancer, kind="company", name="Mine")


def test_the_drawer_shows_a_contact_beside_the_list(a, sign_in):
    page = sign_in(a.attorney).get(reverse("contact_list"), {"peek": a.client.pk}).content.decode()
    assert "data-drawer" in page
    assert "Brightwater v. Solano alder" in page


def test_filters_tags_and_duplicates(a, sign_in):
    services.create_contact(by=a.attorney, kind="company", name="Twin", tags=["VIP"])
    services.create_contact(by=a.attorney, kind="company", name="Twin", email="twin@example.org")
    client = sign_in(a.attorney)

    def rows(**query):
        return client.get(reverse("contact_list"), query).content.decode().count('data-href="/contacts/')

    assert rows() == 3
    assert rows(tag="VIP") == 1
    assert rows(double="yes") == 2
    assert rows(client="yes") == 1
    assert rows(kind="person") == 0


def test_options_name_the_contact_and_tell_namesakes_apart(a, sign_in):
    page = sign_in(a.paralegal).get(reverse("contact_options"), {"q": "bright"}).content.decode()
    assert "client@alder-client.example" in page
    page = sign_in(a.paralegal).get(reverse("client_options"), {"q": "zzz"}).content.decode()
    assert "#id_new_name" in page
