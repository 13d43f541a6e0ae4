"""The command palette: what a typed text offers, and to whom. No database: the provider is the test's own."""

import pytest

from accounts.permissions import ROLES, Powers
from practice import palette
from practice.palette import Entry


class Person:
    """As much of a member as the palette reads."""

    def __init__(self, role, *, licensed=False):
        self.powers = Powers(dict(ROLES[role]), licensed)

    def can(self, perm):
        return self.powers.has(perm)


RECORDS = [
    Entry("Matters", "Brightwater v. Solano Tile", "2026-0148", "/m/1", "briefcase-2", "matter", 1),
    *(Entry("Matters", f"Bright Sky {n}", "", f"/m/{n}", "briefcase-2", "matter", n) for n in range(10, 20)),
    Entry("Contacts", "Brielle Oyster", "Client", "/c/5", "address-book", "contact", 5),
]


def find(member, text):
    return [e for e in RECORDS if text.lower() in e.title.lower()] if text else RECORDS[:2]


def address(name, *args, **query):
    return f"/{name}/" + "".join(f"{a}/" for a in args) + "".join(f"?{k}={v}" for k, v in query.items())


@pytest.fixture(autouse=True)
def provider(monkeypatch):
    monkeypatch.setattr(palette, "_providers", lambda: [find])
    monkeypatch.setattr(palette, "_url", address)


def rows(text, role="attorney"):
    groups = palette.results(Person(role, licensed=role == "attorney"), text)
    return [(g.heading, f"{e.lead} {e.title}".strip(), e.url) for g in groups for e in g.entries]


def test_a_verb_and_part_of_a_name_offers_the_act_on_the_record():
    found = rows("time brightwater")
    assert found[:2] == [
        ("Actions", "Start timer on Brightwater v. Solano Tile", "/timer_start/?matter=1"),
        ("Actions", "Add time to Brightwater v. Solano Tile", "/time_create/?matter=1"),
    ]
    assert ("Matters", "Brightwater v. Solano Tile", "/m/1") in found


def test_acts_that_the_member_may_not_do_are_absent():
    assert not [r for r in rows("bill brightwater", "freelancer") if r[0] == "Actions"]
    assert [r for r in rows("bill brightwater", "paralegal") if r[0] == "Actions"]


def test_recents_come_first_when_nothing_is_typed():
    assert rows("")[0] == ("Recent", "Brightwater v. Solano Tile", "/m/1")


def test_eight_rows_at_most():
    assert len(rows("bri")) <= 8
    assert {r[0] for r in rows("bri")} == {"Matters", "Contacts", "Go to"}


def test_what_matches_nothing_leads_to_the_search_over_everything():
    assert [(kind, url) for kind, _title, url in rows("zzzz")] == [("Go to", "/search/?q=zzzz")]


def test_new_makes_a_thing_with_the_typed_name():
    from practice.nav import Link

    links = [Link("Contact", "address-book", "/contacts/new/", "contact_create", words="person company")]
    entry = palette._create(links, "new contact Smith & Co")[0]
    assert (entry.lead, entry.title) == ("New", "contact “Smith & Co”")
    assert entry.url == "/contacts/new/?name=Smith+%26+Co"
    assert palette._create(links, "new person Smith")[0].url.endswith("name=Smith")
    assert palette._create(links, "contact")[0].url == "/contacts/new/"
    assert palette._create(links, "brightwater") == []
