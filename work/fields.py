"""What custom fields must know of tasks: who may change one, and the states that may ask for a field."""

from accounts.models import Member
from accounts.permissions import Perm, ensure
from matters.queries.access import ensure_on
from work.models import Task


def ensure_task(by: Member, task: Task) -> None:
    """Raise Refused unless the member may change the task: those whose work it is may, else who makes tasks."""
    if by.pk in (task.assignee_id, task.delegated_by_id, task.supervising_id, task.created_by_id):
        return
    if task.matter_id:
        ensure_on(by, Perm.TASK_CREATE, task.matter)
    else:
        ensure(by, Perm.TASK_CREATE)


def task_steps() -> list[tuple[str, list[tuple[str, str]]]]:
    """The states of a task: where a field may be asked for."""
    return [("State", [(str(value), str(label)) for value, label in Task.State.choices])]
