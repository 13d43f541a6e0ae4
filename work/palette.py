"""Tasks in the command palette."""

from accounts.models import Member
from accounts.permissions import Perm
from practice.palette import Entry
from search.queries.typing import texts_begun
from work.models import Task

TASKS = "Tasks"


def search(member: Member, text: str) -> list[Entry]:
    """Tasks whose title has words that begin as typed: those still to be done first. Two queries at most."""
    if not text or not member.can(Perm.MATTER_VIEW):
        return []
    ids = [pk for _, pk in texts_begun(text, only=["task"])]
    if not ids:
        return []
    rows = Task.objects.visible_to(member).filter(pk__in=ids).select_related("matter", "assignee")
    found = sorted(rows, key=lambda task: (not task.is_live, -task.pk))
    return [
        Entry(
            TASKS,
            task.title,
            " · ".join(
                part
                for part in (
                    task.matter.name if task.matter else "",
                    task.assignee.name if task.assignee else "",
                    "" if task.is_live else task.get_state_display(),
                )
                if part
            ),
            task.get_absolute_url(),
            "square-check",
            verb="task",
            key=task.pk,
        )
        for task in found[:3]
    ]
