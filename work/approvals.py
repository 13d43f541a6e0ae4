"""What is decided about tasks: that an attorney accepts the work somebody did (supervision.kinds)."""

from accounts.permissions import Perm
from accounts.queries import refusal
from supervision.kinds import Kind
from work.models import Task
from work.services.rules import may_write
from work.services.states import check_completable, note_accepted, note_returned, note_sent_in


class Work(Kind):
    """Finished work is accepted or returned: by an attorney, or a paralegal an attorney lent it to, for assistants' work."""

    key, label, act, model = "task", "Task", "Accept the work", "work.Task"
    decides = Perm.TASK_ACCEPT_WORK
    icon = "checkbox"
    yes, no = "Accept", "Return"
    joins = (
        "matter__client",
        "matter__responsible",
        "matter__supervising",
        "type",
        "assignee__role",
        "supervising__role",
        "delegated_by__role",
        "created_by__role",
        "firm",
    )
    # Whose work a paralegal may accept by delegation (roles.md: task.accept_work).
    SUPPORT = ("legal_assistant", "legal_secretary")

    def title(self, obj, arguments):
        return obj.title

    def snapshot(self, obj, arguments):
        fields = {
            "Matter": str(obj.matter) if obj.matter else "",
            "Task": obj.title,
            "Type": obj.type.name if obj.type else "",
            "What was to be done": obj.note,
            "Done by": obj.assignee.name if obj.assignee else "",
            "What was done": obj.outcome,
        }
        if obj.reopened:
            fields["Opened again"] = str(obj.reopened)
        lines = {str(item.pk): f"{'☑' if item.done_at else '☐'} {item.text}" for item in obj.checklist.all()}
        return {"fields": fields, "rows": {"Checklist": lines} if lines else {}}

    def maker(self, obj, arguments):
        return obj.assignee or obj.created_by

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        if not may_write(by, obj):
            raise refusal(by, Perm.TASK_CREATE, matter=obj.matter, act="send in this task")
        check_completable(obj)

    def may_decide(self, obj, by):
        if not super().may_decide(obj, by):
            return False
        if by.is_licensed:
            return True
        maker = self.maker(obj, {})
        return maker is not None and maker.pk != by.pk and maker.role.template in self.SUPPORT

    def deciders(self, obj):
        found = super().deciders(obj)
        if obj.private:
            parts = {obj.assignee_id, obj.delegated_by_id, obj.supervising_id, obj.created_by_id}
            found = [m for m in found if m.pk in parts]
        return sorted(found, key=lambda m: m.pk != obj.supervising_id)

    def on_submit(self, obj, approval, *, by):
        note_sent_in(obj, by=by)

    def on_approve(self, obj: Task, approval, *, by):
        note_accepted(obj, approval, by=by)

    def on_return(self, obj, approval, *, by):
        note_returned(obj, approval, by=by)
