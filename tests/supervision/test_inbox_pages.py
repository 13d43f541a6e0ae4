"""The inbox as each person sees it: what waits, for whom, since when, and never what a wall hides."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence
from matters.models import Wall
from practice.scope import firm_scope
from supervision import services
from supervision.models import Approval
from tests import cast
from tests.supervision.kit import edit

pytestmark = pytest.mark.usefixtures("kit")
TODAY = timezone.localdate


def send(people, by, to=None, kind="caption", **more):
    with firm_scope(people.firm):
        return services.submit(kind, people.matter, by=by, to=to, **more)


def page(client, name="approval_list", *args, **query):
    return client.get(reverse(name, args=args), query)


def test_the_attorney_sees_what_waits_with_sender_matter_age_and_content(firms, sign_in):
    people = firms.a
    approval = send(people, people.paralegal, note="Look at the court", urgent=True, due_on=TODAY())
    answer = page(sign_in(people.attorney))
    text = answer.content.decode()
    for said in (
        "Caption of 2026-0001",
        "Otis Farrow",
        people.matter.name,
        "Urgent",
        "Look at the court",
        "Otis Farrow, Paralegal",
        reverse("approval_approve", args=[approval.pk]),
        reverse("approval_return", args=[approval.pk]),
    ):
        assert said in text, said
    assert answer.context["tabs"][0]["count"] == 1


def test_nothing_waits_is_said_with_what_would(firms, sign_in):
    text = page(sign_in(firms.a.attorney)).content.decode()
    assert "Nothing waits for you" in text


def test_each_role_has_the_page_and_only_the_decider_its_buttons(firms, sign_in):
    people = firms.a
    approval = send(people, people.paralegal)
    for role in ("paralegal", "assistant", "secretary", "admin"):
        client = sign_in(getattr(people, role))
        assert page(client).status_code == 200, role
        answer = page(client, "approval_detail", approval.pk)
        # Whoever sent it reads it, and who manages people; nobody else of the staff.
        assert answer.status_code == (200 if role in ("paralegal", "admin") else 404), role
        if answer.status_code == 200:
            assert reverse("approval_approve", args=[approval.pk]) not in answer.content.decode(), role
    text = page(sign_in(people.paralegal), tab="sent").content.decode()
    assert "Waits for Imogen Vance" in text
    assert reverse("approval_withdraw", args=[approval.pk]) in text


def test_another_firm_and_a_walled_member_find_nothing(firms, sign_in):
    people = firms.a
    approval = send(people, people.paralegal, to=people.associate)
    assert page(sign_in(firms.b.attorney), "approval_detail", approval.pk).status_code == 404
    client = sign_in(people.associate)
    assert page(client, "approval_detail", approval.pk).status_code == 200
    with firm_scope(people.firm):
        Wall.objects.create(
            matter=people.matter, member=people.associate, reason="Former client", created_by=people.attorney
        )
    assert page(client, "approval_detail", approval.pk).status_code == 404
    for query in ({}, {"tab": "sent"}, {"tab": "decided"}):
        text = page(client, **query).content.decode()
        assert people.matter.name not in text
    assert people.matter.name not in page(client, "approval_all").content.decode()
    # The number in the sidebar does not count it either.
    assert "the oldest since" not in page(client).content.decode()


def test_a_substitute_has_what_waits_for_whoever_is_away(firms, sign_in):
    people = firms.a
    approval = send(people, people.paralegal)
    with firm_scope(people.firm):
        Absence.objects.create(
            member=people.attorney,
            substitute=people.associate,
            starts_on=TODAY(),
            ends_on=TODAY() + datetime.timedelta(days=3),
            created_by=people.attorney,
        )
    text = page(sign_in(people.associate)).content.decode()
    assert "In place of Imogen Vance, away until" in text
    answer = sign_in(people.associate).post(
        reverse("approval_approve", args=[approval.pk]), {"seen": approval.content_hash}
    )
    assert answer.status_code == 303
    with firm_scope(people.firm):
        approval.refresh_from_db()
        assert (approval.state, approval.decided_by) == ("approved", people.associate)


def test_the_sidebar_counts_tells_the_age_and_turns_red_when_late(firms, sign_in):
    people = firms.a
    approval = send(people, people.paralegal)
    with firm_scope(people.firm):
        Approval.objects.filter(pk=approval.pk).update(
            submitted_at=timezone.now() - datetime.timedelta(days=2, hours=1)
        )
    client = sign_in(people.attorney)
    link = next(li for g in page(client).context["nav"].sections for li in g.links if li.label == "Approvals")
    assert (link.count, link.hot) == (1, False)
    assert '<span aria-hidden="true"> · 2 d</span>' in page(client).content.decode()
    with firm_scope(people.firm):
        Approval.objects.filter(pk=approval.pk).update(due_on=TODAY() - datetime.timedelta(days=1))
    link = next(li for g in page(client).context["nav"].sections for li in g.links if li.label == "Approvals")
    assert link.hot


def test_a_second_round_shows_what_changed_and_the_note_of_the_return(firms, sign_in):
    people = firms.a
    with firm_scope(people.firm):
        edit(people.matter, court="Alameda Superior Court")
        first = services.submit("caption", people.matter, by=people.paralegal)
        services.send_back(first, by=people.attorney, note="Name the department")
        edit(people.matter, court="Alameda Superior Court, Department 21")
        second = services.submit("caption", people.matter, by=people.paralegal, note="Done")
    text = page(sign_in(people.attorney), "approval_detail", second.pk).content.decode()
    assert "1 change since round 1" in text
    assert "Name the department" in text
    assert "added: </span>, Department 21" in text
    assert page(sign_in(people.attorney), "approval_detail", second.pk, changes=1).status_code == 200


def test_the_list_costs_no_query_a_row(firms, sign_in, django_assert_max_num_queries):
    people = firms.a
    client = sign_in(people.attorney)
    page(client)  # the first page of a session notes it
    counts = []
    for more in (1, 4):
        with firm_scope(people.firm):
            for _ in range(more):
                n = Approval.objects.count() + 2
                matter = cast.make_matter(people, number=f"2026-{n:04d}", name=f"Matter {n}")
                services.submit("sheet", matter, by=people.paralegal)
        with django_assert_max_num_queries(60) as seen:
            assert page(client).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_list_of_all_filters_and_exports(firms, sign_in):
    people = firms.a
    send(people, people.paralegal)
    client = sign_in(people.attorney)
    assert "Caption of 2026-0001" in page(client, "approval_all", state="waiting").content.decode()
    assert "Caption of 2026-0001" not in page(client, "approval_all", state="returned").content.decode()
    assert "Caption of 2026-0001" not in page(client, "approval_all", age="7").content.decode()
    file = b"".join(page(client, "approval_all", export="csv")).decode()
    assert "Caption of 2026-0001" in file
    assert "Otis Farrow" in file
    # Staff have the list too, of their own.
    assert "Caption of" not in page(sign_in(people.secretary), "approval_all").content.decode()
    assert "Caption of" in page(sign_in(people.paralegal), "approval_all").content.decode()


def test_a_round_about_something_gone_is_still_read(firms, sign_in):
    people = firms.a
    with firm_scope(people.firm):
        approval = Approval.objects.create(
            kind="caption", object_id=987654, title="Caption of a matter that is gone", matter=people.matter,
            content={"fields": {"Caption": "Old name"}, "rows": {}}, content_hash="0" * 64,
            submitted_by=people.paralegal, assigned_to=people.attorney, reserved=True,
        )  # fmt: skip
    text = page(sign_in(people.attorney), "approval_detail", approval.pk).content.decode()
    assert "no longer exists, or you cannot see it" in text
    assert "Old name" in text
