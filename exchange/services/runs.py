"""The life of an import: a file is taken in, mapped, checked, approved by a second person, imported in the background.

Whoever took the file in does not import it alone: another who may import, or a partner, decides on what the check found.
"""

import hashlib

from django.db import transaction
from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure, licensed_attorneys, refusal
from documents import storage
from exchange import fields
from exchange.models import ImportRun
from exchange.readers import MAX_BYTES, Table, Unreadable, read_table
from exchange.services.contacts import plan_contacts
from exchange.services.events import plan_events
from exchange.services.ledes_lines import key_of, plan_ledes, read_ledes, timekeepers
from exchange.services.matters import plan_matters
from exchange.services.plan import Plan, plural
from exchange.services.time import plan_time
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError, Proposal, Refused
from practice.jobs import enqueue_after_commit, start_job
from practice.scope import current_firm_id
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.models import Approval
from supervision.queries import approved, newest

Kind, State = ImportRun.Kind, ImportRun.State
PLANS = {
    Kind.CONTACTS: plan_contacts,
    Kind.MATTERS: plan_matters,
    Kind.TIME: plan_time,
    Kind.EVENTS: plan_events,
}
# Problems kept with the run, for the page. The file of errors holds them all.
KEPT = 500


def read_upload(kind: str, content: bytes) -> Table | None:
    """Try whether `content` can be read as this kind of file. Raises Unreadable; stores nothing."""
    if len(content) > MAX_BYTES:
        raise Unreadable("The file is larger than 20 MB. Split it into several files with the same headings.")
    if kind == Kind.LEDES:
        read_ledes(content)
        return None
    return read_table(content)


@transaction.atomic
def upload(
    *, by: Member, kind: str, filename: str, content: bytes, matter: Matter | None = None
) -> ImportRun:
    """Take a file in and guess what its columns are. Nothing is kept when it cannot be read (Unreadable).

    A LEDES file goes onto one `matter`, already narrowed to what `by` may see.
    """
    ensure(by, Perm.DATA_IMPORT)
    table = read_upload(kind, content)
    if kind == Kind.LEDES and matter is None:
        raise DomainError("Choose the matter that the lines belong to.", field="matter")
    mapping = fields.guess(kind, table.headings) if table is not None else {}
    run = ImportRun(
        kind=kind,
        filename=_plain_name(filename),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        matter=matter if kind == Kind.LEDES else None,
        mapping=mapping,
        rows=len(table.rows) if table is not None else read_ledes(content).count,
        created_by=by,
    )
    if table is not None:
        run.totals = {"encoding": table.encoding, "separator": table.separator}
    storage.store(current_firm_id(), content)
    run.save()
    audit.record(
        by, "import.uploaded", run, changes={"kind": [None, run.get_kind_display()], "rows": [None, run.rows]}
    )
    return run


