"""One line in the palette does it: time, a task, a call. It says how it was understood; walls hold; nothing is guessed."""

import pytest
from django.urls import reverse

from billing.models import TimeEntry
from home.grammar import Calling, calling, task_line, time_line
from home.palette import search
from matters.models import Contact
from tests.cast import make_matter
from work.models import Task


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("t 0.3 Smith draft motion #L240", "0.3 Smith draft motion #L240"),
        ("T .3 smith", ".3 smith"),
        ("time 1:12 smith", "1:12 smith"),
        ("t smith 0.3", ""),
        ("tim 0.3 smith", ""),
        ("t", ""),
    ],
)
def test_a_time_line_begins_with_t_and_a_duration(text, line):
    assert time_line(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("task draft motion fri", "draft motion fri"),
        ("k call court", "call court"),
        ("tasks", ""),
        ("kite", ""),
    ],
)
def test_a_task_line(text, line):
    assert task_line(text) == line


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("call Doe re Smith urgent", Calling("Doe", "Smith", "urgent", 1, "today")),
        ("call Jane Doe about Smith v. Jones", Calling("Jane Doe", "Smith v. Jones")),
        ("call Doe tomorrow", Calling("Doe", "", "routine", 2, "tomorrow")),
        ("Call  doe", Calling("doe")),
        ("call urgent", Calling("urgent")),
        ("call Doe re Smith re lease", Calling("Doe", "Smith re lease")),
        ("recall Doe", None),
        ("call", None),
    ],
)
def test_a_call_names_somebody_what_about_and_how_soon(text, meant):
    assert calling(text) == meant


@pytest.mark.django_db
def test_a_time_line_is_recorded_from_the_palette(a, sign_in):
    entry, *others = search(a.paralegal, "t 0.3 solano draft motion #L240")
    assert (entry.lead, entry.title, entry.post, others) == ("Record", f"0.3 h on {a.matter.name}", True, [])
    assert entry.subtitle.startswith("Draft motion · L240")
    url, _, query = entry.url.partition("?")
    from urllib.parse import parse_qs

    line = parse_qs(query)["line"][0]
    assert sign_in(a.paralegal).post(url, {"line": line, "next": "/"}).status_code == 303
    made = TimeEntry.objects.latest("id")
    assert (made.seconds, made.matter, made.narrative, made.task_code, made.member) == (
        1080,
        a.matter,
        "Draft motion",
        "L240",
        a.paralegal,
    )


@pytest.mark.django_db
def test_several_matters_are_a_row_each(a):
    make_matter(a, number="2026-0002", name="Solano Tile")
    rows = search(a.associate, "t 0.3 solano draft motion")
    assert {row.title for row in rows} == {f"0.3 h on {a.matter.name}", "0.3 h on Solano Tile"}
    assert all(row.post for row in rows)


@pytest.mark.django_db
def test_what_is_missing_is_said(a):
    assert (
        search(a.paralegal, "t 0.3 nowhere drafting")[0].title == "No open matter of yours matches “nowhere”."
    )
    assert search(a.paralegal, "t 0.3 solano")[0].title == "Say what was done."
    assert search(a.paralegal, "t 99 solano x")[0].post is False


@pytest.mark.django_db
def test_a_call_is_a_task_for_an_attorney_and_a_message_at_the_desk(a, sign_in):
    doe = Contact.objects.create(
        kind="person", name="Jane Doe", sort_name="Doe, Jane", phone="(510) 555-0142"
    )
    rows = search(a.attorney, "call Doe re Solano urgent")
    assert [(row.lead, row.post) for row in rows] == [
        ("Task:", True),
        ("Message from", False),
        ("Log a call with", False),
        ("Call", False),
    ]
    assert rows[0].subtitle == f"{a.matter.name} · Urgent"
    assert f"contact={doe.pk}" in rows[1].url and f"matter={a.matter.pk}" in rows[1].url
    assert rows[3].url == "tel:5105550142"
    assert search(a.assistant, "call Doe re Solano")[0].lead == "Message from"


@pytest.mark.django_db
def test_the_task_of_a_call_is_made(a, sign_in):
    from urllib.parse import parse_qs

    entry = search(a.attorney, "call Jane Doe re Solano urgent")[0]
    url, _, query = entry.url.partition("?")
    assert sign_in(a.attorney).post(url, {"line": parse_qs(query)["line"][0]}).status_code == 303
    made = Task.objects.get()
    assert (made.title, made.matter, made.priority) == ("Call Jane Doe", a.matter, 1)


@pytest.mark.django_db
def test_a_walled_matter_is_not_meant(a, sign_in):
    from matters.models import Wall

    Wall.objects.create(matter=a.matter, member=a.paralegal, reason="Former client", created_by=a.attorney)
    page = sign_in(a.paralegal).get(reverse("palette"), {"q": "call Doe re Solano"}).content.decode()
    assert "Solano”" in page and a.matter.name not in page
    page = sign_in(a.paralegal).get(reverse("palette"), {"q": "t 0.3 solano draft"}).content.decode()
    assert a.matter.name not in page


@pytest.mark.django_db
def test_the_palette_shows_it_first(a, sign_in):
    page = sign_in(a.attorney).get(reverse("palette"), {"q": "t 0.3 solano draft motion"}).content.decode()
    assert page.index("Do it") < page.index("Record")
    assert "data-post" in page
