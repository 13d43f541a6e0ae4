"""What a contact has several of, relations, who is calling, and the columns and filters of the list."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from matters import services
from matters.models import Address, Contact, ContactName, Email, Party, Phone, Relation, digits_of
from matters.queries.callers import by_phone
from practice.exceptions import DomainError
from practice.models import AuditEvent
from practice.scope import firm_scope
from tests import cast


@pytest.mark.parametrize(
    "number, digits",
    [
        ("+1 (510) 555-0142 ext. 7", "5105550142"),
        ("1-510-555-0142", "5105550142"),
        ("510.555.0142 x7", "5105550142"),
        ("011 44 20 7946 0958", "442079460958"),
        ("0044 20 7946 0958", "442079460958"),
        ("+44 20 7946 0958", "442079460958"),
        ("555-0142", "5550142"),
        ("911", "911"),
        ("none", ""),
    ],
)
def test_the_database_reads_numbers_as_python_does(a, number, digits):
    phone = Phone.objects.create(contact=a.client, number=number)
    phone.refresh_from_db()
    assert (digits_of(number), phone.digits) == (digits, digits)


def form(**more):
    data = {"kind": "person", "first_name": "Ada", "last_name": "Moss"}
    for name in ("names", "phones", "emails", "addresses"):
        data |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": "0"}
    return data | more


def test_the_form_takes_several_of_each(a, sign_in):
    client = sign_in(a.secretary)
    sent = form(
        **{
            "phones-TOTAL_FORMS": "2", "phones-0-label": "mobile", "phones-0-number": "510 555 0142",
            "phones-1-label": "work", "phones-1-number": "510 555 0143", "phones-main": "1",
            "emails-0-label": "home", "emails-0-address": "ada@moss.example",
            "addresses-0-label": "home", "addresses-0-street": "9 Kiln Road", "addresses-0-city": "Alameda",
            "names-0-kind": "maiden", "names-0-name": "Ada Kiln", "birthday": "1985-04-12", "language": "Spanish",
        }
    )  # fmt: skip
    assert client.post(reverse("contact_create"), sent).status_code == 303
    ada = Contact.objects.get(last_name="Moss")
    assert (ada.phone, ada.email, ada.city) == ("510 555 0143", "ada@moss.example", "Alameda")
    assert {(p.label, p.is_main) for p in Phone.objects.filter(contact=ada)} == {
        ("mobile", False),
        ("work", True),
    }
    assert ContactName.objects.get(contact=ada).name == "Ada Kiln"
    mobile, work = (Phone.objects.get(contact=ada, label=label) for label in ("mobile", "work"))
    sent = form(
        **{
            "phones-TOTAL_FORMS": "2", "phones-INITIAL_FORMS": "2",
            "phones-0-id": mobile.pk, "phones-0-label": "mobile", "phones-0-number": "510 555 0142",
            "phones-1-id": work.pk, "phones-1-label": "work", "phones-1-number": "510 555 0143", "phones-1-DELETE": "on",
        }
    )  # fmt: skip
    assert client.post(reverse("contact_edit", args=[ada.pk]), sent).status_code == 303
    ada.refresh_from_db()
    assert ada.phone == "510 555 0142"
    assert list(Phone.objects.filter(contact=ada).values_list("pk", "is_main")) == [(mobile.pk, True)]
    assert not Email.objects.filter(contact=ada).exists()
    assert not Address.objects.filter(contact=ada).exists()
    event = AuditEvent.objects.filter(verb="contact.changed").latest("id")
    assert event.changes["phones"] == [
        ["510 555 0142 (mobile)", "510 555 0143 (work, main)"],
        ["510 555 0142 (mobile, main)"],
    ]


def test_another_row_is_asked_for_without_a_script_and_nothing_is_lost(a, sign_in):
    client = sign_in(a.secretary)
    page = client.post(
        reverse("contact_create"),
        form(add="phones", **{"phones-0-number": "510 555", "emails-0-address": "half@"}),
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="phones-1-number"' in text
    assert 'value="510 555"' in text
    assert 'value="half@"' in text
    assert "Enter a valid" not in text
    assert not Contact.objects.filter(last_name="Moss").exists()


def test_a_wrong_row_is_said_beside_the_row(a, sign_in):
    page = sign_in(a.secretary).post(reverse("contact_create"), form(**{"emails-0-address": "half@"}))
    assert page.status_code == 422
    assert 'id="id_emails-0-address-error"' in page.content.decode()


def test_whoever_writes_the_contact_the_main_rows_follow(a):
    contact = Contact.objects.create(
        kind="person", name="Ada Moss", sort_name="Moss, Ada", phone="510 555 0142"
    )
    assert Phone.objects.get(contact=contact).is_main
    Contact.objects.filter(pk=contact.pk).update(phone="510 555 0143", email="ada@moss.example")
    assert Phone.objects.get(contact=contact).number == "510 555 0143"
    assert Email.objects.get(contact=contact).address == "ada@moss.example"
    Phone.objects.create(contact=contact, number="510 555 0144")
    Contact.objects.filter(pk=contact.pk).update(phone="")
    assert [p.number for p in Phone.objects.filter(contact=contact)] == ["510 555 0144"]
    Contact.objects.filter(pk=contact.pk).update(phone="510 555 0144")
    assert Phone.objects.get(contact=contact).is_main


def test_one_main_row_of_each(a):
    Phone.objects.create(contact=a.client, number="1", is_main=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Phone.objects.create(contact=a.client, number="2", is_main=True)


def test_a_caller_is_found_by_the_number(a, firms):
    services.update_contact(
        a.client, by=a.attorney, phones=[{"number": "+1 (510) 555-0142"}, {"number": "+49 89 1234567"}]
    )
    assert list(by_phone("510-555-0142", a.secretary)) == [a.client]
    assert list(by_phone("0142", a.secretary)) == [a.client]
    assert list(by_phone("00 49 89 1234567", a.secretary)) == [a.client]
    assert not by_phone("142", a.secretary)
    with firm_scope(a.firm, a.freelancer, only_named=True):  # a guest without a matter
        assert not by_phone("5105550142", a.freelancer)
    with firm_scope(a.firm, a.freelancer, only_named=True, matters=[a.matter.pk]):
        assert list(by_phone("5105550142")) == [a.client]


def test_relations_are_seen_from_both_ends_and_taken_back(a, sign_in):
    client = sign_in(a.secretary)
    ada = services.create_contact(by=a.attorney, kind="person", first_name="Ada", last_name="Moss")
    url = reverse("contact_relations", args=[ada.pk])
    assert (
        client.post(url, {"kind": "employee", "other": a.client.pk, "note": "Since 2020"}).status_code == 303
    )
    assert client.post(url, {"kind": "employee", "other": a.client.pk}).status_code == 422
    assert "Employee of" in client.get(url).content.decode()
    there = client.get(reverse("contact_relations", args=[a.client.pk])).content.decode()
    assert "Employer of" in there
    assert "Ada Moss" in there
    relation = Relation.objects.get()
    removed = client.post(reverse("contact_relation_remove", args=[a.client.pk, relation.pk]))
    assert removed.status_code == 303
    assert not Relation.objects.exists()
    undo = reverse("contact_relation_restore", args=[ada.pk]) + f"?other={a.client.pk}&kind=employee"
    assert client.post(undo).status_code == 303
    assert Relation.objects.get().contact == ada
    with pytest.raises(DomainError):
        services.add_relation(ada, ada, by=a.attorney, kind="spouse")
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(contact=ada, other=ada, kind="spouse")


def test_guests_see_relations_and_contacts_of_their_matters_alone(a, sign_in):
    cast.engage(a)
    party = services.create_contact(by=a.attorney, kind="company", name="Solano Tile")
    stranger = services.create_contact(by=a.attorney, kind="company", name="Stranger LLC")
    Party.objects.create(matter=a.matter, contact=party, role="opposing_party", side="opposing")
    Relation.objects.create(contact=a.client, other=stranger, kind="affiliate")
    Relation.objects.create(contact=a.client, other=party, kind="partner")
    client = sign_in(a.freelancer)
    assert client.get(reverse("contact_detail", args=[party.pk])).status_code == 200
    assert client.get(reverse("contact_detail", args=[stranger.pk])).status_code == 404
    page = client.get(reverse("contact_relations", args=[a.client.pk])).content.decode()
    assert "Solano Tile" in page
    assert "Stranger LLC" not in page


def test_each_opening_of_a_sensitive_contact_is_kept(a, sign_in):
    services.update_contact(a.client, by=a.attorney, restricted=True)
    client = sign_in(a.secretary)
    for _ in range(2):
        client.get(reverse("contact_detail", args=[a.client.pk]))
    event = AuditEvent.objects.get(verb="contact.opened")
    assert (event.actor_id, event.object_id) == (a.secretary.pk, a.client.pk)


def test_the_list_shows_roles_and_finds_by_role_number_and_other_name(a, sign_in):
    party = services.create_contact(
        by=a.attorney,
        kind="company",
        name="Solano Tile",
        phones=[{"number": "510 555 0177"}],
        names=[{"kind": "former", "name": "Vallejo Brick"}],
    )
    lawyer = services.create_contact(by=a.attorney, kind="person", first_name="Lena", last_name="Ott")
    Party.objects.create(
        matter=a.matter, contact=party, role="opposing_party", side="opposing", represented_by=lawyer
    )
    services.update_contact(party, by=a.attorney, represented=True)
    client = sign_in(a.attorney)

    def rows(**query):
        return client.get(reverse("contact_list"), query).content.decode()

    assert "Opposing party" in rows(role="opposing_party")
    assert "Solano Tile" not in rows(role="client").split("<tbody")[1]
    assert "Solano Tile" in rows(q="555 0177")
    assert "Solano Tile" in rows(q="vallejo")
    assert "Solano Tile" in rows(represented="yes").split("<tbody")[1]
    assert "Lena Ott" not in rows(represented="yes").split("<tbody")[1]
    assert "Represented" in rows()


def test_duplicates_are_suspected_by_name_address_and_number(a, sign_in):
    one = services.create_contact(
        by=a.attorney, kind="company", name="Solano Tile", phones=[{"number": "(510) 555-0177"}]
    )
    services.create_contact(
        by=a.attorney, kind="company", name="Solano Tiles LLC", phones=[{"number": "+1 510 555 0177"}]
    )
    page = (
        sign_in(a.attorney)
        .get(reverse("contact_list"), {"double": "yes", "cols": "name,twin"})
        .content.decode()
    )
    assert "Solano Tiles LLC" in page
    assert reverse("contact_merge_with", args=[one.pk]) in page
    assert "Brightwater" not in page.split("<tbody")[1]
    hint = (
        sign_in(a.attorney)
        .get(reverse("contact_similar"), {"kind": "company", "name": "Solarno Tile"})
        .content.decode()
    )
    assert "Solano Tile" in hint
    assert "similar name" in hint


def test_tags_go_on_and_off_many(a):
    services.contacts.add_tag(a.client, by=a.secretary, tag="VIP")
    a.client.refresh_from_db()
    assert a.client.tags == ["VIP"]
    services.contacts.remove_tag(a.client, by=a.secretary, tag="vip")
    a.client.refresh_from_db()
    assert a.client.tags == []
    with pytest.raises(DomainError):
        services.contacts.remove_tag(a.client, by=a.secretary, tag="vip")
