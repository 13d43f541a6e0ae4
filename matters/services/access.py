"""Restricted matters, grants by name, and ethical walls."""

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure, refusal
from matters.models import Matter, MatterPermission, TeamMember, Wall, WallNotice
from matters.services.team import check_not_guest, check_not_walled
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.jobs import enqueue_after_commit
from practice.scope import firm_scope
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest

SEE = "see_matter"

# What apps above end when a wall goes up: functions of (matter, member, by=).
WALL_EFFECTS = ["billing.services.timers.end_for_wall"]


def may_restrict(member: Member) -> bool:
    """Whether the member may decide who sees a matter: a licensed attorney who edits matters, or who assigns teams."""
    return member.can(Perm.MATTER_TEAM_ASSIGN) or (member.can(Perm.MATTER_EDIT) and member.is_licensed)


def _ensure_restricts(by: Member) -> None:
    if not may_restrict(by):
        raise refusal(by, Perm.MATTER_TEAM_ASSIGN)


@transaction.atomic
def set_restricted(matter: Matter, *, by: Member, restricted: bool) -> Matter:
    """Show the matter to its team and people named alone, or to the firm again."""
    _ensure_restricts(by)
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    changes = audit.apply(matter, restricted=restricted)
    if changes:
        matter.save(update_fields=["restricted", "updated_at"])
        audit.record(
            by, "matter.restricted" if restricted else "matter.unrestricted", matter, changes=changes
        )
    return matter


@transaction.atomic
def grant_access(matter: Matter, *, by: Member, member: Member) -> None:
    """Let a member see the matter by name, without being on the team."""
    _ensure_restricts(by)
    check_not_walled(matter, member)
    check_not_guest(member)
    if MatterPermission.objects.filter(
        content_object=matter, user_id=member.user_id, permission__codename=SEE
    ).exists():
        raise DomainError(f"{member.name} has access by name already.", field="member")
    assign_perm(SEE, member.user, matter)
    audit.record(by, "matter.access_granted", matter, changes={"access": [None, member.name]})


@transaction.atomic
def withdraw_access(matter: Matter, *, by: Member, member: Member) -> None:
    """Take back access that was granted by name."""
    _ensure_restricts(by)
    if not MatterPermission.objects.filter(
        content_object=matter, user_id=member.user_id, permission__codename=SEE
    ).exists():
        raise DomainError(f"{member.name} has no access by name.", field="member")
    remove_perm(SEE, member.user, matter)
    audit.record(by, "matter.access_withdrawn", matter, changes={"access": [member.name, None]})


@transaction.atomic
def put_up_wall(matter: Matter, *, by: Member, member: Member, reason: str) -> Wall:
    """Screen a member from a matter (Model Rule 1.10(a)(2)): nothing of it is shown to them from the next request on.

    Takes the member off the team and withdraws what was granted. The member is told by e-mail, as a screen needs
    notice. Whoever answers for the matter has to be replaced first, and nobody screens oneself. A wall that is proposed
    (wall.create to prepare) screens at once too: an attorney makes it stand, or lifts it by returning it.
    """
    if not by.powers.may_prepare(Perm.WALL_CREATE):
        raise refusal(by, Perm.WALL_CREATE)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Give a reason. It is kept with the wall.", field="reason")
    matter = Matter.objects.select_for_update(of=("self",)).with_people().get(pk=matter.pk)
    if member.pk == by.pk:
        raise DomainError("Another attorney has to screen you. Ask one to put up the wall.", field="member")
    for part in ("responsible", "supervising"):
        if member.pk == getattr(matter, f"{part}_id"):
            raise DomainError(
                f"{member.name} is the {part} attorney. Name another attorney first, then put up the wall.",
                field="member",
            )
    check = Wall.objects.filter(matter=matter, member=member, lifted_at=None)
    if check.exists():
        raise DomainError(f"{member.name} is screened from this matter already.", field="member")
    left, _ = TeamMember.objects.filter(matter=matter, member=member).delete()
    if left:
        audit.record(by, "matter.team_left", matter, changes={"team": [member.name, None]})
    if MatterPermission.objects.filter(content_object=matter, user_id=member.user_id).exists():
        remove_perm(SEE, member.user, matter)
        audit.record(by, "matter.access_withdrawn", matter, changes={"access": [member.name, None]})
    for path in WALL_EFFECTS:
        import_string(path)(matter, member, by=by)
    wall = Wall.objects.create(matter=matter, member=member, reason=reason, created_by=by, proposed=True)
    WallNotice.objects.create(
        matter=matter,
        wall=wall,
        member=member,
        matter_label=f"{matter.number} (client: {matter.client.name})"[:300],
        put_up_by=by.name,
        reason=reason,
    )
    audit.record(by, "wall.created", wall, changes={"member": [None, member.name]}, reason=reason)
    enqueue_after_commit("matters.tasks.notify_screened", wall_id=wall.pk)
    _decide_wall(wall, by=by)
    return wall


def _decide_wall(wall: Wall, *, by: Member) -> None:
    """An attorney's own wall stands at once, where the firm wants no second person; any other is sent to an attorney."""
    try:
        ensure(by, Perm.WALL_CREATE)
        with transaction.atomic():
            approvals.decide("wall", wall, by=by)
    except Refused:
        approvals.submit("wall", wall, by=by, note=wall.reason)
    wall.refresh_from_db(fields=["proposed"])


def let_wall_stand(wall: Wall, approval: Approval) -> None:
    """What the approval of a wall does. Called by the decision alone."""
    approvals.require("wall", wall)
    wall.proposed = False
    wall.save(update_fields=["proposed"])


@transaction.atomic
def lift_wall(wall: Wall, *, by: Member, reason: str) -> Wall:
    """Lift a wall. The row stays, with who lifted it and when."""
    ensure(by, Perm.WALL_LIFT)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Give a reason. It is kept with the wall.", field="reason")
    wall = Wall.objects.select_for_update(of=("self",)).select_related("member").get(pk=wall.pk)
    if wall.lifted_at is not None:
        raise DomainError("This wall was lifted already.")
    if wall.member_id == by.pk:
        raise DomainError("The screened person cannot lift the wall.")
    waiting = newest("wall", wall)
    if waiting is not None and waiting.is_waiting:
        approvals.send_back(waiting, by=by, note=reason)
        wall.refresh_from_db()
        return wall
    return lift(wall, by=by, reason=reason)


def lift(wall: Wall, *, by: Member, reason: str) -> Wall:
    """End a wall. `lift_wall` and the return of a proposed one call it."""
    wall.lifted_by, wall.lifted_at = by, timezone.now()
    wall.save(update_fields=["lifted_by", "lifted_at"])
    WallNotice.objects.filter(wall=wall).update(lifted_at=wall.lifted_at)
    audit.record(by, "wall.lifted", wall, changes={"member": [wall.member.name, None]}, reason=reason)
    return wall


@transaction.atomic
def acknowledge_wall(notice: WallNotice, *, by: Member) -> WallNotice:
    """The screened person has read the notice. Theirs alone to do; done twice it keeps the first time."""
    notice = WallNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.member_id != by.pk:
        raise Refused("Only the screened person acknowledges the notice.")
    if notice.acknowledged_at is None:
        notice.acknowledged_at = timezone.now()
        notice.save(update_fields=["acknowledged_at"])
        # The event belongs to the matter, which the screened person's own scope may not write to.
        with firm_scope(notice.firm_id):
            said = {"acknowledged_at": [None, notice.acknowledged_at]}
            audit.record(by, "wall.acknowledged", notice, changes=said)
    return notice
