"""The kinds of records that have fields of the firm's own, and what this app must know of each. They belong to apps above this one."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from practice.exceptions import Refused


@dataclass(frozen=True)
class Host:
    """A kind of record. `model` is its label; dotted names are imported when they are called.

    `guard(by, obj)` raises Refused unless the member may change the record. `steps()` gives [(heading, [(key, label)])], the steps
    at which a field may be asked for. `file_matter(obj)` is the matter a file of the record is kept on, None where there is none.
    """

    key: str
    label: str
    plural: str
    model: str
    guard: str
    view_perm: str
    steps: str = ""
    areas: bool = True

    @property
    def cls(self):
        """The model's class."""
        return apps.get_model(self.model)

    def visible_to(self, member):
        """The records the member may see."""
        rows = self.cls.objects.all()
        return rows.visible_to(member) if hasattr(rows, "visible_to") else rows

    def ensure(self, by, obj) -> None:
        """Raise Refused unless `by` may change `obj`."""
        import_string(self.guard)(by, obj)

    def may_change(self, by, obj) -> bool:
        """Whether `by` may change `obj`, for pages."""
        try:
            self.ensure(by, obj)
        except Refused:
            return False
        return True

    def steps_now(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The steps of the firm's records, by practice area or by state."""
        return import_string(self.steps)() if self.steps else []


HOSTS: dict[str, Host] = {
    "matter": Host(
        "matter",
        "Matter",
        "Matters",
        "matters.Matter",
        "matters.fields.ensure_matter",
        "matter.view",
        "matters.fields.matter_steps",
    ),
    "contact": Host(
        "contact",
        "Contact",
        "Contacts",
        "matters.Contact",
        "matters.fields.ensure_contact",
        "contact.view",
        areas=False,
    ),
    "lead": Host(
        "lead",
        "Lead",
        "Leads",
        "intake.Lead",
        "intake.fields.ensure_lead",
        "lead.screen",
        "intake.fields.lead_steps",
    ),
    "task": Host(
        "task",
        "Task",
        "Tasks",
        "work.Task",
        "work.fields.ensure_task",
        "matter.view",
        "work.fields.task_steps",
    ),
}
BY_MODEL = {host.model.lower(): host for host in HOSTS.values()}


def host_of(obj: Any) -> Host:
    """The host of a record."""
    return BY_MODEL[obj._meta.label_lower]


def area_of(obj: Any) -> int | None:
    """The practice area of a record: its own, or its matter's."""
    area = getattr(obj, "practice_area_id", None)
    if area is None and getattr(obj, "matter_id", None):
        return obj.matter.practice_area_id
    return area


def matter_of(obj: Any) -> Any:
    """The matter a record is or hangs on: where its files are kept. None for a contact, and for a lead before it is one."""
    if obj._meta.label_lower == "matters.matter":
        return obj
    return obj.matter if getattr(obj, "matter_id", None) else None
