"""/api/v1/tasks/ (custom_fields.api says how they are read and written)."""

from accounts.permissions import Perm, requires
from custom_fields.api import RecordDetail, RecordList, RecordsView, reference
from work.filters import TaskFilter


class TaskRows(RecordsView):
    """A task as programs read it."""

    host, filterset, select = (
        "task",
        TaskFilter,
        ("matter", "type", "assignee", "delegated_by", "supervising"),
    )

    def row(self, obj):
        names = (
            "title",
            "note",
            "state",
            "priority",
            "due_on",
            "original_due_on",
            "estimate_seconds",
            "done_at",
        )
        return {
            "id": obj.pk,
            **{name: getattr(obj, name) for name in names},
            "matter": reference(obj.matter, "number"),
            "type": reference(obj.type),
            "assignee": reference(obj.assignee),
            "delegated_by": reference(obj.delegated_by),
            "supervising": reference(obj.supervising),
        }


class TaskList(TaskRows, RecordList):
    """GET the tasks."""


class TaskDetail(TaskRows, RecordDetail):
    """GET or PATCH one task."""


task_list = requires(Perm.MATTER_VIEW)(TaskList.as_view())
task_detail = requires(Perm.MATTER_VIEW)(TaskDetail.as_view())
