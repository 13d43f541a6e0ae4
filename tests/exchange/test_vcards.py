"""vCards in and out: versions 2.1, 3.0 and 4.0, a look before anything is taken in, duplicates shown."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.readers import Unreadable
from exchange.vcard import read_cards, write_cards
from matters import services
from matters.models import Contact, Phone
from practice.models import AuditEvent
from tests import cast

FILE = b"""BEGIN:VCARD\r
VERSION:4.0\r
KIND:individual\r
FN:Ada B. Moss\r
N:Moss;Ada;B.;Ms.;Jr.\r
TEL;VALUE=uri;TYPE="voice,cell";PREF=2:tel:+1-510-555-0142;ext=7\r
TEL;VALUE=uri;TYPE=work;PREF=1:tel:+1-510-555-0143\r
EMAIL;TYPE=work:ada@moss.example\r
EMAIL:not an address\r
ADR;TYPE=home:;;9 Kiln Road,Unit 4;Alameda;CA;94501;USA\r
BDAY:19850412\r
LANG:en\r
NICKNAME:Addie,Adie\r
CATEGORIES:client,VIP\r
NOTE:Line one\\nLine two\\, with comma\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg\r
TEL;CELL;PREF:+49 89 1234567\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:3.0\r
FN:Solano Tile LLC\r
N:;;;;\r
ORG:Solano Tile LLC;Sales\r
item1.TEL;type=WORK;type=VOICE;type=pref:510 555 0177\r
X-ABShowAs:COMPANY\r
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ\r
 AABBBB\r
END:VCARD\r
"""


def upload(content=FILE):
    return {"file": SimpleUploadedFile("cards.vcf", content, "text/vcard")}


def test_three_versions_are_read():
    ada, joerg, solano = read_cards(FILE)
    assert (ada["kind"], ada["prefix"], ada["first_name"], ada["middle_name"], ada["last_name"], ada["suffix"]) == (
        "person", "Ms.", "Ada", "B.", "Moss", "Jr.",
    )  # fmt: skip
    assert ada["phones"] == [
        {"label": "work", "number": "+1-510-555-0143", "is_main": True},
        {"label": "mobile", "number": "+1-510-555-0142 ext. 7", "is_main": False},
    ]
    assert ada["emails"] == [{"label": "work", "address": "ada@moss.example", "is_main": True}]
    assert ada["addresses"][0]["street"] == "9 Kiln Road\nUnit 4"
    assert (ada["birthday"], ada["language"], ada["tags"]) == (
        datetime.date(1985, 4, 12),
        "en",
        ["client", "VIP"],
    )
    assert [row["name"] for row in ada["names"]] == ["Addie", "Adie"]
    assert ada["notes"] == "Line one\nLine two, with comma"
    assert (joerg["first_name"], joerg["last_name"], joerg["phones"][0]["label"]) == (
        "Jörg",
        "Müller",
        "mobile",
    )
    assert (solano["kind"], solano["name"], solano["first_name"]) == ("company", "Solano Tile LLC", "")


@pytest.mark.parametrize("content", [b"", b"name,email\nAda,ada@x.example", b"\x00\x01\x02", b"%PDF-1.7"])
def test_what_is_no_vcard_is_refused(content):
    with pytest.raises(Unreadable):
        read_cards(content)


def test_cards_are_looked_at_then_taken_in(a, sign_in):
    here = services.create_contact(
        by=a.attorney,
        kind="company",
        name="Solano Tile",
        phones=[{"label": "work", "number": "(510) 555-0177"}],
        website="solano.example",
    )
    client = sign_in(a.secretary)
    url = reverse("contact_cards")
    page = client.post(url, upload())
    text = page.content.decode()
    assert page.status_code == 200
    assert "2 new." in text
    assert "Add to Solano Tile (same phone number)" in text
    assert not Contact.objects.filter(last_name="Moss").exists()
    signed = text.split('name="cards" value="')[1].split('"')[0]
    done = client.post(url, {"cards": signed, "card-0": "new", "card-1": "skip", "card-2": str(here.pk)})
    assert done.status_code == 303
    ada = Contact.objects.get(last_name="Moss")
    assert (ada.name, ada.phone, ada.birthday) == (
        "Ada B. Moss Jr.",
        "+1-510-555-0143",
        datetime.date(1985, 4, 12),
    )
    assert {p.digits for p in Phone.objects.filter(contact=ada)} == {"5105550143", "5105550142"}
    assert not Contact.objects.filter(last_name="Müller").exists()
    here.refresh_from_db()
    assert (here.name, here.website) == ("Solano Tile", "solano.example")
    assert Phone.objects.filter(contact=here).count() == 1


def test_cards_of_another_person_or_changed_on_the_way_are_refused(a, sign_in):
    text = sign_in(a.secretary).post(reverse("contact_cards"), upload()).content.decode()
    signed = text.split('name="cards" value="')[1].split('"')[0]
    refused = sign_in(a.paralegal).post(reverse("contact_cards"), {"cards": signed, "card-0": "new"})
    assert refused.status_code in (409, 422, 400)
    assert not Contact.objects.filter(last_name="Moss").exists()


def test_a_contact_goes_out_and_comes_back_the_same(a, sign_in):
    made = services.create_contact(
        by=a.attorney, kind="person", first_name="Ada", last_name="Moss", prefix="Ms.", suffix="Jr.", company="Moss, Ceramics; LLC",
        title="Owner", birthday=datetime.date(1985, 4, 12), tags=["VIP"], notes="One\nTwo", website="moss.example",
        phones=[{"label": "mobile", "number": "510 555 0142"}, {"label": "fax", "number": "510 555 0199"}],
        emails=[{"label": "work", "address": "ada@moss.example"}],
        addresses=[{"label": "home", "street": "9 Kiln Road\nUnit 4", "city": "Alameda", "region": "CA", "postcode": "94501"}],
        names=[{"kind": "maiden", "name": "Ada Kiln"}],
    )  # fmt: skip
    answer = sign_in(a.secretary).get(reverse("contact_vcard", args=[made.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="ada-moss-jr.vcf"'
    (back,) = read_cards(answer.content)
    for field in (
        "first_name",
        "last_name",
        "prefix",
        "suffix",
        "company",
        "title",
        "birthday",
        "tags",
        "notes",
        "website",
    ):
        assert back[field] == getattr(made, field), field
    assert [(p["label"], p["number"]) for p in back["phones"]] == [
        ("mobile", "510 555 0142"),
        ("fax", "510 555 0199"),
    ]
    assert back["addresses"][0]["street"] == "9 Kiln Road\nUnit 4"
    assert back["names"] == [{"kind": "alias", "name": "Ada Kiln"}]
    assert AuditEvent.objects.filter(verb="list.exported").exists()
    (body,) = read_cards(write_cards([a.client]))
    assert (body["kind"], body["name"]) == ("company", a.client.name)


def test_many_go_out_with_the_power_alone_and_guests_take_none(a, sign_in):
    url = reverse("contact_vcards")
    assert sign_in(a.associate).get(url).status_code == 403
    answer = sign_in(a.admin).get(url, {"kind": "company"})
    assert [c["name"] for c in read_cards(answer.content)] == [a.client.name]
    cast.engage(a)
    guest = sign_in(a.freelancer)
    assert guest.get(reverse("contact_vcard", args=[a.client.pk])).status_code == 403
    assert guest.get(reverse("contact_cards")).status_code == 403
