"""The foot: count and sums of the whole filtered set, made by the server; empty lists; queries per page."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import TimeEntry
from matters.models import FeeArrangement, Matter, TeamMember
from practice.lists import table
from practice.scope import firm_scope


def test_the_foot_counts_and_adds_up_what_is_filtered(site, spread):
    assert site.get().foot == "8 matters Budget $505.75"
    assert site.get("?state=open&number=000").foot == "4 matters Budget $350.50"
    assert site.get("?state=declined").foot == "1 matter Budget −$20.00"
    assert site.get("?cols=state").foot == "8 matters"


def test_sums_go_over_all_pages(site):
    site.add(60, budget="10.10")
    assert site.get("?per=25").foot == "61 matters Budget $606.00"


def test_a_large_list_says_so_and_adds_up_when_asked(site, spread, monkeypatch):
    monkeypatch.setattr(table, "COUNT_CAP", 5)
    page = site.get("?cols=name,budget")
    assert page.foot == "5+ matters Add up all rows"
    assert 'part=totals" hx-target="#totals"' in page.html
    totals = site.htmx("?cols=name,budget&part=totals", target="totals")
    assert totals.foot == "8 matters Budget $505.75"
    assert "Add up all rows" not in totals.html
    assert site.get("?cols=name,budget&part=totals").foot == "8 matters Budget $505.75", "without script"


def test_the_first_empty_list_offers_the_first_act(site):
    with firm_scope(site.people.firm):
        TimeEntry.objects.all().delete()
        FeeArrangement.objects.all().delete()
        TeamMember.objects.all().delete()
        Matter.objects.all().delete()
    page = site.get()
    assert "<h2>No matters yet</h2>" in page.html
    assert '<a class="btn" href="/t/matters/new/">New test matter</a>' in page.html
    assert page.foot == "0 matters Budget $0.00"


def test_a_list_emptied_by_filters_says_which_one_to_remove(site, spread):
    html = unescape(site.get("?state=declined&responsible=me&budget_min=50").html)
    assert "<h2>No matters match</h2>" in html
    said = re.findall(r'Remove ([^<]+)</a> <span class="t3">shows (\S+)</span>', html)
    assert said == [("Status is Declined", "2"), ("Budget at least $50.00", "1")]
    html = unescape(site.get("?q=zebra&state=open").html)
    assert re.findall(r'Remove ([^<]+)</a> <span class="t3">shows (\S+)</span>', html) == [
        ("search for “zebra”", "4")
    ]


@pytest.mark.parametrize(
    "query", ["", "?sort=-budget&cols=state,team,responsible,opened,budget,twice,mark&state=open"]
)
def test_queries_do_not_grow_with_rows(site, query):
    counts = []
    for rows in (1, 3, 30):
        site.add(rows - len(site.get().ids), start=rows * 100)
        with CaptureQueriesContext(connection) as queries:
            page = site.get(query)
        assert len(page.ids) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_statements_of_the_list_itself(site):
    """Rows, avatars, sums, saved views: what the page adds to the shell, the session and the scope."""
    site.add(30)
    with CaptureQueriesContext(connection) as queries:
        site.htmx(target="list")
    own = [q["sql"] for q in queries if re.search(r'FROM "(matters_|practice_savedview)', q["sql"])]
    assert len([sql for sql in own if "walls" not in sql and "matters_wall" not in sql]) <= 6
    with CaptureQueriesContext(connection) as more:
        site.htmx("?per=25", target="more")
    assert not [q for q in more if "SUM(" in q["sql"] or "practice_savedview" in q["sql"]]
