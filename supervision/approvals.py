"""The kinds of approval that belong to no subject: a request in words, and a wish for a delegation."""

from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from accounts.services.delegations import delegate
from practice.exceptions import DomainError
from practice.templatetags.ui import fullday
from supervision.kinds import Kind
from supervision.models import Request

# Who works on a matter is decided by an app above this one.
IS_ON = "matters.queries.access.is_on"


class Ask(Kind):
    """Somebody who was refused asks somebody who may. Decided: done, or no with the reason."""

    key, label, act, model = "ask", "Request", "Do what was asked", "supervision.Request"
    decides = Perm.USER_MANAGE  # when a power was asked for that no longer exists
    icon = "message-question"
    yes, no, no_hint = "Done", "No", "Why not"

    def power(self, obj: Request) -> Perm:
        return Perm(obj.power) if obj.power in set(Perm) else self.decides

    def title(self, obj, arguments):
        return str(obj)

    def url(self, obj):
        return obj.path if obj.path.startswith("/") and not obj.path.startswith("//") else ""

    def maker(self, obj, arguments):
        return obj.by

    def check_submit(self, obj, arguments, by):
        if obj.by_id != by.pk:
            raise DomainError(f"{obj.by.name} asked for this.")
        if obj.until is not None:
            raise DomainError("This asks for a delegation.")

    def snapshot(self, obj, arguments):
        fields = {"Asks": obj.text, "Power": self.power(obj).label}
        if obj.matter_id:
            fields["Matter"] = f"{obj.matter.number} {obj.matter.name}"
        return {"fields": fields | {"Page": obj.path}, "rows": {}}


class DelegationWanted(Ask):
    """Somebody asks an attorney of a matter to lend them a power on it until a day. Approval lends it."""

    key, label, act = "delegation", "Delegation", "Lend the power"
    decides = Perm.SUPERVISION_DELEGATE
    icon = "user-share"
    yes, no = "Delegate", "No"

    def power(self, obj):
        return self.decides

    def title(self, obj, arguments):
        return f"{Perm(obj.power).label}, until {fullday(obj.until)}"

    def check_submit(self, obj, arguments, by):
        if obj.by_id != by.pk:
            raise DomainError(f"{obj.by.name} asked for this.")
        if obj.until is None:
            raise DomainError("Say until when.", field="until")

    def may_decide(self, obj, by: Member) -> bool:
        """An attorney lends on matters they are on (accounts.services.delegations)."""
        return by.can(self.decides) and import_string(IS_ON)(by, obj.matter)

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Power": Perm(obj.power).label,
                "To": f"{obj.by.name}, {obj.by.shown_title}",
                "Matter": f"{obj.matter.number} {obj.matter.name}",
                "Until": obj.until,
                "For": obj.text,
            },
            "rows": {},
        }

    def on_approve(self, obj, approval, *, by):
        delegate(
            obj.by,
            by=by,
            principal=by,
            until=obj.until,
            powers=[obj.power],
            matter=obj.matter,
            note=" ".join(obj.text.split())[:300],
        )
