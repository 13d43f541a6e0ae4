"""Ethical walls that somebody proposed."""

from django.urls import reverse

from accounts.permissions import Perm
from matters.services.access import let_wall_stand, lift
from practice.exceptions import DomainError
from supervision.kinds import Kind
from supervision.models import Approval


class Screening(Kind):
    """A wall screens as soon as it is proposed, as deny is the safe side; a return lifts it, an approval lets it stand."""

    key, label, act, model = "wall", "Ethical wall", "Let the wall stand", "matters.Wall"
    decides, prepares = Perm.WALL_CREATE, Perm.WALL_CREATE
    icon = "wall"
    joins = ("matter__client", "matter__responsible", "matter__supervising", "member", "created_by__role")

    def title(self, obj, arguments):
        return f"Screen {obj.member.name} from {obj.matter}"

    def url(self, obj):
        return reverse("matter_access", args=[obj.matter_id])

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Matter": str(obj.matter),
                "Client": obj.matter.client.name,
                "Screened person": obj.member.name,
                "Reason": obj.reason,
                "Screened since": obj.created_at,
            },
            "rows": {},
        }

    def maker(self, obj, arguments):
        return obj.created_by

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        if obj.lifted_at is not None or not obj.proposed:
            raise DomainError("This wall is decided already.")

    def may_decide(self, obj, by):
        return by.pk != obj.member_id and super().may_decide(obj, by)

    def on_approve(self, obj, approval, *, by):
        let_wall_stand(obj, approval)

    def on_return(self, obj, approval, *, by):
        if approval.state == Approval.State.WITHDRAWN:
            raise DomainError("The wall screens already. An attorney decides whether it stands or is lifted.")
        lift(obj, by=by, reason=approval.decision_note)
