"""Noting what was made of something here."""

from django.db import models

from accounts.models import Member
from communications.models import Made
from communications.queries.made import MODELS, source_of
from practice import audit

KINDS = {"task": "a task", "time": "a time entry", "lead": "a lead", "contact": "a contact"}


def note_made(source: str, kind: str, made: models.Model, *, by: Member, label: str = "") -> Made | None:
    """Note that `made` (a task, time, lead, contact) came of `source`, "slip:12" as a create form was asked with `?from=`.

    Forms of other apps call it after they have saved, in the same transaction; a source that the member does not see, or
    that is none, is passed over. Twice the same is noted once.
    """
    found = source_of(source, by)
    if found is None or kind not in KINDS:
        return None
    name = next(name for name, model in MODELS.items() if isinstance(found, model))
    row, new = Made.objects.get_or_create(
        source=name,
        source_id=found.pk,
        kind=kind,
        object_id=made.pk,
        defaults={
            "label": (label or str(made))[:200],
            "url": made.get_absolute_url() if hasattr(made, "get_absolute_url") else "",
            "matter": getattr(made, "matter", None) or getattr(found, "matter", None),
            "made_by": by,
        },
    )
    if kind == "contact" and getattr(found, "contact_id", found) is None:
        type(found).objects.filter(pk=found.pk).update(contact=made)
    if new:
        audit.record(by, f"{name}.made", found, changes={"made": [None, KINDS[kind]]})
    return row
