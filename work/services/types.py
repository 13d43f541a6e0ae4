"""Writes about types of tasks."""

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from practice import audit
from practice.exceptions import DomainError
from work.models import LOWEST, TaskType
from work.services.rules import one_line

# What a firm begins with: name, what it needs, the lowest role, whether an attorney accepts the result.
USUAL = [
    ("Legal research", "substantive", "paralegal", True),
    ("Draft pleading or motion", "substantive", "paralegal", True),
    ("Draft letter", "administrative", "legal_secretary", True),
    ("Discovery", "substantive", "paralegal", True),
    ("Legal advice or decision", "legal", "attorney", False),
    ("Court appearance", "legal", "attorney", False),
    ("Client contact", "administrative", "legal_secretary", False),
    ("Scheduling", "administrative", "legal_secretary", False),
    ("Filing and service", "administrative", "legal_secretary", False),
    ("Proofread and format", "administrative", "legal_secretary", False),
    ("Copy, scan, mail", "administrative", "freelancer", False),
]
FIELDS = ("name", "nature", "lowest", "reviewed", "estimate_seconds", "position", "is_active")


def add_defaults(by: Member) -> None:
    """The usual types, for a firm that has none. Called when a firm is opened."""
    if TaskType.objects.exists():
        return
    for position, (name, nature, lowest, reviewed) in enumerate(USUAL, start=1):
        kind = TaskType.objects.create(
            name=name, nature=nature, lowest=lowest, reviewed=reviewed, position=position, created_by=by
        )
        audit.record(by, "task_type.created", kind)


def _check(name: str, nature: str, lowest: str, *, without: int = 0) -> None:
    if not name:
        raise DomainError("Give it a name.", field="name")
    if TaskType.objects.filter(name__iexact=name).exclude(pk=without).exists():
        raise DomainError(f"“{name}” is there already.", field="name")
    if lowest not in dict(LOWEST):
        raise DomainError("Choose a role.", field="lowest")
    if nature == "legal" and lowest != "attorney":
        raise DomainError("Legal work is an attorney’s (Model Rule 5.5).", field="lowest")
    if nature == "substantive" and lowest not in ("paralegal", "attorney"):
        raise DomainError(
            "Substantive work is done by a paralegal or an attorney (Model Guidelines, Guideline 2). Legal assistants "
            "count as paralegals where the firm says so.",
            field="lowest",
        )


@transaction.atomic
def create_type(*, by: Member, name: str, nature: str, lowest: str, **values) -> TaskType:
    """A new type of task. Raises DomainError naming the field."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = one_line(name, 60)
    _check(name, nature, lowest)
    position = values.pop("position", None)
    if position is None:
        position = (
            TaskType.objects.order_by("-position").values_list("position", flat=True).first() or 0
        ) + 1
    kind = TaskType.objects.create(
        name=name, nature=nature, lowest=lowest, position=position, created_by=by, **values
    )
    audit.record(by, "task_type.created", kind, changes={"lowest": [None, kind.get_lowest_display()]})
    return kind


@transaction.atomic
def change_type(kind: TaskType, *, by: Member, **values) -> TaskType:
    """Change a type (FIELDS). Open tasks whose people are below a role raised now show under "Needs somebody"."""
    ensure(by, Perm.FIRM_SETTINGS)
    kind = TaskType.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    values = {name: value for name, value in values.items() if name in FIELDS}
    if "name" in values:
        values["name"] = one_line(values["name"], 60)
    new = {name: values.get(name, getattr(kind, name)) for name in ("name", "nature", "lowest")}
    _check(**new, without=kind.pk)
    changes = audit.apply(kind, **values)
    if changes:
        kind.save(update_fields=list(changes))
        audit.record(by, "task_type.changed", kind, changes=changes)
    return kind
