"""What each page shows around its own content: one statement, however many parts have something to say."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.models import Invoice, Timer
from calendar_app.models import Deadline
from matters.models import Pin, Wall
from practice import nav
from practice.facts import Fact, ask, count_of, least_of
from practice.scope import narrow
from tests.cast import make_matter

# Session, user, seats, scope (two), member with role, licences, walls, facts, and the transaction's two; in tests the
# outer scope is put back besides.
SHELL = 12


@pytest.fixture
def busy(a):
    """The attorney has a deadline, a pin and a running timer on a matter of three."""
    matter = make_matter(a, number="2026-0100", name="Calder <Estate>")
    Deadline.objects.create(
        matter=matter,
        title="Answer",
        due_on=timezone.localdate(),
        original_due_on=timezone.localdate(),
        owner=a.attorney,
    )
    Pin.objects.create(member=a.attorney, matter=matter)
    Timer.objects.create(
        member=a.attorney,
        matter=matter,
        narrative="Draft",
        seconds=100,
        started_at=timezone.now() - datetime.timedelta(seconds=60),
    )
    return matter


def test_the_shell_takes_the_same_few_statements_whatever_it_shows(a, sign_in, busy):
    for person in (a.attorney, a.secretary):
        client = sign_in(person)
        counts = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as found:
                answer = client.get(reverse("practice_area_create"))
            counts.append(len(found))
        assert answer.status_code in (200, 403)
        if answer.status_code == 200:
            assert min(counts) <= SHELL


def test_badges_pins_and_the_timer_are_right(a, sign_in, busy):
    context = sign_in(a.attorney).get(reverse("contact_create")).context
    calendar = next(link for group in context["nav"].sections for link in group.links if link.g == "j")
    assert (calendar.count, calendar.hot) == (1, True)
    assert [(pin.name, pin.url) for pin in context["pinned"]] == [
        ("Calder <Estate>", reverse("matter_detail", args=[busy.pk]))
    ]
    timer = context["running_timer"]
    assert (timer.matter, timer.narrative, 159 <= timer.elapsed <= 220) == ("Calder <Estate>", "Draft", True)
    other = sign_in(a.secretary).get(reverse("contact_create")).context
    assert (other["pinned"], other["running_timer"]) == ([], None)


def test_a_wall_takes_its_matter_out_of_every_fact(a, sign_in, busy):
    Wall.objects.create(matter=busy, member=a.attorney, reason="Former client", created_by=a.associate)
    answer = sign_in(a.attorney).get(reverse("contact_create"))
    calendar = next(link for group in answer.context["nav"].sections for link in group.links if link.g == "j")
    assert calendar.count == 0
    assert answer.context["pinned"] == []
    assert answer.context["running_timer"] is None
    assert "Calder" not in answer.content.decode()


def test_badges_are_counted_together_with_the_age_of_the_oldest(a, django_assert_num_queries):
    for days in (3, 9):
        Invoice.objects.create(
            matter=a.matter,
            client=a.client,
            state="in_review",
            reviewer=a.attorney,
            submitted_at=timezone.now() - datetime.timedelta(days=days),
        )
    rows = Invoice.objects.filter(state="in_review").order_by("-id")
    facts = {}
    for number in range(6):
        badge = nav.Badge(rows, since="submitted_at")
        facts[f"n{number}"] = Fact(count_of(badge.rows))
        facts[f"since{number}"] = Fact(least_of(badge.rows, badge.since))
    with django_assert_num_queries(1):
        found = ask(facts)
    assert found["n5"] == 2
    assert (timezone.now() - found["since5"]).days == 9
    narrow(only_named=False, matters=[a.matter.pk])
    assert ask(facts)["n0"] == 0
    assert ask(facts)["since0"] is None
    with django_assert_num_queries(0):
        assert ask({}) == {}
    assert ask({"none": Fact(count_of(Invoice.objects.none()))})["none"] in (0, None)


def _deadlines(client) -> int:
    nav_shown = client.get(reverse("contact_create")).context["nav"]
    return next(link.count for group in nav_shown.sections for link in group.links if link.g == "j")


def test_the_question_is_kept_and_never_an_answer(a, sign_in, busy):
    client = sign_in(a.attorney)
    assert _deadlines(client) == 1
    Deadline.objects.create(
        matter=busy,
        title="Reply",
        due_on=timezone.localdate(),
        original_due_on=timezone.localdate(),
        owner=a.attorney,
    )
    assert _deadlines(client) == 2
    Wall.objects.create(matter=busy, member=a.attorney, reason="Former client", created_by=a.associate)
    assert _deadlines(client) == 0


def test_a_question_belongs_to_one_person_and_one_set_of_powers(firms, a, sign_in, busy):
    people = (a.attorney, firms.b.attorney, a.attorney)
    assert [_deadlines(sign_in(person)) for person in people] == [1, 0, 1]
    role = a.attorney.role
    role.powers = {name: level for name, level in role.powers.items() if name != "matter.view"}
    role.save()
    shown = sign_in(a.attorney).get(reverse("contact_create")).context["nav"]
    assert "j" not in {link.g for group in shown.sections for link in group.links}


def test_it_is_built_once_a_minute(a):
    from practice.facts import ask_again

    made = []

    def make():
        made.append(1)
        return {"timers": Fact(count_of(Timer.objects.all()))}

    assert [ask_again("k", make) for _ in range(3)] == [{"timers": 0}] * 3
    later = timezone.now() + datetime.timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(timezone, "now", lambda: later)
        assert ask_again("k", make) == {"timers": 0}
    assert 1 <= len(made) - 1 <= 2
