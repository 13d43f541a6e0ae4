"""Carrying out a run: once, whole or not at all, by a member and with that member's powers and walls; dry runs; undo."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.queries.access import visibility_of
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.models import AuditEvent, Firm
from practice.scope import current_firm_id, firm_scope
from workflows.models import Automation, Run, RunEvent, RunStep
from workflows.queries.automations import fault_of
from workflows.queries.conditions import Finding, look
from workflows.queries.context import Context, load
from workflows.services.actions import Kept, Working, action_of
from workflows.services.automations import needs_of

TELL = "workflows.tasks.tell_failed"
CARRY_OUT = "workflows.tasks.carry_out"
# One mail about failing runs of an automation in this time, however many fail.
TELL_AGAIN_HOURS = 12


@contextmanager
def acting_as(member: Member) -> Iterator[Member]:
    """The scope of the firm as `member` sees it, walls and named matters included."""
    firm = Firm.objects.get(pk=current_firm_id())
    only_named, matters = visibility_of(member, firm)
    with firm_scope(firm, member, only_named=only_named, matters=matters):
        yield member


class Stop(Exception):
    """A run that ends here without doing anything; `state` and the reason go into the log."""

    def __init__(self, state: str, reason: str):
        super().__init__(reason)
        self.state, self.reason = state, reason


@dataclass
class Stepped:
    """What one action did, or why not."""

    kind: str
    state: str
    said: str
    note: str = ""
    url: str = ""
    back: dict = field(default_factory=dict)


@transaction.atomic
def carry_out(run_id: int) -> Run:
    """Carry out a waiting run, or do nothing when it was carried out. For the system's scope; effects and log are one.

    All its actions take effect or none: what fails is taken back to the start, and the log says where and why.
    """
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("automation", "event", "matter")
        .get(pk=run_id)
    )
    if run.state != Run.State.WAITING:
        return run
    automation = run.automation
    member = _runner(automation)
    run.tries += 1
    run.version, run.member = automation.version, member
    steps: list[Stepped] = []
    events: list[AuditEvent] = []
    try:
        if not automation.is_on:
            raise Stop(Run.State.SKIPPED, "The automation was switched off before this ran.")
        fault = fault_of(automation, member, needs_of(automation))
        if fault or member is None:
            raise Stop(Run.State.FAILED, fault)
        with transaction.atomic(), audit.collected() as events, acting_as(member):
            member.acting_for = f"Automation “{automation.name}”"
            findings = _do(run, member, steps)
            run.findings = [finding.stored() for finding in findings]
        run.state, run.reason = Run.State.DONE, ""
    except Stop as stop:
        run.state, run.reason = stop.state, stop.reason
        run.findings = getattr(stop, "findings", run.findings)
        events = []
    except DomainError as error:
        run.state, run.reason = Run.State.FAILED, error.message
        events = []
    _write_steps(run, steps)
    run.finished_at = timezone.now()
    run.save()
    RunEvent.objects.bulk_create(RunEvent(event_id=event.pk, run=run) for event in events if event.pk)
    if run.state == Run.State.FAILED:
        _ask_to_tell(automation, run)
    return run


@transaction.atomic
def note_broken(run_id: int, error: Exception) -> None:
    """A fault of the product itself ended a run: the log says so, and that it can be tried again."""
    run = Run.objects.select_for_update(of=("self",)).select_related("automation").get(pk=run_id)
    if run.state != Run.State.WAITING:
        return
    run.state, run.finished_at = Run.State.FAILED, timezone.now()
    run.reason = (
        f"A fault of the product ({type(error).__name__}) ended it; nothing was done. "
        "It stands in the server’s log. Try it again, and report it when it stays."
    )
    run.tries += 1
    run.save()
    _ask_to_tell(run.automation, run)


def _runner(automation: Automation) -> Member | None:
    if automation.runs_as_id is None:
        return None
    rows = Member.objects.select_related("role", "user", "firm").prefetch_related("licences")
    return rows.get(pk=automation.runs_as_id)


def _do(run: Run, member: Member, steps: list[Stepped]) -> list[Finding]:
    """Conditions and actions in the member's scope. Raises Stop or DomainError; `steps` tells how far it came."""
    ctx = load(run.object_type, run.object_id, event=run.event)
    if ctx is None:
        raise Stop(
            Run.State.SKIPPED, f"{member.name}, by whom it runs, does not see this record, or it is gone."
        )
    findings, met = look(run.automation.conditions, run.automation.match, ctx)
    if not met:
        stop = Stop(Run.State.SKIPPED, "The conditions are not met.")
        stop.findings = [finding.stored() for finding in findings]
        raise stop
    work = Working(ctx, member, run.automation, run)
    _act(run.automation, work, steps)
    return findings


def _act(automation: Automation, work: Working, steps: list[Stepped]) -> None:
    """Each action in order. The first that fails ends it: steps before it are marked as not done, and its error is raised."""
    for number, data in enumerate(automation.actions):
        try:
            action = action_of(data["kind"])
            if number:
                # What an action before changed is what this one meets.
                fresh = load(_type_of(work.ctx), work.ctx.obj.pk, event=work.ctx.event)
                work.ctx = fresh or work.ctx
            done = action.do(data, work)
        except DomainError as error:
            for step in steps:
                step.state, step.note, step.back = (
                    RunStep.State.HELD,
                    "Taken back, as a later step failed.",
                    {},
                )
            steps.append(Stepped(data["kind"], RunStep.State.FAILED, _said(data), error.message))
            steps.extend(
                Stepped(later["kind"], RunStep.State.HELD, _said(later), "Not reached.")
                for later in automation.actions[number + 1 :]
            )
            raise DomainError(f"Step {number + 1}: {error.message}") from error
        state = RunStep.State.SKIPPED if done.nothing else RunStep.State.DONE
        steps.append(Stepped(data["kind"], state, done.said, "", done.url, done.back))


