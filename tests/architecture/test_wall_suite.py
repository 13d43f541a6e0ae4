"""A wall, by introspection: for the screened person the product is the same, byte for byte, as if the matter were not there.

Every address without arguments (pages, lists, searches, pickers, palette, reports, exports, API) and every address about what
the person does see is read before and after a second matter of the same client, with one of everything on it, is made
behind a wall. Lists, counts, totals, search, audit and badges cannot differ without failing here.
"""

import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from communications.models import Visitor
from matters.models import Matter, Wall
from practice.models import FirmModel
from practice.scope import firm_scope, narrow
from tests import cast
from tests.architecture.addresses import OBJECTS, addresses, subject, with_objects
from tests.architecture.furniture import furnish

MARK = "Quillon"
# What is another at each reading: tokens, the time of day, the words for how long ago something was, and the line that mail
# is delayed (no worker runs here).
NOISE = re.compile(
    rb'name="page" value="[^"]+"|data-left="\d+"|name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"|nonce="[^"]+"'
    rb"|\bNow\b|\b\d{1,2}:\d\d(:\d\d)?( [AP]M)?\b|just now|DTSTAMP:\w+|\d+ (second|min|minute)s?( ago)?"
)
DELAYED = re.compile(
    rb'<div class="strip" role="status"><svg(?:(?!</div>).)*Mail and PDFs are delayed.*?</div>', re.S
)


def read(client, address: str) -> tuple[int, bytes]:
    # An error is told as JSON, without the page around it; the pages around what is found are compared.
    answer = client.get(address, headers={"accept": "application/json"})
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, NOISE.sub(b"", DELAYED.sub(b"", body))


def pages(client, people) -> dict:
    """Every address that this person can ask for, with what they get. Files last: each leaves its record in the trail."""
    found, files = {}, []
    for address in addresses():
        if address.is_public:
            continue
        if with_objects(address):
            if OBJECTS[subject(address.name)] in ("view",):
                continue
            found[address.name] = read(client, address.url(people))
            continue
        url = address.url() if not address.arguments else address.url(people)
        found[address.name] = read(client, url)
        if hasattr(address.view, "list_page"):
            found[f"{address.name}, searched"] = read(client, f"{url}?q={MARK}")
            files.append((address.name, f"{url}?export=csv"))
    # The file of the trail itself says when the other files were taken; its page was read before them.
    return found | {f"{name}, file": read(client, url) for name, url in files if name != "audit_list"}


def first_difference(one, other) -> str:
    """The two texts around the first place where they part."""
    (status, a), (status_too, b) = one, other
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return f"{status}/{status_too}: …{a[max(0, at - 60) : at + 80]!r}… / …{b[max(0, at - 60) : at + 80]!r}…"


@pytest.fixture
def world(firms):
    """Firm A with one of everything on its open matter; the associate is a partner and on the team of nothing else."""
    people = firms.a
    with firm_scope(people.firm):
        furnish(people)
        people.associate.is_partner = True
        people.associate.save()
        # Who still waits waits longer at each reading.
        Visitor.objects.update(met_at=timezone.now())
    return people


def walled_matter(people) -> SimpleNamespace:
    """A second matter of the same client with one of everything on it, behind a wall for the associate."""
    with firm_scope(people.firm):
        secret = SimpleNamespace(**vars(people))
        secret.matter = cast.make_matter(people, number="2026-0666", name=f"{MARK} v. Brightwater")
        secret.entries = [
            cast.make_time(
                secret, people.attorney, seconds=3600, amount="475.00", narrative=f"Call with {MARK}"
            )
        ]
        secret.view = None
        furnish(secret, second=True)
        Wall.objects.create(
            matter=secret.matter, member=people.associate, reason="Former client", created_by=people.attorney
        )
    return secret


def test_the_product_is_the_same_as_if_the_walled_matter_were_not_there(world, sign_in):
    client = sign_in(world.associate)
    client.get(f"/matters/{world.matter.pk}/")  # what a first visit leaves behind (recents) is not the wall's
    before = {}
    with transaction.atomic():
        before = pages(client, world)
        # Reading leaves traces of its own, such as the record of an export: the second reading starts where this one did.
        transaction.set_rollback(True)
    walled_matter(world)
    after = pages(client, world)
    differ = {
        name: first_difference(before[name], after[name]) for name in before if before[name] != after[name]
    }
    assert not differ, "\n".join(f"{name}: {parts}" for name, parts in differ.items())


def test_the_attorney_on_the_matter_does_see_a_difference(world, sign_in):
    """The comparison can fail: for somebody who is not screened the lists do change."""
    client = sign_in(world.attorney)
    shown = (
        "matter_list",
        "time_entries",
        "document_list",
        "deadline_list",
        "contact_detail",
        "invoice_list",
    )
    chosen = [address for address in addresses() if address.name in shown]
    before = {address.name: read(client, address.url(world)) for address in chosen}
    walled_matter(world)
    after = {address.name: read(client, address.url(world)) for address in chosen}
    assert {name for name in before if before[name] != after[name]} == set(shown)


def test_no_table_shows_a_row_of_the_walled_matter(world):
    """Plain SQL in the screened member's scope: every table with a matter, by introspection."""
    secret = walled_matter(world)
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, FirmModel) and "matter_id" in {f.column for f in model._meta.local_fields}
    ]
    assert len(tables) > 20
    filled = []
    with firm_scope(world.firm), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE matter_id = %s', [secret.matter.pk])
            if cursor.fetchone()[0]:
                filled.append(table)
    assert len(filled) > 12
    with firm_scope(world.firm, world.associate), connection.cursor() as cursor:
        narrow(only_named=False, matters={secret.matter.pk})
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE matter_id = %s', [secret.matter.pk])
            assert cursor.fetchone()[0] == 0, table
        assert not Matter.objects.filter(pk=secret.matter.pk).exists()
