"""How many ways of writing a name are found, and how much else comes with them (tests/conflicts/variants.py)."""

import statistics

import pytest
from django.db import connection

from matters.models import Contact, ContactName
from search.queries.fetching import ask, near
from search.queries.names import matches
from tests.conflicts.variants import crowd, pairs

CROWD = 3000
# Asked as they are. Each name is in the firm's book several times, in the spellings a crowd of three thousand has.
COMMON_NAMES = ["John Smith", "Maria Garcia", "David Johnson", "Robert Williams", "Mary Brown", "Michael Davis", "Jose Martinez",
                "James Miller", "Jennifer Jones", "William Lee"]  # fmt: skip


@pytest.fixture
def book(a):
    """The crowd, and the person of each pair. Gives {kind: [(contact id, asked)]}."""
    Contact.objects.bulk_create(
        (Contact(kind=kind, name=name, sort_name=name) for kind, name in crowd(CROWD)), batch_size=1000
    )
    found = {}
    for kind, rows in pairs().items():
        made = Contact.objects.bulk_create(Contact(name=name, sort_name=name) for name, _, _ in rows)
        ContactName.objects.bulk_create(
            ContactName(contact=contact, kind="maiden", name=other)
            for contact, (_, other, _) in zip(made, rows, strict=True)
            if other
        )
        found[kind] = [(contact.pk, asked) for contact, (_, _, asked) in zip(made, rows, strict=True)]
    return found


def hits_of(texts):
    return [{m.contact_id: m for m in reversed(matches(one, near(one)))} for one in ask(texts)]


def test_recall_and_precision(book, capsys):
    rows, missed, total, sizes = [], [], 0, []
    for kind, asked in book.items():
        results = hits_of([text for _, text in asked])
        lost = [(kind, text) for (pk, text), hits in zip(asked, results, strict=True) if pk not in hits]
        missed += lost
        total += len(asked)
        sizes += [len(hits) for hits in results]
        rows.append(f"{kind:<16} {len(asked) - len(lost):>3} of {len(asked)}")
    common = dict(zip(COMMON_NAMES, map(len, hits_of(COMMON_NAMES)), strict=True))
    recall = 1 - len(missed) / total
    with capsys.disabled():
        print("\n" + "\n".join(rows))
        print(
            f"recall {recall:.2%} of {total}; hits for one name: median {statistics.median(sizes)}, most {max(sizes)}; common: {common}"
        )
        if missed:
            print("missed:", missed)
    assert total >= 320 and len(book) == 8
    assert recall >= 0.98
    assert max(common.values()) < 25
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_name WHERE firm_id = current_firm()")
        assert cursor.fetchone()[0] > CROWD
