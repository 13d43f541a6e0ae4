"""Filters live in the URL, show as chips, and answer bad values on the chip."""

import datetime
import re

from django.utils import timezone

from practice.scope import firm_scope
from tests import cast


def names(page):
    return re.findall(r'<a class="m clip1" href="[^"]*">([^<]+)</a>', page.html)


NARROWED = [
    ("?state=pending", ["Charlie", "Delta"]),
    ("?state=pending&state=on_hold", ["Charlie", "Delta", "Echo"]),
    ("?state=pending,on_hold", ["Charlie", "Delta", "Echo"]),
    ("?state=open,pending,declined&state_op=not", ["Echo"]),
    ("?responsible=me&state=open", ["Alpha", "Brightwater v. Solano alder", "Foxtrot"]),
    ("?responsible=me&responsible_op=not", ["Bravo", "Delta"]),
    ("?opened=2026-02-05", ["Bravo", "Echo"]),
    ("?opened=2025-12-31..1/5/2026", ["Alpha", "Foxtrot"]),
    ("?opened_from=2026-02-05&opened_to=2026-02-28", ["Bravo", "Echo"]),
    ("?budget=100", ["Alpha", "Echo"]),
    ("?budget=100..", ["Alpha", "Bravo", "Echo"]),
    ("?budget_max=80", ["Delta", "Golf"]),
    ("?number=0003", ["Bravo"]),
    ("?number=2026-0003&number_op=is", ["Bravo"]),
    ("?number=0003&number_op=is", []),
    ("?number=2026-000&number_op=not", []),
    ("?restricted=yes", []),
    ("?q=bravo", ["Bravo"]),
    ("?q=BRIGHT+0006", ["Echo"]),
    ("?q=&state=&opened_from=&budget=100", ["Alpha", "Echo"]),
]


def test_filters_narrow_the_list(site, spread):
    for query, expected in NARROWED:
        page = site.get(query)
        assert (query, page.status, names(page), page.notes) == (query, 200, expected, [])


def test_chips_say_field_operator_and_value(site, spread):
    page = site.get(
        "?state=open,pending&responsible=me&responsible_op=not&opened=2025-01-05..2025-02-28&budget=10..20"
        "&restricted=no&number=26&number_op=starts"
    )
    assert page.chips == [
        ("Status", "is", "Open, Pending"),
        ("Responsible", "is not", "Me"),
        ("Opened", "between", "Jan 5, 2025 and Feb 28, 2025"),
        ("Budget", "between", "$10.00 and $20.00"),
        ("Restricted", "is", "No"),
        ("Number", "starts with", "26"),
    ]


def test_removing_a_chip_keeps_the_rest(site, spread):
    page = site.get("?state=open&responsible=me&sort=-name&cols=name,state")
    assert 'href="/t/matters/?responsible=me&amp;sort=-name&amp;cols=name%2Cstate"' in page.html


WRONG = [
    ("?state=bogus", "“bogus” is not a choice here."),
    ("?state=open&state_op=like", "“like” is not a way to compare."),
    ("?opened=31/31/2026", "“31/31/2026” is not a date. Type 11/30/2026, 2026-11-30, today or -30d."),
    ("?opened=2026-02-30..", "“2026-02-30” is not a date. Type 11/30/2026, 2026-11-30, today or -30d."),
    ("?opened=-9999y", "“-9999y” is not a date. Type 11/30/2026, 2026-11-30, today or -30d."),
    ("?opened_from=2025-03-01&opened_to=2025-02-01", "Mar 1, 2025 is after Feb 1, 2025."),
    ("?budget=ten", "“ten” is not an amount. Type 1250.50."),
    ("?budget=NaN", "“NaN” is not an amount. Type 1250.50."),
    ("?budget=1e400", "“1e400” is not an amount. Type 1250.50."),
    ("?budget=20..10", "$20.00 is more than $10.00."),
    ("?restricted=maybe", "Choose yes or no."),
    ("?client=999999999999999999999", "That record does not exist, or you cannot see it."),
    ("?client=x", "That record does not exist, or you cannot see it."),
    ("?responsible=abc", "“abc” is not a choice here."),
    ("?number=a%00b", "Text cannot hold a null character."),
]


def test_bad_values_are_said_on_the_chip_and_not_applied(site, spread):
    for query, error in WRONG:
        page = site.get(query)
        assert (query, page.status, page.chip_errors, len(page.ids)) == (query, 200, [error], 8)


def test_a_foreign_client_is_no_filter(site, spread):
    page = site.get(f"?client={site.other.client.pk}")
    assert page.chip_errors == ["That record does not exist, or you cannot see it."]
    assert site.get(f"?client={site.people.client.pk}").chips == [
        ("Client", "is", "Brightwater Ceramics alder")
    ]


def test_unknown_parameters_are_left_out_with_a_note(site, spread):
    page = site.get("?colour=red&state=open")
    assert page.notes == ["There is no filter “colour” here. It was left out."]
    assert len(page.ids) == 4


def test_hostile_parameters_never_break_the_page(site, spread):
    for query in (
        "?q=%00%27%22%3Cscript%3E",
        "?sort=%00,--name,-,,",
        "?cols=%3Cscript%3E",
        "?per=-1",
        "?per=99999999999999999999",
        "?after=%00",
        "?peek=%00",
        "?peek=99999999999999999999999",
        "?panel=%3Cscript%3E",
        "?panel=filters&field=nope",
        "?state=%3Cscript%3Ealert(1)%3C/script%3E",
        "?number=" + "x" * 5000,
        "?q=" + "x" * 5000,
        "?after=" + "A" * 9000,
        "?opened=..",
    ):
        page = site.get(query)
        assert page.status == 200, query
        assert "<script>alert" not in page.html


def test_days_of_a_moment_follow_the_clock_of_the_reader(site):
    with timezone.override("America/Los_Angeles"):
        moment = timezone.make_aware(datetime.datetime(2026, 3, 9, 23, 30))
    with firm_scope(site.people.firm):
        matter = cast.make_matter(site.people, number="2026-0050", name="Late evening")
        type(matter).objects.filter(pk=matter.pk).update(created_at=moment)
    site.people.firm.time_zone = "America/Los_Angeles"
    site.people.firm.save()
    assert names(site.get("?created=2026-03-09")) == ["Late evening"]
    assert names(site.get("?created=2026-03-10")) == []


def test_the_panel_works_as_a_plain_form(site, spread):
    page = site.get("?panel=filters&state=open")
    assert '<input class="ck" type="checkbox" name="state" value="open" checked>' in page.html
    assert 'name="opened_from"' in page.html
    assert 'name="budget_min"' in page.html
    one = site.htmx("?panel=filters&field=state&state=open&responsible=me", target="panel")
    assert 'name="budget_min"' not in one.html
    assert '<input type="hidden" name="responsible" value="me">' in one.html
    assert "<html" not in one.html


def test_a_bad_value_stays_typed_in_the_panel(site):
    page = site.htmx("?panel=filters&field=opened&opened_from=someday", target="panel")
    assert 'value="someday"' in page.html
    assert "“someday” is not a date." in page.html


def test_an_answer_to_a_form_pushes_the_short_address(site, spread):
    page = site.htmx("?state=open&state_op=&opened_from=&q=&sort=&per=50")
    assert page.response["HX-Push-Url"] == "/t/matters/?state=open"
    assert page.response["Vary"] == "HX-Request, HX-Target, Cookie"