def _plain_name(filename: str) -> str:
    """The name without folders and control characters, as it is shown."""
    name = "".join(c for c in filename.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return name.strip()[-200:] or "file"


def content_of(run: ImportRun) -> bytes:
    """The bytes of the run's file, verified."""
    with storage.open_for_reading(run.firm_id, run.sha256, size=run.size) as file:
        return file.read()


def table_of(run: ImportRun) -> Table:
    """The table of a CSV run."""
    return read_table(content_of(run))


def plan_of(run: ImportRun, by: Member) -> Plan:
    """What importing the run would do now, as `by` sees the firm. Writes nothing."""
    ensure(by, Perm.DATA_IMPORT)
    if run.kind == Kind.LEDES:
        if run.matter is None or not Matter.objects.visible_to(by).filter(pk=run.matter_id).exists():
            raise DomainError("There is no such matter any more. Upload the file again and choose another.")
        return plan_ledes(read_ledes(content_of(run)), run.matter, run.options, by)
    absent = fields.missing(run.kind, run.mapping)
    if absent:
        raise DomainError(" ".join(absent))
    return PLANS[Kind(run.kind)](table_of(run), run.mapping, run.options, by)


def _lock(run: ImportRun, *states: str) -> ImportRun:
    rows = ImportRun.objects.select_for_update(of=("self",)).select_related(
        "matter", "job", "created_by__role"
    )
    locked = rows.get(pk=run.pk)
    if locked.state not in states:
        raise DomainError(f"This import is {locked.get_state_display().lower()} already.")
    return locked


@transaction.atomic
def check(
    run: ImportRun, *, by: Member, mapping: dict[str, str] | None = None, options: dict | None = None
) -> ImportRun:
    """The dry run: read every row with `mapping` {heading: field} and `options`, and keep what it found.

    Raises DomainError when a required column is missing.
    """
    run = _lock(run, State.UPLOADED, State.CHECKED)
    if mapping is not None:
        run.mapping = {heading: name for heading, name in mapping.items() if name}
    if options is not None:
        run.options = options
    keep(run, plan_of(run, by))
    run.state = State.CHECKED
    run.save()
    approvals.void_if_changed("import", run, by=by)
    return run


def keep(run: ImportRun, plan: Plan) -> None:
    """Write what the check found into `run`, unsaved."""
    run.rows = plan.file.rows
    run.good, run.bad = plan.good.rows, plan.wrong.rows
    run.errors = [
        {"line": p.line, "column": p.column, "value": p.value, "text": p.text} for p in plan.problems[:KEPT]
    ]
    read_as = {name: run.totals[name] for name in ("encoding", "separator") if name in run.totals}
    run.totals = read_as | plan.totals() | {"problems": len(plan.problems)}


def check_ready(run: ImportRun, *, good_only: bool) -> None:
    """Raise DomainError unless the run is checked and has rows to import."""
    if run.state != State.CHECKED:
        raise DomainError(f"This import is {run.get_state_display().lower()} already.")
    if run.errors and not good_only:
        raise DomainError(
            f"{plural(run.bad, 'row')} cannot be imported. Correct the file, or choose to import the good rows."
        )
    if not run.good:
        raise DomainError("There is nothing to import in this file.")


def starts_alone(run: ImportRun, member: Member, *, good_only: bool = False) -> bool:
    """Whether the member starts this run without asking a second person: somebody else's, one approved as it is, or the
    own one of a licensed attorney where nobody else may decide (which is logged)."""
    kind = kind_of("import")
    if not kind.may_decide(run, member):
        return False
    if member.pk != run.created_by_id or _standing(run, good_only) is not None:
        return True
    sole = all(m.pk == member.pk for m in licensed_attorneys())
    return member.is_licensed and (sole or not kind.wants_second_person())


def _standing(run: ImportRun, good_only: bool) -> Approval | None:
    found = approved("import", run)
    return found if found is not None and found.arguments == {"good_only": good_only} else None


@transaction.atomic
def start(run: ImportRun, *, by: Member, good_only: bool = False) -> ImportRun:
    """Import a checked run in the background: every row, or with `good_only` the rows without problems.

    Raises Refused for whoever took the file in, unless somebody approved it, or nobody else may and they are an attorney.
    """
    run = _lock(run, State.CHECKED)
    check_ready(run, good_only=good_only)
    if not starts_alone(run, by, good_only=good_only):
        if by.pk != run.created_by_id:
            raise refusal(by, Perm.DATA_IMPORT)
        who = [m.name for m in kind_of("import").deciders(run) if m.pk != by.pk][:5]
        ask = f" Ask {' or '.join(who)}." if who else ""
        raise Refused(
            f"You took this file in yourself, so a second person approves the import.{ask}",
            who=who,
            proposal=Proposal("import", run.pk, {"good_only": good_only}),
        )
    standing = _standing(run, good_only)
    if standing is not None:
        return begin(run, standing)
    approvals.decide("import", run, by=by, arguments={"good_only": good_only})
    return _lock(run, State.IMPORTING)


@transaction.atomic
def send_for_approval(
    run: ImportRun, *, by: Member, good_only: bool = False, to: Member | None = None
) -> Approval:
    """Ask a second person to approve the import of a checked run."""
    return approvals.submit("import", run, by=by, to=to, arguments={"good_only": good_only})


def begin(run: ImportRun, approval: Approval) -> ImportRun:
    """What the approval of an import does: the work starts in the background. Not to be called without one."""
    run = _lock(run, State.CHECKED)
    approvals.require("import", run, arguments=approval.arguments)
    good_only = bool(approval.arguments.get("good_only"))
    check_ready(run, good_only=good_only)
    run.options = run.options | {"good_only": good_only}
    run.job = start_job("import", f"Import of {run.filename}"[:200], total=run.good, by=run.created_by)
    run.job.result_url = reverse("import_detail", args=[run.pk])
    run.job.save(update_fields=["result_url"])
    run.state = State.IMPORTING
    run.save()
    enqueue_after_commit("exchange.tasks.run_import", run_id=run.pk)
    return run


@transaction.atomic
def cancel(run: ImportRun, *, by: Member) -> ImportRun:
    """Give up a run that is not imported yet."""
    ensure(by, Perm.DATA_IMPORT)
    run = _lock(run, State.UPLOADED, State.CHECKED)
    run.state = State.CANCELLED
    run.save(update_fields=["state"])
    waiting = newest("import", run)
    if (
        waiting is not None
        and waiting.is_waiting
        and by.pk in (waiting.submitted_by_id, waiting.prepared_by_id)
    ):
        approvals.withdraw(waiting, by=by)
    audit.record(by, "import.cancelled", run)
    return run


def guessed_timekeepers(run: ImportRun, people) -> dict[str, int]:
    """{key: member id} of the timekeepers whose name tells who they are."""
    found = {}
    for timekeeper in timekeepers(read_ledes(content_of(run))):
        member = people.guess(timekeeper[1])
        if member is not None:
            found[key_of(timekeeper)] = member.pk
    return found
