"""Nothing is billed twice: a second run, a second delivery, a crash in the middle, two runs at once."""

import threading
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from billing.models import BillRunItem, Invoice, InvoiceLine, TimeEntry
from billing.services import bill_runs
from billing.services.bill_runs import run_to_end, start_bill_run
from billing.tasks import draft_invoices
from practice.models import Outbox
from practice.scope import firm_scope
from tests import cast
from tests.billing.bills import matter_with


def start(people, matters):
    return start_bill_run(matters, until=timezone.localdate(), by=people.assistant)


def test_second_run_finds_nothing(a):
    for _ in range(2):
        run_to_end(a.firm.pk, start(a, [a.matter]).pk)
    assert Invoice.objects.count() == 1
    assert InvoiceLine.objects.count() == 2
    assert list(BillRunItem.objects.order_by("id").values_list("state", flat=True)) == ["drafted", "nothing"]


def test_second_delivery_of_the_job_does_nothing(a):
    run = start(a, [a.matter])
    row = Outbox.objects.get(task="billing.tasks.draft_invoices")
    for _ in range(2):
        draft_invoices(firm_id=a.firm.pk, outbox_id=row.pk, run_id=run.pk)
    draft_invoices(firm_id=a.firm.pk, run_id=run.pk)
    assert Invoice.objects.count() == 1
    row.refresh_from_db()
    assert row.done_at is not None


def test_run_that_was_cut_off_goes_on_where_it_ended(a, monkeypatch):
    matters = [a.matter, *(matter_with(a, f"2026-01{n:02d}", "100.00", "50.00") for n in range(5))]
    run = start(a, matters)
    real, calls = bill_runs.draft_next, []

    def two_batches_then_death(run_id, *, singly=False, size=25):
        calls.append(run_id)
        if len(calls) == 3:
            raise KeyboardInterrupt  # as abrupt as a killed worker: nothing may be tidied up
        return real(run_id, singly=singly, size=2)

    monkeypatch.setattr(bill_runs, "draft_next", two_batches_then_death)
    with pytest.raises(KeyboardInterrupt):
        run_to_end(a.firm.pk, run.pk)
    assert Invoice.objects.count() == 4
    run.job.refresh_from_db()
    assert (run.job.state, run.job.done) == ("running", 4)

    monkeypatch.setattr(bill_runs, "draft_next", real)
    run_to_end(a.firm.pk, run.pk)
    assert Invoice.objects.count() == 6
    assert InvoiceLine.objects.count() == 12
    assert sum(Invoice.objects.values_list("total", flat=True)) == Decimal("1801.00")
    run.job.refresh_from_db()
    assert (run.job.state, run.job.done) == ("done", 6)


def test_batch_that_fails_is_done_again_matter_by_matter(a, monkeypatch):
    bad = matter_with(a, "2026-0002", "100.00")
    good = matter_with(a, "2026-0003", "100.00")
    real = bill_runs.draft_matters

    def poisoned(matter_ids, **rest):
        if bad.pk in matter_ids:
            raise ValueError("poison")
        return real(matter_ids, **rest)

    monkeypatch.setattr(bill_runs, "draft_matters", poisoned)
    run = start(a, [a.matter, bad, good])
    run_to_end(a.firm.pk, run.pk)
    states = dict(BillRunItem.objects.values_list("matter", "state"))
    assert states == {a.matter.pk: "drafted", bad.pk: "failed", good.pk: "drafted"}
    assert "poison" not in BillRunItem.objects.get(matter=bad).error
    assert TimeEntry.objects.get(matter=bad).state == "open"

    monkeypatch.setattr(bill_runs, "draft_matters", real)
    bill_runs.retry_failed(run, by=a.assistant)
    run_to_end(a.firm.pk, run.pk)
    assert BillRunItem.objects.get(matter=bad).state == "drafted"


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_bill_each_entry_once(django_db_serialized_rollback=None):
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        matters = [people.matter, *(matter_with(people, f"2026-02{n:02d}", "100.00") for n in range(12))]
        runs = [start(people, matters).pk, start(people, list(reversed(matters))).pk]
    gate, errors = threading.Barrier(2), []

    def go(run_id):
        try:
            gate.wait()
            run_to_end(people.firm.pk, run_id)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[pk]) for pk in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with firm_scope(people.firm):
        assert Invoice.objects.count() == 13
        assert InvoiceLine.objects.count() == 14
        assert sum(Invoice.objects.values_list("total", flat=True)) == Decimal("2251.00")
        assert not Invoice.objects.filter(lines__isnull=True).exists()
        states = list(BillRunItem.objects.values_list("state", flat=True))
        assert (states.count("drafted"), states.count("nothing")) == (13, 13)
