"""Bill runs: chosen matters become drafts in batches, in the background; one matter's failure spoils no
other.
"""

import datetime
import logging
from collections.abc import Collection

from django.db import InterfaceError, OperationalError, connection, transaction
from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import BillRun, BillRunItem, Invoice
from billing.services.drafts import draft_matters
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import advance, enqueue_after_commit, start_job
from practice.models import Job
from practice.scope import firm_scope

log = logging.getLogger(__name__)

# Matters in one transaction: large enough that the statements of a batch are shared, small enough that
# progress shows
# and that little is done again after a crash.
BATCH = 25
BROKEN = (
    "This matter could not be drafted because of a fault in the program. The other matters are not affected."
)


@transaction.atomic
def start_bill_run(matters: Collection[Matter], *, until: datetime.date, by: Member) -> BillRun:
    """Ask for drafts of `matters` (already narrowed to what `by` may see) with work up to `until`."""
    ensure(by, Perm.INVOICE_DRAFT)
    if not matters:
        raise DomainError("Choose at least one matter.", field="matters")
    count = len(matters)
    job = start_job("bill_run", f"Bill run of {count} matter{'' if count == 1 else 's'}", total=count, by=by)
    run = BillRun.objects.create(until=until, job=job, created_by=by)
    BillRunItem.objects.bulk_create(
        [BillRunItem(run=run, matter=matter) for matter in sorted(matters, key=lambda m: m.pk)]
    )
    job.result_url = reverse("bill_run_detail", args=[run.pk])
    job.save(update_fields=["result_url"])
    audit.record(by, "bill_run.started", run, changes={"until": [None, until], "matters": [None, count]})
    enqueue_after_commit("billing.tasks.draft_invoices", run_id=run.pk)
    return run


def run_to_end(firm_id: int, run_id: int) -> None:
    """Draft what waits in the run, batch by batch, each in a transaction and scope of its own.

    May be started again at any time: a batch commits its drafts together with the state of its items, so a
    run that
    was cut off goes on where the committed batches end. A batch that fails as a whole is done again matter
    by matter.
    """
    singly = False
    while True:
        try:
            with firm_scope(firm_id):
                handled = draft_next(run_id, singly=singly)
        except (OperationalError, InterfaceError):
            raise  # the database went away or a lock timed out: the job is tried again
        except Exception:
            if singly:
                raise
            log.exception("bill run %s: a batch failed; its matters are drafted one by one", run_id)
            singly = True
            continue
        singly = False
        if not handled:
            return


def draft_next(run_id: int, *, singly: bool = False, size: int = BATCH) -> int:
    """Draft the next batch of a run in the open transaction. Returns how many matters were handled; 0 at the
    end.
    """
    run = BillRun.objects.select_related("job", "created_by").get(pk=run_id)
    items = list(
        BillRunItem.objects.select_for_update(skip_locked=True)
        .filter(run=run, state=BillRunItem.State.WAITING)
        .order_by("matter_id")[:size]
    )
    if items:
        (_draft_singly if singly else _draft_together)(run, items)
    _progress(run)
    return len(items)


def _draft_together(run: BillRun, items: list[BillRunItem]) -> None:
    results = draft_matters([item.matter_id for item in items], until=run.until, by=run.created_by, run=run)
    for item in items:
        _note(item, results[item.matter_id])
    BillRunItem.objects.bulk_update(items, ["state", "invoice", "error"])


def _draft_singly(run: BillRun, items: list[BillRunItem]) -> None:
    for item in items:
        try:
            with transaction.atomic():
                _draft_together(run, [item])
                with connection.cursor() as cursor:
                    # What is checked at commit is checked now, while only this matter's work can be undone.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("bill run %s: matter %s failed", run.pk, item.matter_id)
            reason = error if isinstance(error, DomainError) else DomainError(BROKEN)
            _note(item, reason)
            item.save(update_fields=["state", "invoice", "error"])


def _note(item: BillRunItem, result: Invoice | DomainError | None) -> None:
    item.invoice = result if isinstance(result, Invoice) else None
    item.error = result.message if isinstance(result, DomainError) else ""
    if item.error:
        item.state = BillRunItem.State.FAILED
    else:
        item.state = BillRunItem.State.DRAFTED if item.invoice else BillRunItem.State.NOTHING


def _progress(run: BillRun) -> None:
    """Store how far the run is, in the transaction of the batch; at its end, what failed and why."""
    waiting = BillRunItem.objects.filter(run=run, state=BillRunItem.State.WAITING).count()
    if waiting:
        advance(run.job, done=run.job.total - waiting, state=Job.State.RUNNING)
        return
    if run.job.is_over:
        return
    failed = BillRunItem.objects.filter(run=run, state=BillRunItem.State.FAILED).select_related("matter")
    failures = [
        {
            # The number alone: a job's row is outside the walls of its matters.
            "label": f"Matter {item.matter.number}",
            "reason": item.error,
            "url": reverse("matter_detail", args=[item.matter_id]),
        }
        for item in failed
    ]
    advance(run.job, done=run.job.total, failures=failures, state=Job.State.DONE)


@transaction.atomic
def draft_invoice(matter: Matter, *, until: datetime.date, by: Member) -> Invoice:
    """Draft one matter at once, for the button on its billing tab."""
    ensure(by, Perm.INVOICE_DRAFT)
    result = draft_matters([matter.pk], until=until, by=by)[matter.pk]
    if isinstance(result, DomainError):
        raise result
    if result is None:
        raise DomainError("There is no unbilled work on this matter up to that day.")
    return result


@transaction.atomic
def retry_failed(run: BillRun, *, by: Member) -> int:
    """Try the failed matters of a run again. Returns how many."""
    ensure(by, Perm.INVOICE_DRAFT)
    items = BillRunItem.objects.filter(run=run, state=BillRunItem.State.FAILED)
    count = items.update(state=BillRunItem.State.WAITING, error="")
    if not count:
        raise DomainError("No matter of this run failed.")
    Job.objects.filter(pk=run.job_id).update(
        state=Job.State.WAITING, failures=[], finished_at=None, done=run.job.total - count
    )
    audit.record(by, "bill_run.retried", run, changes={"matters": [None, count]})
    enqueue_after_commit("billing.tasks.draft_invoices", run_id=run.pk)
    return count
