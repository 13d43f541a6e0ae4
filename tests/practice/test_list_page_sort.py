"""Sort, columns, page size and the way to the next rows."""

import re
from html import unescape

from practice.scope import firm_scope
from tests import cast

ORDERS = {
    # rows without a value come last both ways; ties go by id
    "?sort=budget": ["Golf", "Delta", "Alpha", "Echo", "Bravo", "Brightwater", "Charlie", "Foxtrot"],
    "?sort=-budget": ["Bravo", "Echo", "Alpha", "Delta", "Golf", "Foxtrot", "Charlie", "Brightwater"],
    "?sort=-opened,name": ["Brightwater", "Bravo", "Echo", "Alpha", "Foxtrot", "Charlie", "Delta", "Golf"],
    "?sort=responsible,-name": [
        "Golf",
        "Foxtrot",
        "Echo",
        "Charlie",
        "Brightwater",
        "Alpha",
        "Delta",
        "Bravo",
    ],
    "?sort=-twice": ["Bravo", "Echo", "Alpha", "Delta", "Golf", "Foxtrot", "Charlie", "Brightwater"],
    "?sort=budget&sort=-name": [
        "Golf",
        "Delta",
        "Echo",
        "Alpha",
        "Bravo",
        "Foxtrot",
        "Charlie",
        "Brightwater",
    ],
    "": ["Alpha", "Bravo", "Brightwater", "Charlie", "Delta", "Echo", "Foxtrot", "Golf"],
}


def names(page):
    return [name.split()[0] for name in re.findall(r'<a class="m clip1" href="[^"]*">([^<]+)</a>', page.html)]


def test_orders(site, spread):
    for query, expected in ORDERS.items():
        assert (query, names(site.get(query))) == (query, expected)


def test_the_first_key_alone_carries_aria_sort(site, spread):
    page = site.get("?sort=-opened,name")
    assert re.findall(r'<th scope="col" class="([^"]*)" aria-sort="(\w+)"', page.html) == [
        ("c-date c-opened", "descending")
    ]
    assert "sorted ascending, key 2" in page.html
    assert re.findall(r'aria-sort="(\w+)"', site.get().html) == ["ascending"]


def test_head_links_turn_the_order_and_add_to_it(site, spread):
    html = unescape(site.get("?sort=name&state=open").html)
    assert 'href="/t/matters/?state=open&sort=-name"' in html
    assert 'href="/t/matters/?state=open&sort=-budget"' in html, "amounts sort downwards first"
    assert 'data-add="/t/matters/?state=open&sort=name%2C-budget"' in html
    html = unescape(site.get().html)
    assert 'href="/t/matters/?sort=-name"' in html, "the usual order counts as the present one"
    assert 'data-add="/t/matters/?sort=name%2Cstate"' in html


def test_columns_are_chosen_in_the_url(site, spread):
    assert site.get().heads == ["Matter", "Status", "Team", "Responsible", "Opened", "Budget"]
    assert site.get("?cols=twice,state").heads == ["Matter", "Twice", "Status"]
    assert site.get("?cols=state&cols=restricted").heads == ["Matter", "Status", "Restricted"]
    unknown = site.get("?cols=state,colour&sort=size,-name")
    assert unknown.heads == ["Matter", "Status"]
    assert unknown.notes == [
        "There is no column “colour” here to show. It was left out.",
        "There is no column “size” here to sort by. It was left out.",
    ]
    assert names(unknown)[0] == "Golf"


def test_a_cell_with_a_template_of_its_own(site, spread):
    page = site.get("?cols=mark&number=0003")
    assert '<td class="clip c-mark c-ph"><em>2026-0003</em></td>' in page.html


def test_cells_escape_what_comes_from_rows(site):
    with firm_scope(site.people.firm):
        cast.make_matter(site.people, number="<i>1", name='"><script>alert(1)</script>')
    page = site.get()
    assert "<script>alert" not in page.html
    assert "<i>1" not in page.html
    assert "&lt;script&gt;alert(1)" in page.html


def test_every_row_comes_once_over_all_pages(site, spread):
    site.add(53, start=20, budget="100.00")
    for sort in (
        "name",
        "-name",
        "budget",
        "-budget",
        "-opened,name",
        "responsible",
        "-twice",
        "state,-budget",
    ):
        seen, url, pages = [], f"?sort={sort}&per=25", 0
        while url:
            page = site.htmx(url.removeprefix("/t/matters/"), target="more")
            assert "<html" not in page.html
            assert "<footer" not in page.html
            seen, url, pages = seen + page.ids, page.more, pages + 1
        assert (sort, len(seen), len(set(seen)), pages) == (sort, 61, 61, 3)


def test_rows_that_come_and_go_between_pages_shift_nothing(site):
    site.add(60)
    first = site.get("?sort=name&per=25")
    with firm_scope(site.people.firm):
        cast.make_matter(site.people, number="2026-0900", name="Aardvark")
    second = site.get(first.more.removeprefix("/t/matters/"))
    assert second.numbers[0] == "2026-0026", "by row number it would be 2026-0025 again"


def test_page_sizes_are_held_to_25_to_200(site):
    site.add(60)
    assert len(site.get().ids) == 50
    assert "Show 50 more" in site.get().html
    assert len(site.get("?per=1").ids) == 25
    assert len(site.get("?per=9999").ids) == 61
    odd = site.get("?per=many")
    assert len(odd.ids) == 50
    assert odd.notes == ["The number of rows a page is from 25 to 200. This page shows 50."]


def test_a_broken_token_shows_the_first_page_and_says_so(site):
    site.add(3)
    token = site.get("?per=25&sort=name").html
    assert "Show 25 more" not in token
    for after in ("zzz", "W10", "bnVsbA", "r5", "WyJhIiwgIngiXQ", "W251bGwsMV0"):
        page = site.get(f"?sort=name&after={after}")
        assert len(page.ids) == 4, after
        assert page.notes == ["The place to go on from could not be read, so this is the first page."]
    assert len(site.get("?sort=twice&after=r2").ids) == 2


def test_a_next_page_without_script_leads_back(site):
    site.add(60)
    page = site.get(site.get("?per=25").more.removeprefix("/t/matters/"))
    assert len(page.ids) == 25
    assert 'href="/t/matters/?per=25">Back to the first rows</a>' in page.html
