"""Practice areas and their stages."""

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm, ensure
from matters.models import PracticeArea
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


@transaction.atomic
def firm_defaults(by: Member | None) -> list[PracticeArea]:
    """Six usual practice areas for a new firm. Does nothing when the firm has any. `by` None: the system."""
    if PracticeArea.objects.exists():
        return []
    made = []
    for position, (name, stages) in enumerate(DEFAULTS):
        area = PracticeArea.objects.create(name=name, stages=list(stages), position=position)
        audit.record(by, "practicearea.created", area, changes={"stages": [None, list(stages)]})
        made.append(area)
    return made


@transaction.atomic
def save_area(
    area: PracticeArea | None, *, by: Member, name: str, stages: list[str], is_active: bool = True
) -> PracticeArea:
    """Create a practice area (`area` None) or change one. Matters keep the stage they are in."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the practice area a name.", field="name")
    same = PracticeArea.objects.filter(name__iexact=name).exclude(pk=area.pk if area else None)
    if same.exists():
        raise DomainError(f"There is a practice area called “{name}” already.", field="name")
    stages = list(dict.fromkeys(" ".join(stage.split()) for stage in stages if stage.strip()))
    if any(len(stage) > 40 for stage in stages):
        raise DomainError("A stage has at most 40 characters.", field="stages")
    if area is None:
        last = PracticeArea.objects.order_by("-position").values_list("position", flat=True).first()
        area = PracticeArea.objects.create(
            name=name, stages=stages, is_active=is_active, position=0 if last is None else last + 1
        )
        audit.record(
            by, "practicearea.created", area, changes={"name": [None, name], "stages": [None, stages]}
        )
        return area
    area = PracticeArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    changes = audit.apply(area, name=name, stages=stages, is_active=is_active)
    if changes:
        area.save(update_fields=["name", "stages", "is_active"])
        audit.record(by, "practicearea.changed", area, changes=changes)
    return area
