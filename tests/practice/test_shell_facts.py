"""What each page shows around its own content: one statement, however many parts have something to say."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Perm
from billing.models import Invoice, Timer
from calendar_app.models import Deadline
from matters.models import Pin, Wall
from practice import facts, nav
from practice.clock import reading
from practice.facts import Fact, ask, ask_again, count_of, least_of
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
    asked = {}
    for number in range(6):
        badge = nav.Badge(rows, since="submitted_at")
        asked[f"n{number}"] = Fact(count_of(badge.rows))
        asked[f"since{number}"] = Fact(least_of(badge.rows, badge.since))
    with django_assert_num_queries(1):
        found = ask(asked)
    assert found["n5"] == 2
    assert (timezone.now() - found["since5"]).days == 9
    narrow(only_named=False, matters=[a.matter.pk])
    assert ask(asked)["n0"] == 0
    assert ask(asked)["since0"] is None
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


@pytest.fixture
def later(monkeypatch, busy):
    """later(minutes) puts the clock so far past noon; the attorney's timer has run since a minute before it."""
    noon = timezone.now().replace(hour=12)
    Timer.objects.update(started_at=noon - datetime.timedelta(minutes=1))

    def go(minutes: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: noon + datetime.timedelta(minutes=minutes))

    go(0)
    return go


def _running_since(moment) -> Fact:
    return Fact(count_of(Timer.objects.filter(started_at__lt=moment)))


def test_it_is_built_once_a_day_and_reads_the_clock_anew(a, later):
    made = []

    def make():
        made.append(1)
        return {"timers": _running_since(reading() - datetime.timedelta(minutes=10))}

    key = f"timers {timezone.now()}"
    assert ask_again(key, make) == {"timers": 0}
    later(8)
    assert ask_again(key, make) == {"timers": 0}
    later(10)
    assert ask_again(key, make) == {"timers": 1}
    assert made == [1]
    later(24 * 60)
    assert ask_again(key, make) == {"timers": 1}
    assert made == [1, 1]


def test_a_moment_that_is_no_reading_lasts_a_minute(a, later):
    made = []

    def make():
        made.append(1)
        return {"timers": _running_since(timezone.now() - datetime.timedelta(minutes=10))}

    key = f"moment {timezone.now()}"
    answers = []
    for minutes in (0, 0, 11):
        later(minutes)
        answers.append(ask_again(key, make)["timers"])
    assert answers == [0, 0, 1]
    assert made == [1, 1]


def test_what_is_built_from_what_passes_lasts_a_minute(a, later):
    made = []

    def make():
        made.append(1)
        a.paralegal.powers.lent(Perm.CALENDAR_MANAGE_FOR_OTHERS)
        return {"timers": Fact(count_of(Timer.objects.all()))}

    key = f"lent {timezone.now()}"
    for minutes in (0, 0, 1):
        later(minutes)
        ask_again(key, make)
    assert made == [1, 1]


def test_no_badge_or_strip_is_built_every_minute(a, sign_in):
    """Each reads the clock by practice.clock.reading: building the statement costs more than the rest of a page."""
    facts._kept.clear()
    people = (a.attorney, a.associate, a.paralegal, a.assistant, a.secretary, a.admin)
    for person in people:
        sign_in(person).get(reverse("contact_create"))
    assert len(facts._kept) == len(people)
    for kept in facts._kept.values():
        for name, fact in kept.question.facts.items():
            assert facts._Kept(lambda name=name, fact=fact: {name: fact})._until is None, name
        assert kept._until is None, kept.question.facts.keys()


def test_people_of_one_role_share_a_plan(a, sign_in):
    for person in (a.attorney, a.associate):
        sign_in(person).get(reverse("contact_create"))
    with CaptureQueriesContext(connection) as found:
        for person in (a.attorney, a.associate):
            sign_in(person).get(reverse("contact_create"))
    assert sum("EXECUTE question_" in query["sql"] for query in found) == 2
    assert not any("PREPARE" in query["sql"] for query in found)


def test_only_so_many_plans_are_kept(a, monkeypatch):
    monkeypatch.setattr(facts, "PLANNED", 2)
    for number in range(4):
        rows = Timer.objects.filter(narrative=f"n{number}")
        ask_again(f"plans {number} {timezone.now()}", lambda rows=rows: {"n": Fact(count_of(rows))})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'question_%'")
        assert cursor.fetchone() == (2,)


def test_what_is_asked_again_is_what_is_asked(a, busy):
    """Percent signs, quotes, arrays, dates and large numbers stand in a kept statement as they were meant."""
    rows = Timer.objects.filter(member=a.attorney)
    made = {
        "text": Fact(count_of(rows.filter(narrative__contains="raft"))),
        "percent": Fact(count_of(rows.filter(narrative__contains="%"))),
        "quote": Fact(count_of(rows.filter(narrative="O'Hara \\ $1"))),
        "list": Fact(count_of(rows.filter(narrative__in=["Draft", "x"]))),
        "day": Fact(count_of(rows.filter(started_at__date__lte=timezone.localdate()))),
        "large": Fact(count_of(rows.exclude(pk=2**40))),
    }
    expected = {"text": 1, "percent": 0, "quote": 0, "list": 1, "day": 1, "large": 1}
    assert ask(made) == expected
    assert [ask_again(f"again {timezone.now()}", lambda: made) for _ in range(2)] == [expected] * 2
