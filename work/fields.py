"""What custom fields must know of tasks: who may change one, and the step that may ask for a field."""

from accounts.models import Member
from work.models import Task
from work.services.rules import ensure_writes


def ensure_task(by: Member, task: Task) -> None:
    """Raise Refused unless the member may change the task."""
    ensure_writes(by, task)


def task_steps() -> list[tuple[str, list[tuple[str, str]]]]:
    """That it is said to be done, or sent in for review."""
    return [("State", [(str(Task.State.DONE), "Done")])]
