"""Forms of task lists and of what automations prepared."""

from workflows.forms.outgoing import DraftForm
from workflows.forms.task_lists import ApplyForm, BulkApplyForm, ItemForm, ListForm

__all__ = ["ApplyForm", "BulkApplyForm", "DraftForm", "ItemForm", "ListForm"]
