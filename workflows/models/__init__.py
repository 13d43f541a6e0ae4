"""Task lists and automations."""

from workflows.models.automations import Automation, AutomationVersion, Follow
from workflows.models.lists import ListRun, ListRunItem, TaskList, TaskListItem
from workflows.models.outgoing import Delivery, MailDraft
from workflows.models.runs import Run, RunEvent, RunStep

__all__ = [
    "Automation",
    "AutomationVersion",
    "Delivery",
    "Follow",
    "ListRun",
    "ListRunItem",
    "MailDraft",
    "Run",
    "RunEvent",
    "RunStep",
    "TaskList",
    "TaskListItem",
]
