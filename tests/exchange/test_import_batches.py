"""The number of queries does not grow with the rows, and a file of several batches arrives whole."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import TimeEntry
from exchange.services import runs
from exchange.tasks import run_import
from tests.exchange.files import checked, csv_of, fresh, imported, ledes_sample, started

DAY = timezone.localdate() - datetime.timedelta(days=30)


def contacts(rows: int, start: int = 0) -> bytes:
    return csv_of("ID,First name,Last name,E-mail", *(
        f"{start + n},Ada,Moss {start + n},ada{start + n}@moss.example" for n in range(rows)
    ))  # fmt: skip


def matters(rows: int, start: int = 0) -> bytes:
    return csv_of("Caption,Client,Practice area,Responsible,Number,ID", *(
        f"Matter {start + n},Client {n % 7} of {start},Area {n % 3} of {start},IV,{'' if n % 2 else f'N-{start + n}'},{start + n}"
        for n in range(rows)
    ))  # fmt: skip


def hours(rows: int, start: int = 0) -> bytes:
    return csv_of("ID,Date,Matter,Person,Hours,Narrative", *(
        f"{start + n},{DAY - datetime.timedelta(days=n % 300)},2026-0001,{('IV', 'OF', 'PT')[n % 3]},0.{n % 9 + 1},Work {n}"
        for n in range(rows)
    ))  # fmt: skip


def ledes(rows: int, start: int = 0) -> bytes:
    head, line = ledes_sample(timezone.localdate().year - 1).split("\r\n")[:3:2]
    names = ledes_sample().split("\r\n")[1]
    lines = [
        line.replace("|96542|", f"|{start + n}|").replace("|1684.45|", "|630|").replace("Vance", "x")
        for n in range(rows)
    ]
    return csv_of(head, names, *lines)


@pytest.mark.parametrize(
    "kind, make", [("contacts", contacts), ("matters", matters), ("time", hours), ("ledes", ledes)]
)
def test_queries_of_10_and_200_rows_are_the_same(a, kind, make):
    from exchange.services.ledes_lines import key_of

    options = {"create_clients": True, "timekeepers": {key_of(("22547", "Arnsley, Robert")): a.attorney.pk}}
    counts = []
    for rows, start in ((10, 0), (200, 1000)):
        by = fresh(a.admin)
        matter = a.matter if kind == "ledes" else None
        run = runs.upload(by=by, kind=kind, filename="x", content=make(rows, start), matter=matter)
        with CaptureQueriesContext(connection) as check:
            run = runs.check(run, by=by, options=options)
        assert (run.good, run.bad) == (rows, 0), run.errors[:3]
        started(run)
        with CaptureQueriesContext(connection) as work:
            run_import(firm_id=run.firm_id, run_id=run.pk)
        run.refresh_from_db()
        assert run.created == rows
        counts.append((len(check), len(work)))
    # Fewer is well: the first import of matters steps over a number that is taken.
    assert counts[1][0] <= counts[0][0] < 25
    assert counts[1][1] <= counts[0][1]
    assert counts[0][1] < 70


def test_a_file_of_several_batches_arrives_whole(a):
    run = checked(a.admin, "time", hours(2_500))
    assert run.good == 2_500
    before = TimeEntry.objects.count()
    imported(run)
    assert TimeEntry.objects.count() == before + 2_500
