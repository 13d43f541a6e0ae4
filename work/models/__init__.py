"""Tasks: who does what, by when, under whose eyes."""

from work.models.handovers import HandedTask, Handover
from work.models.notices import Notice
from work.models.parts import Blocker, ChecklistItem, TaskNote, Watcher
from work.models.tasks import FINISHED, LIVE, Task
from work.models.types import LOWEST, TaskType

__all__ = [
    "FINISHED",
    "LIVE",
    "LOWEST",
    "Blocker",
    "ChecklistItem",
    "HandedTask",
    "Handover",
    "Notice",
    "Task",
    "TaskNote",
    "TaskType",
    "Watcher",
]
