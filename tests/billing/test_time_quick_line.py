"""The one-line entry: duration, matter, narrative, codes, day."""

import datetime

import pytest
from django.utils import timezone

from billing.models import TimeEntry
from billing.queries.quick import read_line
from tests.cast import make_matter


@pytest.fixture
def lease(a):
    return make_matter(
        a, number="2026-0148", name="Applewhite — wrongful termination", case_number="RG-26-771"
    )


def test_whole_line(a, lease):
    line = read_line(".3 applewhite email to mediator re: joint session #L160 #a106 @today", a.attorney)
    assert (line.seconds, line.matter, line.problems) == (1080, lease, [])
    assert line.narrative == "Email to mediator re: joint session"
    assert (line.task_code, line.activity_code, line.date) == ("L160", "A106", timezone.localdate())


@pytest.mark.parametrize(
    "text, seconds, narrative",
    [
        ("1h 12m apple call", 4320, "Call"),
        ("1h12 apple wrongful call", 4320, "Call"),
        ("72m 2026-0148 call", 4320, "Call"),
        ("1.5 hours RG-26-771 call client", 5400, "Call client"),
        ("2 2026-0148 2 calls", 7200, "2 calls"),
    ],
)
def test_ways_to_say_time_and_matter(a, lease, text, seconds, narrative):
    line = read_line(text, a.attorney)
    assert (line.problems, line.seconds, line.matter, line.narrative) == ([], seconds, lease, narrative)


def test_client_names_a_matter(a):
    assert read_line("1 brightwater call", a.attorney).matter == a.matter


@pytest.mark.parametrize(
    "text, says",
    [
        ("", "Begin with the time"),
        ("brightwater call", "not a duration"),
        ("90 brightwater call", "Type 90m"),
        (".3", "Name the matter"),
        (".3 zzz call", "No open matter of yours matches “zzz”"),
        (".3 brightwater", "Say what was done"),
        (".3 brightwater call #L999", "no UTBMS code"),
        (".3 brightwater call @someday", "Type a date"),
    ],
)
def test_what_is_missing_is_said(a, text, says):
    line = read_line(text, a.attorney)
    assert not line.is_whole
    assert any(says in problem for problem in line.problems)


def test_ambiguous_name_asks_unless_one_was_used_lately(a):
    one = make_matter(a, number="2026-0201", name="Hart v. Moss")
    make_matter(a, number="2026-0202", name="Hart trust")
    line = read_line(".3 hart call", a.attorney)
    assert line.matter is None
    assert "Several matters match" in line.problems[0]
    TimeEntry.objects.filter(member=a.attorney).update(matter=one)
    assert read_line(".3 hart call", a.attorney).matter == one


def test_weekday_lies_behind(a):
    day = read_line(".3 brightwater call @mon", a.attorney).date
    assert day.weekday() == 0
    assert timezone.localdate() - datetime.timedelta(days=7) < day <= timezone.localdate()


def test_closed_matters_are_not_found(a):
    make_matter(a, number="2026-0300", name="Oldcase", state="closed", closed_on=datetime.date(2026, 4, 1))
    assert read_line(".3 oldcase call", a.attorney).matter is None


def test_few_queries(a, lease, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        read_line(".3 applewhite call", a.attorney)


def test_saved_from_the_page(a, sign_in):
    client = sign_in(a.attorney)
    answer = client.post("/time/quick/", {"line": ".3 brightwater email to mediator", "next": "/time/"})
    assert (answer.status_code, answer["Location"]) == (303, "/time/")
    assert TimeEntry.objects.filter(narrative="Email to mediator", billed_seconds=1080).exists()


def test_mistake_keeps_the_text(a, sign_in):
    answer = sign_in(a.attorney).post("/time/quick/", {"line": ".3 zzz email"})
    assert answer.status_code == 422
    assert ".3 zzz email" in answer.content.decode()
    assert "No open matter of yours" in answer.content.decode()
