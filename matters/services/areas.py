"""Practice areas and their stages."""

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import MatterTemplate, Party, PracticeArea, Stage
from matters.queries.stages import NEEDABLE
from practice import audit
from practice.exceptions import DomainError

DEFAULTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Civil litigation", ("Pleadings", "Discovery", "Motions", "Trial", "Judgment")),
    ("Family", ("Petition", "Disclosure", "Mediation", "Hearing", "Judgment")),
    ("Estate planning and probate", ("Petition", "Inventory", "Accounting", "Distribution")),
    ("Employment", ("Claim", "Investigation", "Mediation", "Litigation", "Settlement")),
    ("Real estate", ("Offer", "Due diligence", "Negotiation", "Closing")),
    ("Business", ("Formation", "Drafting", "Negotiation", "Signing")),
)


MOST_STAGES = 20
TRUST_POINT = "No client money is held in trust"


@transaction.atomic
def firm_defaults(by: Member | None) -> list[PracticeArea]:
    """Six usual practice areas for a new firm. Does nothing when the firm has any. `by` None: the system."""
    if PracticeArea.objects.exists():
        return []
    made = []
    for position, (name, stages) in enumerate(DEFAULTS):
        area = PracticeArea.objects.create(name=name, position=position, closing_points=[TRUST_POINT])
        add_stages(area, stages)
        audit.record(by, "practicearea.created", area, changes={"stages": [None, list(stages)]})
        made.append(area)
    return made


def add_stages(area: PracticeArea, names) -> list[Stage]:
    """Stages of these names at the end of the area's way, in the order given."""
    last = area.stages.order_by("-position").values_list("position", flat=True).first()
    start = 0 if last is None else last + 1
    return Stage.objects.bulk_create(
        Stage(practice_area=area, name=name, position=start + i) for i, name in enumerate(names)
    )


def _clean(names: list[str], *, field: str, most: int) -> list[str]:
    found = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    if any(len(name) > most for name in found):
        raise DomainError(f"Each line has at most {most} characters.", field=field)
    return found


@transaction.atomic
def save_area(
    area: PracticeArea | None,
    *,
    by: Member,
    name: str,
    stages: list[str] | None = None,
    is_active: bool = True,
    retention_years: int | None = None,
    asks_limitation: bool = False,
    closing_points: list[str] | None = None,
) -> PracticeArea:
    """Create a practice area (`area` None) with stages of these names, or change one; its stages have a page of their own."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the practice area a name.", field="name")
    same = PracticeArea.objects.filter(name__iexact=name).exclude(pk=area.pk if area else None)
    if same.exists():
        raise DomainError(f"There is a practice area called “{name}” already.", field="name")
    values = {
        "name": name,
        "is_active": is_active,
        "retention_years": retention_years,
        "asks_limitation": asks_limitation,
        "closing_points": _clean(closing_points or [], field="closing_points", most=160),
    }
    if area is None:
        names = _clean(stages or [], field="stages", most=40)
        if len(names) > MOST_STAGES:
            raise DomainError(f"Type at most {MOST_STAGES} stages.", field="stages")
        last = PracticeArea.objects.order_by("-position").values_list("position", flat=True).first()
        area = PracticeArea.objects.create(position=0 if last is None else last + 1, **values)
        add_stages(area, names)
        audit.record(
            by, "practicearea.created", area, changes={"name": [None, name], "stages": [None, names]}
        )
        return area
    area = PracticeArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    changes = audit.apply(area, **values)
    if changes:
        area.save(update_fields=list(values))
        audit.record(by, "practicearea.changed", area, changes=changes)
    return area


@transaction.atomic
def save_stage(
    stage: Stage | None,
    *,
    area: PracticeArea,
    by: Member,
    name: str,
    days_expected: int | None = None,
    expects_deadline: bool = False,
    needs_fields: list[str] | None = None,
    needs_roles: list[str] | None = None,
    needs_documents: list[str] | None = None,
) -> Stage:
    """Add a stage at the end of the area's way (`stage` None) or change one. Matters in it keep it, under its new name."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name or len(name) > 40:
        raise DomainError("A stage has a name of at most 40 characters.", field="name")
    area = PracticeArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    others = area.stages.exclude(pk=stage.pk if stage else None)
    if others.filter(name__iexact=name).exists():
        raise DomainError(f"{area} has a stage called “{name}” already.", field="name")
    values = {
        "name": name,
        "days_expected": days_expected,
        "expects_deadline": expects_deadline,
        "needs_fields": [f for f in needs_fields or [] if f in NEEDABLE],
        "needs_roles": [r for r in needs_roles or [] if r in Party.Role.values],
        "needs_documents": list(needs_documents or []),
    }
    if stage is None:
        if others.filter(is_active=True).count() >= MOST_STAGES:
            raise DomainError(f"{area} has {MOST_STAGES} stages already.", field="name")
        stage = add_stages(area, [name])[0]
        for key, value in values.items():
            setattr(stage, key, value)
        stage.save(update_fields=list(values))
        audit.record(by, "practicearea.changed", area, changes={"stage added": [None, name]})
        return stage
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk, practice_area=area)
    changes = audit.apply(stage, **values)
    if changes:
        stage.save(update_fields=list(values))
        audit.record(
            by, "practicearea.changed", area, changes={f"{name}: {k}": v for k, v in changes.items()}
        )
    return stage


@transaction.atomic
def shift_stage(stage: Stage, *, by: Member, up: bool) -> None:
    """Move a stage one place earlier (`up`) or later on its area's way. Matters stay in it."""
    ensure(by, Perm.FIRM_SETTINGS)
    area = PracticeArea.objects.select_for_update(of=("self",)).get(pk=stage.practice_area_id)
    order = list(area.stages.in_use())
    at = next((i for i, s in enumerate(order) if s.pk == stage.pk), None)
    if at is None:
        return
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    before = [s.name for s in order]
    order[at], order[to] = order[to], order[at]
    retired = list(area.stages.filter(is_active=False))
    for position, each in enumerate([*order, *retired]):
        each.position = position
    Stage.objects.bulk_update([*order, *retired], ["position"])
    audit.record(by, "practicearea.changed", area, changes={"stages": [before, [s.name for s in order]]})


@transaction.atomic
def retire_stage(stage: Stage, *, by: Member) -> Stage:
    """Take a stage out of use; matters in it stay until they are moved on. It is kept, for the past of the matters."""
    ensure(by, Perm.FIRM_SETTINGS)
    stage = Stage.objects.select_for_update(of=("self",)).select_related("practice_area").get(pk=stage.pk)
    audit.record(
        by, "practicearea.changed", stage.practice_area, changes={"stage taken out": [stage.name, None]}
    )
    stage.is_active = False
    stage.save(update_fields=["is_active"])
    MatterTemplate.objects.filter(stage=stage).update(stage=None)
    return stage


@transaction.atomic
def restore_stage(stage: Stage, *, by: Member) -> Stage:
    """Bring a stage that was taken out back into use, at the end of the way."""
    ensure(by, Perm.FIRM_SETTINGS)
    stage = Stage.objects.select_for_update(of=("self",)).select_related("practice_area").get(pk=stage.pk)
    last = stage.practice_area.stages.order_by("-position").first()
    stage.is_active, stage.position = True, last.position + 1
    stage.save(update_fields=["is_active", "position"])
    audit.record(by, "practicearea.changed", stage.practice_area, changes={"stage added": [None, stage.name]})
    return stage
