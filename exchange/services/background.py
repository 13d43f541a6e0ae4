"""An import in the background: all of it in one transaction, or nothing."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import Member
from billing.durations import hours_of
from exchange.models import ImportRun
from exchange.services.contacts import make_contacts
from exchange.services.events import make_events
from exchange.services.ledes_lines import make_ledes
from exchange.services.matters import make_matters
from exchange.services.plan import Plan
from exchange.services.runs import keep, plan_of
from exchange.services.time import make_time
from matters.queries.access import visibility_of
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import advance
from practice.models import Firm, Job
from practice.scope import current_firm_id, firm_scope
from supervision import services as approvals

log = logging.getLogger(__name__)

Kind, State = ImportRun.Kind, ImportRun.State
MAKERS = {
    Kind.CONTACTS: make_contacts,
    Kind.MATTERS: make_matters,
    Kind.TIME: make_time,
    Kind.EVENTS: make_events,
    Kind.LEDES: make_ledes,
}
BROKEN = "The import stopped because of a fault in the program. Nothing was imported. Whoever runs the server finds it in the log."
CHANGED = (
    "Something has changed since the file was checked, so nothing was imported. The check was done again: look at the new "
    "figures and start once more."
)


def run_to_end(firm_id: int, run_id: int) -> None:
    """Import a started run: all of it in one transaction, or nothing. A second delivery finds it done."""
    try:
        with firm_scope(firm_id):
            run = ImportRun.objects.select_related("job").get(pk=run_id)
            if run.state != State.IMPORTING:
                return
            advance(run.job, done=0, state=Job.State.RUNNING)
        with firm_scope(firm_id):
            _import(run_id)
    except (OperationalError, InterfaceError):
        raise  # the database went away or a lock timed out: the job is tried again
    except DomainError as error:
        with firm_scope(firm_id):
            _give_up(run_id, error.message)
    except Exception:
        log.exception("import %s failed", run_id)
        with firm_scope(firm_id):
            _give_up(run_id, BROKEN)


@contextmanager
def seen_by(member: Member, firm: Firm) -> Iterator[None]:
    """The firm as `member` sees it on the pages: behind the same walls."""
    only_named, matters = visibility_of(member, firm)
    with firm_scope(firm, member, only_named=only_named, matters=matters):
        yield


def _importing(run_id: int) -> tuple[ImportRun, Job] | None:
    """The run, locked, and its job; None when it is not, or no longer, being imported."""
    rows = ImportRun.objects.select_for_update(of=("self",)).select_related("job", "matter__client")
    run = rows.get(pk=run_id)
    return (run, run.job) if run.state == State.IMPORTING and run.job else None


def _import(run_id: int) -> None:
    found = _importing(run_id)
    if found is None:
        return
    run, job = found
    approvals.require("import", run)
    firm = Firm.objects.get(pk=current_firm_id())
    with connection.cursor() as cursor:
        # One import at a time in a firm, so that two runs of one file cannot both find its rows absent.
        cursor.execute("SELECT pg_advisory_xact_lock(7203, %s)", [firm.pk % 2147483647])
    by = (
        Member.objects.select_related("role", "user", "firm")
        .prefetch_related("licences")
        .get(pk=run.created_by_id)
    )
    if not by.is_active:
        raise DomainError(f"{by.name} no longer works here. Nothing was imported.")
    with timezone.override(ZoneInfo(firm.time_zone)):
        with seen_by(by, firm):
            plan = plan_of(run, by)
        if plan.totals() != {name: run.totals.get(name) for name in plan.totals()}:
            raise DomainError(CHANGED)
        # Written in the firm's own scope: a new matter is on no list of matters that somebody may see.
        made = MAKERS[Kind(run.kind)](plan, by)
    _compare(plan, made, run.kind)
    run.created, run.state = made["rows"], State.DONE
    run.totals = run.totals | {"made": made}
    run.save()
    changes: dict[str, Any] = {"kind": [None, run.get_kind_display()], "rows": [None, run.rows]}
    changes |= {"imported": [None, run.created], "left out": [None, run.bad]}
    if "seconds" in made:
        changes |= {"hours": [None, hours_of(made["seconds"])], "amount": [None, made["amount"]]}
    audit.record(by, "import.finished", run, changes=changes)
    advance(job, done=job.total, state=Job.State.DONE)


def _compare(plan: Plan, made: dict, kind: str) -> None:
    """What was written must be what was checked, to the second and the cent; otherwise all of it is undone."""
    same = made["rows"] == plan.good.rows
    if "seconds" in made:
        same = same and made["seconds"] == plan.good.seconds and Decimal(made["amount"]) == plan.made_amount
    if not same:
        log.error("import of %s: planned %s, made %s", kind, plan.totals(), made)
        raise DomainError(
            "The totals of what was written are not those of the check, so nothing was imported."
        )


def _give_up(run_id: int, reason: str) -> None:
    """Put a run back to checked, with the figures as they are now."""
    found = _importing(run_id)
    if found is None:
        return
    run, job = found
    run.state = State.CHECKED
    firm = Firm.objects.get(pk=current_firm_id())
    by = (
        Member.objects.select_related("role", "user", "firm")
        .prefetch_related("licences")
        .get(pk=run.created_by_id)
    )
    try:
        with transaction.atomic(), timezone.override(ZoneInfo(firm.time_zone)), seen_by(by, firm):
            keep(run, plan_of(run, by))
    except (DomainError, LookupError) as error:
        log.warning("import %s: the check could not be repeated: %s", run_id, error)
    run.totals = run.totals | {"stopped": reason}
    run.save()
    # With other figures it is another import: the second person is asked again.
    approvals.void_if_changed("import", run, by=None)
    advance(
        job,
        done=0,
        failures=[{"label": run.filename, "reason": reason, "url": ""}],
        state=Job.State.FAILED,
    )
