"""What is decided about deadlines: that a second person verified the date (supervision.kinds)."""

from accounts.permissions import Perm
from calendar_app.models import Deadline
from calendar_app.services import check_verifiable, is_second, note_verified
from supervision.kinds import Kind


class Verification(Kind):
    """A date of a court or a statute is verified by another than who set it: an attorney, or a paralegal by delegation."""

    key, label, act, model = "deadline", "Deadline", "Verify the date", "calendar_app.Deadline"
    decides, prepares = Perm.DEADLINE_VERIFY, Perm.DEADLINE_ENTER
    second_person = True
    icon = "calendar-event"
    joins = (
        "trigger",
        "matter__client",
        "matter__responsible",
        "matter__supervising",
        "set_by__role",
        "created_by__role",
    )

    def title(self, obj, arguments):
        return f"{obj.title}, due {obj.due_on:%b} {obj.due_on.day}, {obj.due_on.year}"

    def snapshot(self, obj, arguments):
        fields = {
            "Matter": str(obj.matter),
            "What is due": obj.title,
            "Due": obj.due_on,
            "Kind": obj.get_kind_display(),
            "Rule or order": obj.authority,
        }
        if obj.due_at:
            fields["Due at"] = obj.due_at
        if obj.extended_from:
            fields["Extended from"] = obj.extended_from
        rows = {}
        if obj.derivation:
            # What it was counted from is in the derivation: the trigger itself may have moved since.
            fields |= {
                "Counted from": obj.derivation.get("from", ""),
                "Service": obj.service_method,
                "Rule set": " ".join(part for part in (obj.pack, obj.pack_version) if part) or obj.calendar,
            }
            if obj.earliest_on or obj.latest_on:
                fields |= {"Earliest safe": obj.earliest_on, "Latest arguable": obj.latest_on}
            rows["How it was counted"] = {
                str(number): f"{step['text']} [{step['citation']}]"
                for number, step in enumerate(obj.derivation.get("steps", []), 1)
            }
        return {"fields": fields, "rows": rows}

    def maker(self, obj, arguments):
        return obj.set_by or obj.created_by

    def may_decide(self, obj, by):
        return super().may_decide(obj, by) and is_second(obj, by)

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_verifiable(obj)

    def on_approve(self, obj, approval, *, by):
        note_verified(obj, approval, by=by)

    def on_void(self, obj, approval, *, by):
        Deadline.objects.filter(pk=obj.pk).update(verified_by=None, verified_at=None)
