"""The list page of the tests (list_page_site.py), signed in as the firm's attorney."""

import copy
import datetime
import re
from decimal import Decimal
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from practice.scope import firm_scope
from tests import cast

URL = "/t/matters/"


class Page:
    """An answer as a test reads it."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.html = "" if response.streaming else response.content.decode()

    @property
    def ids(self):
        return [int(pk) for pk in re.findall(r'data-id="(\d+)"', self.html)]

    @property
    def numbers(self):
        return re.findall(r'<small class="clip1">(\S+) ·', self.html)

    @property
    def heads(self):
        found = re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', self.html)
        return [text.strip() for text in found]

    @property
    def notes(self):
        return [
            unescape(n)
            for n in re.findall(r'<div class="note warn" role="status">.*?<span>(.*?)</span>', self.html)
        ]

    @property
    def chips(self):
        found = re.findall(
            r'class="chip[^"]*"[^>]*><span class="k">(.*?)</span><a class="k".*?>(.*?)</a><a class="v".*?>(.*?)</a>',
            self.html,
        )
        return [tuple(unescape(part) for part in chip) for chip in found]

    @property
    def chip_errors(self):
        return [unescape(e) for e in re.findall(r'class="err" role="alert">.*?</svg>(.*?)</span>', self.html)]

    @property
    def foot(self):
        found = re.search(r'<footer class="tfoot".*?</footer>', self.html, re.S)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""

    @property
    def more(self):
        found = re.search(r'<tr id="more">.*?href="([^"]*)"', self.html)
        return unescape(found[1]) if found else ""


@pytest.fixture
def site(firms, sign_in, settings):
    """site.get("?state=open") → Page, as firm A's attorney; `as_`, `post`, `htmx` and `add` beside it."""
    settings.ROOT_URLCONF = "tests.practice.list_page_site"
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    people = firms.a
    client = sign_in(people.attorney)

    def get(query="", url=URL, **headers):
        return Page(client.get(f"{url}{query}", headers=headers))

    def htmx(query="", target="list", url=URL, **headers):
        return get(query, url, **{"HX-Request": "true", "HX-Target": target, **headers})

    def post(data, query="", url=URL, follow=False, **headers):
        return Page(client.post(f"{url}{query}", data, headers=headers, follow=follow))

    def add(count=1, *, start=2, **fields):
        """`count` more matters; number 2026-0002 upwards."""
        with firm_scope(people.firm):
            return [
                cast.make_matter(
                    people, number=f"2026-{start + i:04d}", name=f"Matter {start + i:04d}", **fields
                )
                for i in range(count)
            ]

    return SimpleNamespace(
        get=get, htmx=htmx, post=post, add=add, as_=sign_in, people=people, other=firms.b, client=client
    )


@pytest.fixture
def spread(site):
    """Seven matters beside the cast's own: states, budgets, dates and responsible people that differ."""
    people = site.people
    day = datetime.date
    rows = [
        # number, name, state, budget, opened, responsible
        ("2026-0002", "Alpha", "open", "100.00", day(2026, 1, 5), people.attorney),
        ("2026-0003", "Bravo", "open", "250.50", day(2026, 2, 5), people.associate),
        ("2026-0004", "Charlie", "pending", None, None, people.attorney),
        ("2026-0005", "Delta", "pending", "75.25", None, people.associate),
        ("2026-0006", "Echo", "on_hold", "100.00", day(2026, 2, 5), people.attorney),
        ("2026-0007", "Foxtrot", "open", None, day(2025, 12, 31), people.attorney),
        ("2026-0008", "Golf", "declined", "-20.00", None, people.attorney),
    ]
    with firm_scope(people.firm):
        return {
            name: cast.make_matter(
                people,
                number=number,
                name=name,
                state=state,
                budget=Decimal(budget) if budget else None,
                opened_on=opened,
                responsible=responsible,
            )
            for number, name, state, budget, opened, responsible in rows
        }
