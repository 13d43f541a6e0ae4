"""Changing a matter: who changes what, inline edit and its conflicts, history."""

import pytest
from django.urls import reverse

from matters import services
from matters.models import Matter
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent


def test_team_members_change_plain_fields_only(a, sign_in):
    matter = services.edit_matter(
        a.matter, by=a.paralegal, court="Alameda County Superior Court", case_number="26CV041877"
    )
    assert matter.case_number == "26CV041877"
    event = AuditEvent.objects.get(verb="matter.changed")
    assert event.changes == {
        "court": ["", "Alameda County Superior Court"],
        "case_number": ["", "26CV041877"],
    }
    other = services.create_contact(by=a.attorney, kind="company", name="Someone Else Inc.")
    with pytest.raises(Refused, match="Only an attorney changes the client"):
        services.edit_matter(a.matter, by=a.paralegal, client=other)
    assert services.edit_matter(a.matter, by=a.attorney, client=other).client == other


def test_staff_not_on_the_matter_do_not_edit_it(a, sign_in):
    response = sign_in(a.assistant).get(reverse("matter_edit", args=[a.matter.pk]))
    assert response.status_code == 403
    said = response.content.decode()
    assert (
        "You cannot edit a matter: your role does this on your own matters, and you are not on 2026-0001."
        in said
    )
    assert sign_in(a.admin).get(reverse("matter_edit", args=[a.matter.pk])).status_code == 403


def test_inline_edit_rests_edits_saves_and_reports_a_conflict(a, sign_in):
    client = sign_in(a.attorney)
    url = reverse("matter_field", args=[a.matter.pk, "case_number"])
    htmx = {"HTTP_HX_REQUEST": "true"}
    assert "hx-get" in client.get(url, **htmx).content.decode()
    assert 'name="value"' in client.get(url, {"edit": "1"}, **htmx).content.decode()
    saved = client.post(url, {"value": " 26CV1 ", "version": ""}, **htmx)
    assert saved.status_code == 200
    assert "Saved" in saved.content.decode()
    assert Matter.objects.get(pk=a.matter.pk).case_number == "26CV1"
    late = client.post(url, {"value": "26CV9", "version": ""}, **htmx)
    assert late.status_code == 409
    assert "Imogen Vance changed this" in late.content.decode()
    long = client.post(url, {"value": "9" * 61, "version": "26CV1"}, **htmx)
    assert long.status_code == 422
    assert "at most 60 characters" in long.content.decode()


def test_stage_is_one_of_the_practice_area(a, sign_in):
    sign_in(a.secretary).post(reverse("matter_stage", args=[a.matter.pk]), {"stage": "Discovery"})
    assert Matter.objects.get(pk=a.matter.pk).stage.name == "Discovery"
    with pytest.raises(DomainError, match="not a stage"):
        services.set_stage(a.matter, by=a.attorney, stage="Lunch")


def test_history_tab_shows_before_and_after_to_those_who_may_read_the_audit_trail(a, sign_in):
    services.set_field(a.matter, by=a.attorney, field="name", value="Brightwater v. Solano Tile")
    url = reverse("matter_history", args=[a.matter.pk])
    page = sign_in(a.attorney).get(url).content.decode()
    assert "Brightwater v. Solano alder" in page
    assert "Brightwater v. Solano Tile" in page
    assert sign_in(a.admin).get(url).status_code == 200
    assert sign_in(a.paralegal).get(url).status_code == 403
    assert "History" not in _tabs(sign_in(a.paralegal), a)


def _tabs(client, a):
    page = client.get(reverse("matter_detail", args=[a.matter.pk])).content.decode()
    return page.split('<nav class="tabs"')[1].split("</nav>")[0]


def test_overview_says_what_happened_in_plain_words(a, sign_in):
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    services.add_to_team(a.matter, by=a.attorney, member=a.assistant)
    page = sign_in(a.attorney).get(reverse("matter_detail", args=[a.matter.pk])).content.decode()
    assert "moved it to Discovery" in page
    assert "put Mireille Koss, Legal assistant on the team" in page
    money = sign_in(a.attorney).get(reverse("matter_detail", args=[a.matter.pk]), {"show": "money"})
    assert "moved it to" not in money.content.decode()


def test_pin_puts_a_matter_in_the_sidebar_and_takes_it_out(a, sign_in):
    client = sign_in(a.paralegal)
    url = reverse("matter_pin", args=[a.matter.pk])
    client.post(url)
    assert "Pinned" in client.get(reverse("contact_list")).content.decode()
    client.post(url)
    assert "Pinned" not in client.get(reverse("contact_list")).content.decode().replace("Unpinned", "")
