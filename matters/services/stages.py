"""Moving matters from stage to stage."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Matter, Stage, StageVisit
from matters.queries.access import ensure_on
from matters.queries.stages import missing
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def set_stage(matter: Matter, *, by: Member, stage: Stage | str | None, reason: str = "") -> Matter:
    """Move the matter to a stage of its practice area, given as such or by its name; None or "" takes it out of all.

    Forward needs what the stage asks for. Back, or out of all stages, needs a reason, which stays in the history.
    """
    ensure_on(by, Perm.MATTER_EDIT, matter)
    matter = (
        Matter.objects.select_for_update(of=("self",)).with_people().select_related("stage").get(pk=matter.pk)
    )
    new = _stage_of(matter, stage)
    if new is not None and new.pk == matter.stage_id or new is None and matter.stage_id is None:
        return matter
    if matter.has_ended or matter.state == Matter.State.DECLINED:
        raise DomainError(f"This matter is {matter.get_state_display().lower()}; its stage stays as it was.")
    if new is not None and not new.is_active:
        raise DomainError(f"The stage “{new}” is no longer in use.", field="stage")
    old = matter.stage
    back = old is not None and (new is None or (new.position, new.pk) < (old.position, old.pk))
    reason = " ".join(reason.split())[:500]
    if back and not reason:
        where = f"from {old} to {new}" if new else f"out of {old}"
        raise DomainError(f"Say why the matter goes back {where}. It is kept in its history.", field="reason")
    if not back and new is not None:
        lacking = missing(matter, new)
        if lacking:
            raise DomainError(f"Before {new}: {' '.join(lacking)}", field="stage")
    enter(matter, new, by=by, back=back, reason=reason if back else "")
    return matter


def _stage_of(matter: Matter, stage: Stage | str | None) -> Stage | None:
    if not stage:
        return None
    known = Stage.objects.filter(practice_area=matter.practice_area_id)
    found = (
        known.filter(pk=stage.pk).first() if isinstance(stage, Stage) else known.filter(name=stage).first()
    )
    if found is None:
        raise DomainError(f"“{stage}” is not a stage of {matter.practice_area}.", field="stage")
    return found


def enter(
    matter: Matter, stage: Stage | None, *, by: Member | None, back: bool = False, reason: str = ""
) -> None:
    """Put the matter into `stage` and keep when: the stay before ends, a new one begins. Call it with the row locked."""
    now = timezone.now()
    changes = audit.apply(matter, stage=stage)
    matter.staged_at = now if stage else None
    matter.save(update_fields=["stage", "staged_at", "updated_at"])
    StageVisit.objects.filter(matter=matter, left_at=None).update(left_at=now)
    if stage is not None:
        StageVisit.objects.create(
            matter=matter, stage=stage, name=stage.name, entered_at=now, moved_by=by, back=back, reason=reason
        )
    audit.record(
        by, "matter.staged_back" if back else "matter.staged", matter, changes=changes, reason=reason
    )


def follow_area(matter: Matter, left: Stage, *, by: Member) -> None:
    """After its practice area changed: the matter goes from `left` to the new area's stage of the same name, or to none."""
    same = Stage.objects.in_use().filter(practice_area=matter.practice_area_id, name=left.name).first()
    enter(matter, same, by=by)