def _type_of(ctx: Context) -> str:
    return ctx.obj._meta.label_lower


def _said(data: dict) -> str:
    from workflows.services.actions import say_action

    said = say_action(data)
    return said[:1].upper() + said[1:]


def _write_steps(run: Run, steps: list[Stepped]) -> None:
    RunStep.objects.filter(run=run).delete()
    RunStep.objects.bulk_create(
        RunStep(
            run=run,
            matter_id=run.matter_id,
            position=number,
            kind=step.kind,
            state=step.state,
            said=step.said,
            note=step.note,
            url=step.url,
            back=audit.plain(step.back),
        )
        for number, step in enumerate(steps)
    )


def _ask_to_tell(automation: Automation, run: Run) -> None:
    now = timezone.now()
    before = automation.told_at
    if before is not None and (now - before).total_seconds() < TELL_AGAIN_HOURS * 3600:
        return
    Automation.objects.filter(pk=automation.pk).update(told_at=now)
    enqueue_after_commit(TELL, run_id=run.pk)


@dataclass(frozen=True)
class DryRun:
    """What an automation would do: the conditions with their values, each step, and why it would not go through."""

    findings: list[Finding]
    met: bool
    steps: list[Stepped]
    fault: str = ""


class _TakeBack(Exception):
    """Ends the savepoint of a dry run."""


def dry_run(automation: Automation, ctx: Context, *, by: Member) -> DryRun:
    """Try an automation on a record, by `by` and in their scope. Nothing stays: all of it happens in a savepoint that is
    taken back, jobs and mails included, as these are rows of the same transaction; files are not written.
    """
    ensure(by, Perm.AUTOMATION_MANAGE)
    findings, met = look(automation.conditions, automation.match, ctx)
    fault = fault_of(automation, by, needs_of(automation))
    steps: list[Stepped] = []
    try:
        with transaction.atomic():
            try:
                _act(automation, Working(ctx, by, automation, None), steps)
            except DomainError as error:
                fault = fault or error.message
            raise _TakeBack
    except _TakeBack:
        pass
    for step in steps:
        step.url = ""
        if step.note == "Taken back, as a later step failed.":
            step.state, step.note = RunStep.State.DONE, ""
    return DryRun(findings, met, steps, fault)


@transaction.atomic
def retry_run(run: Run, *, by: Member) -> Run:
    """Try a failed run again, with the automation as it says now. Still the one run of its cause."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    run = Run.objects.select_for_update(of=("self",)).select_related("automation").get(pk=run.pk)
    if run.state != Run.State.FAILED:
        raise DomainError(f"This run is {run.get_state_display().lower()}; only a failed one is tried again.")
    if not run.automation.is_on:
        raise DomainError("The automation is off. Switch it on first.")
    run.state, run.looked_at = Run.State.WAITING, timezone.now()
    run.save(update_fields=["state", "looked_at"])
    enqueue_after_commit(CARRY_OUT, run_id=run.pk)
    audit.record(by, "automation.retried", run, changes={"automation": [None, run.automation.name]})
    return run


@dataclass(frozen=True)
class Taken:
    """What undo took back, and what it left, with why."""

    undone: list[str]
    kept: list[tuple[str, str]]

    @property
    def said(self) -> str:
        """In one sentence."""
        gone = f"{len(self.undone)} step{'' if len(self.undone) == 1 else 's'} undone"
        return f"{gone}, {len(self.kept)} kept" if self.kept else gone


@transaction.atomic
def undo_run(run: Run, *, by: Member) -> Taken:
    """Take a run back, the last step first, by `by` and with their powers. What cannot be is kept, and says why."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    run = Run.objects.select_for_update(of=("self",)).select_related("automation").get(pk=run.pk)
    if run.state != Run.State.DONE:
        raise DomainError(f"This run is {run.get_state_display().lower()}; there is nothing to undo.")
    undone, kept = [], []
    with audit.collected() as events:
        for step in run.steps.filter(state=RunStep.State.DONE).order_by("-position"):
            try:
                with transaction.atomic():
                    action_of(step.kind).undo(step.back, by=by)
                step.state, step.note = RunStep.State.UNDONE, ""
                undone.append(step.said)
            except (Kept, DomainError) as error:
                step.state, step.note = RunStep.State.KEPT, error.message
                kept.append((step.said, error.message))
            step.save(update_fields=["state", "note"])
        run.state, run.undone_by, run.undone_at = Run.State.UNDONE, by, timezone.now()
        run.save(update_fields=["state", "undone_by", "undone_at"])
        audit.record(
            by,
            "automation.undone",
            run,
            changes={
                "automation": [None, run.automation.name],
                "undone": [None, len(undone)],
                "kept": [None, len(kept)],
            },
        )
    # The acts of undo are the run's own too: taking back a stage does not set the automation off again.
    RunEvent.objects.bulk_create(RunEvent(event_id=event.pk, run=run) for event in events if event.pk)
    return Taken(undone, kept)


@transaction.atomic
def look_at(run: Run, *, by: Member) -> None:
    """Note that somebody has seen a failure: it leaves the badge."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    Run.objects.filter(pk=run.pk, looked_at=None).update(looked_at=timezone.now())
