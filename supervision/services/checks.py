"""What each act on an approval asks first: the object locked, a round that still waits, and a person who may."""

from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.queries import licensed_attorneys, refusal
from practice.exceptions import DomainError, Refused
from supervision.kinds import Kind, kind
from supervision.models import Approval
from supervision.queries import policy

State, Basis = Approval.State, Approval.Basis
# Who sees a matter is decided by an app above this one.
CAN_SEE = "matters.queries.access.can_see"


def locked_object(of: Kind, object_id: int):
    obj = of.get(object_id, lock=True)
    if obj is None:
        raise DomainError(f"This {of.label.lower()} no longer exists, or you cannot see it.")
    return obj


def lock(approval: Approval) -> tuple[Approval, Kind, object]:
    """The approval as it is now, with its object locked first: every act takes the two in this order."""
    of = kind(approval.kind)
    obj = locked_object(of, approval.object_id)
    locked = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("submitted_by", "prepared_by", "assigned_to", "decided_by", "matter")
        .get(pk=approval.pk)
    )
    return locked, of, obj


def ensure_waiting(approval: Approval) -> None:
    if approval.state == State.WAITING:
        return
    who = approval.decided_by.name if approval.decided_by else ""
    said = {
        State.APPROVED: f"{who} approved this already.",
        State.RETURNED: f"{who} returned this already.",
        State.WITHDRAWN: "This was withdrawn.",
        State.VOID: "This was edited after it was approved. Submit it again.",
    }
    raise DomainError(said[State(approval.state)])


def ensure_sees(of: Kind, obj, by: Member) -> None:
    """A request's scope hides what a wall hides; a job, a command and a shell act for somebody in the system's own."""
    matter = of.matter_of(obj)
    if matter is not None and not import_string(CAN_SEE)(by, matter):
        raise Refused(f"{by.name} has no access to this {of.label.lower()}.")


def ensure_may_decide(of: Kind, obj, by: Member) -> None:
    ensure_sees(of, obj, by)
    if not of.may_decide(obj, by):
        raise refusal(by, of.power(obj))


def check_assignee(of: Kind, obj, to: Member) -> None:
    if to.pk not in {m.pk for m in of.deciders(obj)}:
        raise DomainError(
            f"{to.name} cannot decide this. Choose somebody who may: {of.power(obj).label.lower()}.",
            field="to",
        )


def basis_of(of: Kind, approval: Approval, by: Member) -> str:
    """On what ground `by` may decide what somebody prepared. Raises Refused when maker would be checker."""
    makers = {approval.prepared_by_id, approval.submitted_by_id}
    if by.pk not in makers:
        return Basis.SECOND_PERSON
    if not by.is_licensed:
        raise Refused(
            "Somebody else decides what you prepared yourself.", who=_names(of, approval, without=makers)
        )
    if all(m.pk == by.pk for m in licensed_attorneys()):
        return Basis.SOLE_ATTORNEY
    strict = of.wants_second_person() or of.key in policy().second_person
    submitted_to_another = approval.pk is not None and approval.assigned_to_id not in makers
    if strict or submitted_to_another:
        who = _names(of, approval, without=makers)
        ask = f" Ask {' or '.join(who)}." if who else ""
        raise Refused(f"You prepared this yourself, so another person decides it.{ask}", who=who)
    return Basis.OWN_WORK


def _names(of: Kind, approval: Approval, *, without: set) -> list[str]:
    obj = of.get(approval.object_id)
    return [m.name for m in of.deciders(obj) if m.pk not in without][:5] if obj is not None else []
