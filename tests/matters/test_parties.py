"""Who takes part in a matter: added, changed, taken off and brought back; found by their names."""

import pytest
from django.urls import reverse

from matters import services
from matters.models import Contact, Matter, Party
from matters.queries.find import find_matters
from matters.services import parties
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.doors import refused_in_sql


@pytest.fixture
def solano(a):
    return Contact.objects.create(kind="company", name="Solano Tile & Stone", sort_name="Solano Tile & Stone")


def test_the_tab_adds_changes_takes_off_and_brings_back(a, solano, sign_in):
    client = sign_in(a.secretary)
    tab = reverse("matter_parties", args=[a.matter.pk])
    assert "Name the other side" in client.get(tab).content.decode()
    add = reverse("matter_party_create", args=[a.matter.pk])
    assert client.post(add, {"role": "opposing_party"}).status_code == 422
    assert client.post(add, {"contact": solano.pk, "role": "opposing_party"}).status_code == 303
    answer = client.post(add, {"new_name": "Ellery Dunn", "new_kind": "person", "role": "opposing_counsel"})
    assert answer.status_code == 303
    dunn = Contact.objects.get(name="Ellery Dunn")
    assert (dunn.first_name, dunn.last_name) == ("Ellery", "Dunn")
    party = Party.objects.get(contact=solano)
    assert (party.side, party.created_by) == ("opposing", a.secretary)
    change = {"role": "opposing_party", "represented_by": dunn.pk, "from_on": "2026-03-03", "e_service": "on"}
    assert client.post(reverse("party_edit", args=[party.pk]), change).status_code == 303
    page = client.get(tab).content.decode()
    assert "Represented by" in page
    assert "Opposing side" in page
    assert client.post(reverse("party_remove", args=[party.pk])).status_code == 303
    assert not Party.objects.filter(contact=solano).exists()
    assert client.post(reverse("matter_party_restore", args=[a.matter.pk])).status_code == 303
    back = Party.objects.get(contact=solano)
    assert (back.represented_by, str(back.from_on), back.e_service) == (dunn, "2026-03-03", True)
    verbs = AuditEvent.objects.filter(matter=a.matter, verb__startswith="party.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "party.added",
        "party.added",
        "party.changed",
        "party.removed",
        "party.added",
    ]


def test_rules_of_a_party(a, solano):
    party = services.add_party(a.matter, by=a.paralegal, contact=solano, role="witness")
    assert party.side == "third"
    with pytest.raises(DomainError, match="witness of this matter already"):
        services.add_party(a.matter, by=a.paralegal, contact=solano, role="witness")
    with pytest.raises(DomainError, match="is the client already"):
        services.add_party(a.matter, by=a.paralegal, contact=a.client, role="client")
    with pytest.raises(DomainError, match="represented by itself"):
        services.edit_party(party, by=a.paralegal, role="witness", represented_by=solano)
    with pytest.raises(Refused):
        services.add_party(a.matter, by=a.freelancer, contact=solano, role="expert")
    refused_in_sql("UPDATE matters_party SET represented_by_id = contact_id WHERE id=%s", party.pk)
    refused_in_sql(
        "UPDATE matters_party SET from_on='2026-05-01', until_on='2026-04-01' WHERE id=%s", party.pk
    )


def test_others_are_told_of_a_new_party(a, solano, monkeypatch):
    monkeypatch.setattr(parties, "ON_PARTY", [f"{__name__}.heard"])
    HEARD.clear()
    party = services.add_party(a.matter, by=a.paralegal, contact=solano, role="witness")
    services.edit_party(party, by=a.paralegal, role="witness", note="Saw the delivery")
    services.edit_party(party, by=a.paralegal, role="opposing_party")
    assert HEARD == ["witness", "opposing_party"]  # a note changes nothing that a conflict check reads


HEARD: list[str] = []


def heard(party, *, by) -> None:
    """Stands for the conflict check of an app above."""
    HEARD.append(party.role)


def test_opponents_and_case_numbers_find_the_matter(a, solano, sign_in):
    services.add_party(a.matter, by=a.paralegal, contact=solano, role="opposing_party")
    services.edit_matter(a.matter, by=a.attorney, case_number="26CV041877", name="Supply dispute")
    for text in ("tile stone", "26cv0418", "dispute solano"):
        assert list(find_matters(Matter.objects.all(), text)) == [a.matter], text
    assert not find_matters(Matter.objects.all(), "solano nobody").exists()
    options = sign_in(a.paralegal).get(reverse("matter_options"), {"q": "tile"}).content.decode()
    assert "Supply dispute" in options
