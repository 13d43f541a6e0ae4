"""Rows of the matrix about matters and contacts, through pages and services (roles.md 2.3)."""

import pytest
from django.urls import reverse

from accounts.models import Member
from matters import services
from matters.models import Matter
from practice.exceptions import Refused
from practice.models import Firm
from tests.cast import engage, make_matter


def fresh(member):
    return Member.objects.select_related("role", "user", "firm").get(pk=member.pk)


def test_assistants_and_secretaries_edit_the_non_legal_fields_of_their_matters(a, sign_in):
    services.add_to_team(a.matter, by=a.attorney, member=a.assistant)
    for person in (a.assistant, a.secretary):
        services.edit_matter(a.matter, by=person, court=f"Court of {person.name}")
        for field, value in (("description", "Breach of warranty"), ("budget", 5000)):
            with pytest.raises(Refused, match="attorneys and paralegals"):
                services.edit_matter(a.matter, by=person, **{field: value})
    services.edit_matter(a.matter, by=a.paralegal, description="Breach of warranty")
    page = sign_in(a.secretary).get(reverse("matter_edit", args=[a.matter.pk])).content.decode()
    assert 'name="court"' in page
    assert 'name="description"' not in page
    assert (
        'name="description"'
        in sign_in(a.paralegal).get(reverse("matter_edit", args=[a.matter.pk])).content.decode()
    )


def test_legal_assistants_who_do_substantive_work_edit_them(a):
    services.add_to_team(a.matter, by=a.attorney, member=a.assistant)
    Firm.objects.filter(pk=a.firm.pk).update(assistants_substantive=True)
    services.edit_matter(a.matter, by=fresh(a.assistant), description="Breach of warranty")
    with pytest.raises(Refused):
        services.edit_matter(a.matter, by=a.secretary, description="x")


def test_teams_are_assigned_by_attorneys_and_the_administrator(a):
    for person in (a.paralegal, a.assistant, a.secretary, a.freelancer):
        with pytest.raises(Refused):
            services.add_to_team(a.matter, by=person, member=a.assistant)
        with pytest.raises(Refused):
            services.assign_attorneys(a.matter, by=person, responsible=a.associate)
    services.add_to_team(a.matter, by=a.admin, member=a.assistant)
    services.remove_from_team(a.matter, by=a.attorney, member=a.assistant)


def test_a_guest_changes_contacts_of_their_matters_and_no_others(a):
    other = services.create_contact(by=a.attorney, kind="company", name="Elsewhere Inc.")
    make_matter(a, number="2026-0002", name="Elsewhere", client=other)
    for contact in (a.client, other):
        with pytest.raises(Refused, match="on none of them"):
            services.update_contact(contact, by=a.freelancer, phone="1")
    engage(a)
    services.update_contact(a.client, by=a.freelancer, phone="555")
    with pytest.raises(Refused):
        services.update_contact(other, by=a.freelancer, phone="1")
    with pytest.raises(Refused, match="not delete"):
        services.delete_contact(a.client, by=a.freelancer)
    with pytest.raises(Refused):
        services.create_contact(by=a.freelancer, kind="company", name="Mine")


def test_an_attorney_reads_the_history_of_contacts_of_their_own_matters(a, sign_in):
    url = reverse("contact_history", args=[a.client.pk])
    assert sign_in(a.attorney).get(url).status_code == 200
    assert sign_in(a.admin).get(url).status_code == 200
    assert sign_in(a.associate).get(url).status_code == 403
    page = sign_in(a.associate).get(a.client.get_absolute_url()).content.decode()
    assert url not in page


def test_who_accepts_closes_and_holds(a, sign_in):
    pending = make_matter(a, number="T-1", name="New", state="pending", opened_on=None, accepted_by=None)
    for person in (a.paralegal, a.assistant, a.secretary, a.admin):
        client = sign_in(person)
        assert client.post(reverse("matter_accept", args=[pending.pk])).status_code == 403
        assert client.post(reverse("matter_decline", args=[pending.pk]), {"reason": "x"}).status_code == 403
        assert client.post(reverse("matter_hold", args=[a.matter.pk]), {"reason": "x"}).status_code == 403
    assert Matter.objects.get(pk=pending.pk).state == "pending"
