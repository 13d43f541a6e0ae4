"""Background work: the outbox (nothing wanted is lost), the firm-aware task decorator, and jobs with progress.

A service calls `enqueue_after_commit`; the row it writes commits or vanishes with the act. The relay (practice.tasks)
hands rows to Celery, again when they were not finished in time. Every job is therefore idempotent: it may run twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from zoneinfo import ZoneInfo

from celery import current_app, shared_task
from django.db import connection, transaction
from django.db.models import Subquery
from django.utils import timezone

from practice.clock import reading
from practice.facts import Fact
from practice.models import Firm, Job, Outbox
from practice.scope import current_firm_id, firm_scope

# A queued job that has not reported back in this time is queued again.
RETRY_AFTER = timedelta(minutes=5)
MAX_TRIES = 12


def enqueue_after_commit(task: str, *, not_before: datetime | None = None, **arguments) -> Outbox:
    """Queue the Celery task named `task` (dotted) for the firm in scope once the transaction commits.

    `arguments` are ids and short plain values only.
    """
    row = Outbox.objects.create(
        firm_id=current_firm_id(),
        task=task,
        arguments=arguments,
        not_before=not_before or timezone.now(),
    )
    if not_before is None:
        transaction.on_commit(lambda: _send(row.pk), robust=True)
    return row


def _send(outbox_id: int) -> None:
    """Hand one row to the broker now. When the broker is away the relay does it later."""
    row = Outbox.objects.filter(pk=outbox_id, queued_at=None).first()
    if row is not None:
        dispatch(row)


def dispatch(row: Outbox) -> bool:
    """Give `row` to Celery. Returns False when the broker cannot be reached; the row then waits for the relay."""
    now = timezone.now()
    try:
        current_app.send_task(
            row.task,
            kwargs={"firm_id": row.firm_id, "outbox_id": row.pk, **row.arguments},
            retry=False,
            ignore_result=True,
        )
    except Exception as error:  # each transport has errors of its own
        Outbox.objects.filter(pk=row.pk).update(error=f"broker: {error}"[:500])
        return False
    Outbox.objects.filter(pk=row.pk).update(queued_at=now, tries=row.tries + 1, error="")
    return True


def _firms_day(firm_id: int):
    """A job's "today" is the firm's own, as in a request."""
    return timezone.override(ZoneInfo(Firm.objects.values_list("time_zone", flat=True).get(pk=firm_id)))


def firm_job(function: Callable) -> Callable:
    """A Celery task that runs `function(**ids)` inside the firm's own scope and marks its outbox row done.

    The body and the mark commit together, so a finished job is never run again and a broken one is tried again, with
    growing pauses, up to MAX_TRIES times. Called directly (tests, commands) it wants `firm_id`.
    """

    @shared_task(name=f"{function.__module__}.{function.__name__}", ignore_result=True)
    @wraps(function)
    def task(*, firm_id: int, outbox_id: int | None = None, **arguments):
        try:
            with firm_scope(firm_id), _firms_day(firm_id):
                if outbox_id is not None:
                    row = (
                        Outbox.objects.select_for_update(skip_locked=True)
                        .filter(pk=outbox_id, done_at=None)
                        .first()
                    )
                    if row is None:
                        return
                function(**arguments)
                if outbox_id is not None:
                    Outbox.objects.filter(pk=outbox_id).update(done_at=timezone.now(), error="")
        except Exception as error:
            if outbox_id is not None:
                _put_back(outbox_id, error)
            raise

    return task


def long_job(function: Callable) -> Callable:
    """A Celery task for work in many transactions: `function(firm_id=…, **ids)` opens a scope for each unit itself.

    An advisory lock keeps two deliveries from running at once and goes with a dying worker, so that the work is taken
    up again; `function` must go on where the committed units end.
    """

    @shared_task(name=f"{function.__module__}.{function.__name__}", ignore_result=True)
    @wraps(function)
    def task(*, firm_id: int, outbox_id: int | None = None, **arguments):
        if outbox_id is None:
            with _firms_day(firm_id):
                function(firm_id=firm_id, **arguments)
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(7202, %s)", [outbox_id % 2147483647])
            if not cursor.fetchone()[0]:
                return
        try:
            if Outbox.objects.filter(pk=outbox_id, done_at=None).exists():
                with _firms_day(firm_id):
                    function(firm_id=firm_id, **arguments)
                Outbox.objects.filter(pk=outbox_id).update(done_at=timezone.now(), error="")
        except Exception as error:
            _put_back(outbox_id, error)
            raise
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(7202, %s)", [outbox_id % 2147483647])

    return task


def _put_back(outbox_id: int, error: Exception) -> None:
    row = Outbox.objects.filter(pk=outbox_id).first()
    if row is not None:
        Outbox.objects.filter(pk=outbox_id).update(
            error=f"{type(error).__name__}: {error}"[:2000],
            queued_at=None,
            not_before=timezone.now() + timedelta(seconds=min(15 * 2**row.tries, 3600)),
        )


def start_job(kind: str, title: str, *, total: int, by) -> Job:
    """A new Job row for progress, waiting to be run."""
    return Job.objects.create(kind=kind, title=title, total=total, started_by=by)


def advance(
    job: Job, *, done: int, failures: list[dict] | None = None, state: str | None = None, **values
) -> None:
    """Store progress. Called between units of work, each committed, so that the page sees it."""
    fields = {"done": done, **values}
    if failures is not None:
        fields["failures"] = failures
    if state is not None:
        fields["state"] = state
        if state in (Job.State.DONE, Job.State.FAILED):
            fields["finished_at"] = timezone.now()
    Job.objects.filter(pk=job.pk).update(**fields)
    for name, value in fields.items():
        setattr(job, name, value)


def _overdue():
    limit = reading() - timedelta(minutes=1)
    found = Outbox.objects.filter(done_at=None, tries__lt=MAX_TRIES, not_before__lt=limit)
    return found.order_by("not_before").values_list("not_before", flat=True)


def delayed_since() -> datetime | None:
    """When the oldest job that should have run by now was due, if that is over a minute ago; else None."""
    return _overdue().first()


def delay_fact() -> Fact:
    """`delayed_since` as a fact. Pages say from it that mail and PDFs are delayed."""
    return Fact(lambda: Subquery(_overdue()[:1]))
