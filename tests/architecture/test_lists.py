"""Each list page, found by its address, asks the database as often for nine rows as for two."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import BarLicence, Member, Role, User
from communications.models import Mention, Note
from court_rules.models import CourtClosure
from matters.models import Contact
from office.models import Equipment, FileBox, SupplyItem, SupplyRequest
from tests.architecture.addresses import addresses
from tests.architecture.furniture import furnish
from tests.cast import PASSWORD, make_matter
from work.models import TaskType
from workflows.models import Automation, TaskList

# Statements of the list itself: rows and what hangs on them, views, filters, the foot.
OWN = 12
# Lists whose rows are not among those that `more` makes; let it make some for a new list, or name the list here.
NOT_GROWN = {"guests", "own_payables", "report_delegable", "report_suspects", "sign_in_list"}


def lists():
    return [address for address in addresses() if hasattr(address.view, "list_page")]


def more(a, first: int, last: int) -> None:
    """For each number a matter with one of each object on it, with a client and a person of its own."""
    for number in range(first, last):
        client = Contact.objects.create(kind="person", name=f"Client {number}", sort_name=f"Client {number}")
        user = User.objects.create_user(f"person{number}@x.example", PASSWORD, name=f"Person {number}")
        person = Member.objects.create(user=user, role=Role.objects.get(template="paralegal"), name=user.name)
        BarLicence.objects.create(
            member=person, jurisdiction="California", number=f"{number}", verified_by=a.attorney,
            verified_at=timezone.now(),
        )  # fmt: skip
        kept = a.matter, a.entries, a.client, a.paralegal
        a.matter = make_matter(a, number=f"2026-3{number:03}", name=f"Matter {number}", client=client)
        a.client, a.paralegal = client, person
        a.entries = [_entry(a)]
        furnish(a, second=True)
        _of_the_house(a, number)
        a.matter, a.entries, a.client, a.paralegal = kept


def _of_the_house(a, number: int) -> None:
    """What hangs on no matter, a note that names the reader, and a matter on which nothing happens."""
    Automation.objects.create(
        name=f"Rule {number}", trigger="matter_staged", actions=[{"kind": "add_tag", "tag": "x"}], created_by=a.attorney
    )  # fmt: skip
    FileBox.objects.create(code=f"B1000{number}", created_by=a.attorney)
    Equipment.objects.create(name=f"Laptop {number}", code=f"E1000{number}")
    item = SupplyItem.objects.create(name=f"Envelope {number}")
    SupplyRequest.objects.create(item=item, what=item.name, asked_by=a.attorney)
    TaskList.objects.create(name=f"List {number}", created_by=a.attorney)
    TaskType.objects.create(name=f"Type {number}", nature="administrative")
    CourtClosure.objects.create(
        jurisdiction="us.ca", name=f"Closure {number}", starts_on="2026-11-18", ends_on="2026-11-18", source="Order",
        created_by=a.attorney,
    )  # fmt: skip
    note = Note.objects.get(matter=a.matter)
    Mention.objects.create(note=note, matter=a.matter, member=a.attorney, made_by=a.assistant)
    make_matter(a, number=f"2026-4{number:03}", name=f"Quiet {number}", client=a.client)


def _entry(a):
    entry = a.entries[0]
    entry.pk, entry.matter = None, a.matter
    entry._state.adding = True
    entry.save()
    return entry


def _statements(client, url: str) -> tuple[int, HttpResponse]:
    """(statements, answer) of the best of three requests: now and then the session notes the hour."""
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as found:
            answer = client.get(url)
        counts.append(len(found))
    return min(counts), answer


def _asked(client, url: str) -> tuple[int, int]:
    """(statements, rows) of the list at `url`."""
    statements, answer = _statements(client, url)
    return statements, len(answer.context["table"]["rows"])


@pytest.fixture
def filled(a):
    furnish(a)
    more(a, 0, 1)
    return a


def test_lists_ask_as_often_for_many_rows_as_for_few(filled, sign_in):
    a = filled
    client = sign_in(a.attorney)
    urls = {}
    for address in lists():
        url = f"{address.url(a)}?view=all"
        answer = client.get(url)
        if answer.status_code == 200 and "table" in (answer.context or ()):
            urls[address.name] = url
    assert len(urls) > 12
    # An empty form reads nothing of its own: what is left is the shell's.
    shell, _ = _statements(client, reverse("practice_area_create"))
    few = {name: _asked(client, url) for name, url in urls.items()}
    more(a, 1, 8)
    many = {name: _asked(client, url) for name, url in urls.items()}
    worse = {name: (few[name], many[name]) for name in urls if many[name][0] > few[name][0]}
    assert not worse, "more statements for more rows: (statements, rows) before and after"
    assert not {name: count - shell for name, (count, _) in many.items() if count - shell > OWN}
    whole = {address.name for address in lists() if not address.arguments}
    still = {name for name in urls if many[name][1] <= few[name][1]} & whole - NOT_GROWN
    assert not still, f"no more rows: {sorted(still)}"
