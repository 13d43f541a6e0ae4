"""What the services of tasks ask first: who may write, and what may be written."""

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from matters.models import Matter
from matters.queries.access import can_see, ensure_on, may
from practice.exceptions import DomainError
from work.models import Task

TITLE, NOTE = 200, 10_000


def locked(task: Task) -> Task:
    """The task as it is now, locked, with its people and its matter. Hidden from the scope: DomainError."""
    found = (
        Task.objects.select_for_update(of=("self",))
        .select_related(
            "matter__client",
            "matter__responsible__role",
            "matter__supervising__role",
            "type",
            "assignee__role",
            "assignee__user",
            "supervising__role",
            "delegated_by__role",
            "created_by__role",
            "contact",
            "firm",
        )
        .filter(pk=task.pk)
        .first()
    )
    if found is None:
        raise DomainError("This task no longer exists, or you cannot see it.")
    return found


def has_part(member: Member, task: Task) -> bool:
    """Whether the member does, gave, made or answers for the task. No query."""
    return member.pk in (task.assignee_id, task.delegated_by_id, task.supervising_id, task.created_by_id)


def may_write(member: Member, task: Task) -> bool:
    """Whether the member may change the task: who has a part in it, and whoever may create tasks there; guests only theirs."""
    if has_part(member, task):
        return task.matter is None or not member.sees_named_matters_only or can_see(member, task.matter)
    if member.sees_named_matters_only or task.private:
        return False
    return may_create_on(member, task.matter)


def may_create_on(member: Member, matter: Matter | None) -> bool:
    """Whether the member may create tasks on the matter, or tasks of the office."""
    if matter is None:
        return member.can(Perm.TASK_CREATE) and not member.sees_named_matters_only
    return may(member, Perm.TASK_CREATE, matter)


def ensure_writes(member: Member, task: Task) -> None:
    """Raise Refused unless the member may change the task."""
    if not may_write(member, task):
        raise refusal(member, Perm.TASK_CREATE, matter=task.matter, act="change this task")


def ensure_creates(member: Member, matter: Matter | None) -> None:
    """Raise Refused unless the member may create tasks on the matter."""
    if matter is not None:
        ensure_on(member, Perm.TASK_CREATE, matter)
    elif not may_create_on(member, None):
        raise refusal(member, Perm.TASK_CREATE)


def ensure_assigns(member: Member, matter: Matter | None) -> None:
    """Raise Refused unless the member may give tasks to others."""
    if matter is not None:
        ensure_on(member, Perm.TASK_ASSIGN, matter)
    elif not member.can(Perm.TASK_ASSIGN):
        raise refusal(member, Perm.TASK_ASSIGN)


def ensure_live(task: Task) -> None:
    """Raise DomainError for a task that is over."""
    if not task.is_live:
        raise DomainError(f"This task is {task.get_state_display().lower()}. Open it again first.")


def check_matter(matter: Matter | None) -> None:
    """Raise DomainError for a matter on which no work is done."""
    if matter is not None and matter.state in ("closed", "declined", "archived"):
        raise DomainError(f"{matter.number} is {matter.get_state_display().lower()}.", field="matter")


def one_line(text: str, most: int = TITLE) -> str:
    """`text` without line breaks and null characters, cut."""
    return " ".join(text.replace("\x00", "").split())[:most]


def clean_title(text: str) -> str:
    """The title as it is kept. Raises DomainError when there is none."""
    title = one_line(text)
    if not title:
        raise DomainError("Say what is to be done.", field="title")
    return title


def clean_text(text: str, most: int = NOTE) -> str:
    """Several lines as they are kept."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()[:most]


def supervises(member: Member) -> bool:
    """Whether the member may answer for a task: an attorney with a current licence."""
    return member.is_active and member.role.template == "attorney" and member.is_licensed
