"""Where matters stand on their way: stages, what one asks for, and how long a matter has been in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone

from custom_fields.queries import missing as missing_fields
from matters.models import Matter, Party, PracticeArea, Stage

# Fields of a matter that a stage may ask for, with the sentence that asks.
NEEDABLE: dict[str, str] = {
    "court": "Fill in the court.",
    "case_number": "Fill in the case number.",
    "judge": "Fill in the judge.",
    "department": "Fill in the department.",
    "jurisdiction": "Fill in the jurisdiction.",
    "matter_type": "Fill in the type of matter.",
    "description": "Describe what the matter is about.",
    "budget": "Set a budget.",
    "limitation_on": "Fill in the limitation date.",
    "originating": "Name the originating attorney.",
    "client_reference": "Fill in the client’s reference.",
}


@dataclass(frozen=True)
class Step:
    """A stage in the row above a matter's tabs."""

    stage: Stage
    mark: str  # "done", "cur" or ""

    @property
    def name(self) -> str:
        """What the stage is called."""
        return self.stage.name


def stages_of(areas: Iterable[int]) -> dict[int, list[Stage]]:
    """{practice area id: its stages in order, retired ones included}. One query."""
    found: dict[int, list[Stage]] = {pk: [] for pk in areas}
    for stage in Stage.objects.filter(practice_area__in=list(found)):
        found[stage.practice_area_id].append(stage)
    return found


def steps(matter: Matter) -> list[Step]:
    """The stages of the matter's practice area in order: those in use, and the one it is in. One query."""
    stages = [s for s in matter.practice_area.stages.all() if s.is_active or s.pk == matter.stage_id]
    at = next((i for i, s in enumerate(stages) if s.pk == matter.stage_id), -1)
    return [Step(s, "done" if i < at else "cur" if i == at else "") for i, s in enumerate(stages)]


def days_in(matter: Matter) -> int | None:
    """Whole days the matter has been in its stage; None without a stage."""
    if matter.stage_id is None or matter.staged_at is None:
        return None
    return max(0, (timezone.localdate() - timezone.localtime(matter.staged_at).date()).days)


def pace(matter: Matter) -> str:
    """The tone of the days in stage: "danger" over what is expected, "warn" from four fifths of it on, else "".

    Reads `stage`: join it in lists. A matter that is not worked on is never late.
    """
    days = days_in(matter)
    if days is None or matter.stage.days_expected is None or matter.state not in Matter.WORKED_ON:
        return ""
    if days > matter.stage.days_expected:
        return "danger"
    return "warn" if days * 5 >= matter.stage.days_expected * 4 else ""


def missing(matter: Matter, stage: Stage) -> list[str]:
    """What `stage` asks for and the matter does not have yet, a sentence each."""
    found = [NEEDABLE[name] for name in stage.needs_fields if name in NEEDABLE and not getattr(matter, name)]
    if stage.needs_roles:
        present = set(Party.objects.filter(matter=matter).values_list("role", flat=True)) | {"client"}
        labels = dict(Party.Role.choices)
        found += [
            f"Name the {labels[role].lower()} on the Parties tab."
            for role in stage.needs_roles
            if role in labels and role not in present
        ]
    if stage.needs_documents:
        model = apps.get_model("documents", "Document")
        rows = model.objects.filter(matter=matter, category__in=stage.needs_documents)
        there = set(rows.values_list("category", flat=True))
        labels = dict(model.Category.choices)
        found += [
            f"File a document of the category {labels.get(c, c).lower()}."
            for c in stage.needs_documents
            if c not in there
        ]
    return found + missing_fields(matter, stage)


def first_stage(area: PracticeArea) -> Stage | None:
    """Where accepted matters of the area begin unless somebody says otherwise."""
    return area.stages.filter(is_active=True).first()
