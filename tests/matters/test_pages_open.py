"""Every page of matters and the calendar opens for an attorney, and answers others as it should."""

import datetime

import pytest
from django.urls import reverse

from calendar_app.models import Deadline
from matters.models import Wall
from practice.scope import firm_scope


@pytest.fixture
def pages(a):
    """(name, arguments) of each page that shows something of firm A's matter or contact."""
    deadline = Deadline.objects.create(
        matter=a.matter,
        title="Opposition due",
        due_on=datetime.date(2027, 1, 4),
        original_due_on=datetime.date(2027, 1, 4),
        owner=a.attorney,
    )
    matter = [a.matter.pk]
    on_matter = [
        *((name, matter) for name in (
            "matter_detail", "matter_edit", "matter_fee", "matter_hold", "matter_close", "matter_history",
            "matter_access", "matter_attorneys", "matter_deadlines",
        )),
        ("matter_field", [a.matter.pk, "name"]),
        ("deadline_detail", [deadline.pk]),
        ("deadline_edit", [deadline.pk]),
    ]  # fmt: skip
    on_contact = [
        (name, [a.client.pk])
        for name in ("contact_detail", "contact_edit", "contact_delete", "contact_history")
    ]
    return on_matter, on_contact


LISTS = [
    "home", "matter_list", "matter_create", "matter_options", "client_options", "contact_list", "contact_create",
    "contact_options", "contact_similar", "practice_area_list", "practice_area_create", "deadline_list", "deadline_create",
]  # fmt: skip


def test_pages_open_for_an_attorney(a, pages, sign_in):
    client = sign_in(a.attorney)
    on_matter, on_contact = pages
    for name, args in [*on_matter, *on_contact, *((name, []) for name in LISTS)]:
        response = client.get(reverse(name, args=args))
        assert response.status_code == 200, (name, response.status_code)


def test_pages_of_another_firm_are_not_found(firms, a, pages, sign_in):
    client = sign_in(firms.b.attorney)
    on_matter, on_contact = pages
    for name, args in [*on_matter, *on_contact]:
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_strangers_are_sent_to_sign_in(a, pages, client):
    on_matter, on_contact = pages
    for name, args in [*on_matter, *on_contact, *((name, []) for name in LISTS)]:
        response = client.get(reverse(name, args=args))
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("account_login")), name


def test_walled_members_find_nothing_whatever_their_role(firms, a, pages, sign_in):
    on_matter, _ = pages
    for member in (a.associate, a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        Wall.objects.create(matter=a.matter, member=member, reason="Worked for Solano", created_by=a.attorney)
    for member in (a.associate, a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        client = sign_in(member)
        for name, args in on_matter:
            status = client.get(reverse(name, args=args), headers={"accept": "application/json"}).status_code
            # A page that the role may not open at all says so before it looks for the matter.
            assert status in (403, 404), (member.name, name, status)
        assert client.get(reverse("matter_detail", args=[a.matter.pk])).status_code == 404
        for name in ("matter_list", "home", "deadline_list"):
            assert "Brightwater v. Solano" not in client.get(reverse(name), {"view": "all"}).content.decode()
        for query in ({"q": "Brightwater"}, {"q": "2026-0001"}):
            for name in ("palette", "matter_options"):
                assert "Solano" not in client.get(reverse(name), query).content.decode(), (member.name, name)
        export = client.get(reverse("matter_list"), {"view": "all", "export": "csv"})
        assert "Solano" not in b"".join(export).decode()


def test_unknown_ids_are_not_found(a, sign_in):
    client = sign_in(a.attorney)
    for name in ("matter_detail", "contact_detail", "deadline_detail", "practice_area_edit", "matter_access"):
        assert client.get(reverse(name, args=[999999999])).status_code == 404, name
    with firm_scope(a.firm):
        url = reverse("matter_field", args=[a.matter.pk, "state"])
    assert client.get(url).status_code == 404
