"""Who does a task: the lowest role its type names, the matter's walls, and telling whoever gets it."""

from typing import Any

from django.db import transaction

from accounts.models import Member
from matters.models import Matter
from matters.queries.access import can_see
from practice import audit
from practice.exceptions import DomainError, Refused
from work.models import Notice, Task, TaskType
from work.queries.roles import rank_of, suits, why_not
from work.services.notices import notify
from work.services.rules import ensure_assigns, ensure_live, ensure_writes, locked, one_line, supervises

LICENSED = 5


def check_assignee(
    to: Member, *, matter: Matter | None, kind: TaskType | None, field: str = "assignee"
) -> None:
    """Raise DomainError or Refused unless `to` may be given a task of this type on this matter.

    Whoever cannot see the matter is named and nothing more is said; whose role is below the type's lowest is told with the
    reason and the people who can.
    """
    if not to.is_active:
        raise DomainError(f"{to.name} has left the firm.", field=field)
    if matter is not None and not can_see(to, matter):
        raise DomainError(f"{to.name} has no access to {matter.number}, so it cannot be theirs.", field=field)
    if matter is None and to.sees_named_matters_only:
        raise DomainError(f"{to.name} works on matters they are engaged on. Name the matter.", field=field)
    if kind is not None and not suits(to, kind, to.firm):
        text, names = why_not(to, kind, matter, to.firm)
        raise _Below(text, who=names, field=field)


class _Below(Refused):
    """The refusal of a person whose role is below what the type names; a form shows it beside its field."""

    def __init__(self, text: str, *, who: list[str], field: str):
        super().__init__(text, who=who)
        self.field = field


def is_attorney(member: Member | None) -> bool:
    """Whether the member is an attorney with a current licence."""
    return member is not None and rank_of(member, member.firm) == LICENSED


def asks_review(kind: TaskType | None, doer: Member | None, wanted: bool) -> bool:
    """Whether an attorney accepts the result: when asked for, or when the type says so and no attorney does it."""
    return wanted or bool(kind is not None and kind.reviewed and not is_attorney(doer))


def supervisor_for(assignee: Member | None, matter: Matter | None, given_by: Member | None) -> Member | None:
    """The attorney who answers for the work of somebody who is none: who gave it, else the matter's, else their own."""
    if assignee is None or is_attorney(assignee):
        return None
    own = assignee.supervisor
    places = [given_by, *([matter.supervising, matter.responsible] if matter is not None else []), own]
    for person in places:
        if person is not None and supervises(person):
            return person
    return None


@transaction.atomic
def assign_task(task: Task, *, to: Member | None, by: Member, reason: str = "", quiet: bool = False) -> Task:
    """Give the task to `to` (None: to nobody yet). Others than oneself need the power to assign.

    Raises Refused, with the reason and who can, below the lowest role of its type. `quiet` sends no notice.
    """
    task = locked(task)
    ensure_writes(by, task)
    ensure_live(task)
    if task.assignee_id == (to.pk if to else None):
        return task
    if task.state == Task.State.REVIEW:
        raise DomainError(
            "This is in review. Withdraw it, or have it returned, before somebody else does it."
        )
    if to is None or to.pk != by.pk:
        ensure_assigns(by, task.matter)
    if to is not None:
        check_assignee(to, matter=task.matter, kind=task.type)
    before = task.assignee
    new: dict[str, Any] = {"assignee": to}
    if to is not None and to.pk != by.pk and task.delegated_by_id is None:
        new["delegated_by"] = by
    if to is not None and task.supervising_id is None:
        new["supervising"] = supervisor_for(to, task.matter, task.delegated_by or by)
    new["needs_review"] = asks_review(task.type, to, task.needs_review)
    changes = audit.apply(task, **new)
    task.save(update_fields=[*new, "updated_at"])
    audit.record(
        by,
        "task.assigned",
        task,
        changes=changes | {"assignee": [before.name if before else None, to.name if to else None]},
        reason=one_line(reason),
    )
    if to is not None and not quiet:
        notify(task, to, Notice.Kind.ASSIGNED, by=by)
    return task
