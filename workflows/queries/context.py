"""The record that set an automation off, with what hangs together with it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch

from matters.models import Contact, Matter
from practice.models import AuditEvent
from workflows.models import Run
from workflows.queries.triggers import SUBJECTS

# What is joined when a record is read; pages and conditions look at these.
JOINED = {
    "matters.matter": ("client", "practice_area", "responsible", "supervising", "stage"),
    "intake.lead": ("contact", "practice_area", "source", "owner", "attorney", "matter"),
    "work.task": ("type", "assignee", "matter"),
    "calendar_app.deadline": ("owner", "matter"),
    "documents.document": ("matter",),
    "billing.invoice": ("client", "matter"),
    "billing.payment": ("client", "matter"),
    "billing.expense": ("member", "matter"),
    "communications.slip": ("contact", "for_member", "matter"),
    "communications.call": ("contact", "matter"),
    "supervision.approval": ("submitted_by", "assigned_to", "decided_by", "matter"),
}


@dataclass
class Context:
    """One occasion: the subject's word (as SUBJECTS), the record, its matter if it has one, and the event if there is one."""

    subject: str
    obj: Any
    matter: Matter | None = None
    event: AuditEvent | None = None

    @property
    def lead(self) -> Any:
        """The lead, when it is about one."""
        return self.obj if self.subject == "lead" else None

    @property
    def contact(self) -> Contact | None:
        """The person outside whom it is about: the client, the caller, the lead's contact."""
        if self.subject == "contact":
            return self.obj
        own = getattr(self.obj, "contact", None) or getattr(self.obj, "client", None)
        return own or (self.matter.client if self.matter is not None else None)

    @property
    def url(self) -> str:
        """The page of the record; "" when it has none."""
        try:
            return self.obj.get_absolute_url()
        except (AttributeError, NoReverseMatch):
            return ""


def subject_of(object_type: str) -> str:
    """The word of SUBJECTS for a kind of record as the audit trail names it."""
    return next((word for word, (label, _) in SUBJECTS.items() if label == object_type), "")


def load(object_type: str, object_id: int, *, event: AuditEvent | None = None) -> Context | None:
    """The record as whoever is in scope sees it now; None when it is gone or hidden. Two queries at most."""
    subject = subject_of(object_type)
    if not subject:
        return None
    model = apps.get_model(object_type)
    obj = model.objects.select_related(*JOINED.get(object_type, ())).filter(pk=object_id).first()
    if obj is None:
        return None
    if subject == "matter":
        return Context(subject, obj, obj, event)
    matter_id = getattr(obj, "matter_id", None)
    matter = None
    if matter_id:
        rows = Matter.objects.with_people().select_related("stage")
        matter = rows.filter(pk=matter_id).first()
        if matter is None:
            return None
    return Context(subject, obj, matter, event)


def context_of(run: Run) -> Context | None:
    """What a run is about, as whoever is in scope sees it now."""
    event = run.event
    return load(run.object_type, run.object_id, event=event)
