"""What goes with a lead into its matter beside people and files: fields, notes, answers, tasks."""

from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from communications.models import Note
from custom_fields.services import carry_over
from intake.models import Lead
from matters.models import Contact, Matter
from practice import audit
from work.models import Task
from work.services import create_task


def carry_values(lead: Lead, matter: Matter, client: Contact) -> None:
    """Custom fields of the lead, into the fields of the same key of its matter and its client."""
    carry_over(lead, matter, by=None)
    carry_over(lead, client, by=None)


def carry_notes(lead: Lead, matter: Matter, *, by: Member) -> None:
    """Notes of the lead become notes of the matter, by whom and when they were written; the answers are one of them."""
    made = []
    for note in lead.notes.select_related("by").order_by("created_at"):
        said = "" if note.kind == note.Kind.NOTE else f"{note.get_kind_display()}: "
        made.append(_note(matter, f"{said}{note.text}", note.by or by, note.created_at))
    answers = answers_of(lead)
    if answers:
        made.append(
            _note(
                matter, f"What was answered before it was a matter\n\n{answers}", by, timezone.now(), pin=True
            )
        )
    Note.objects.bulk_create(made)
    # What was written on the lead itself stands behind the walls of its matter.
    Note.objects.filter(about_kind=Note.About.LEAD, about_id=lead.pk).update(matter=matter)
    if made:
        audit.record(by, "lead.notes_carried", lead, changes={"notes": [None, len(made)]}, matter=matter)


def _note(matter: Matter, body: str, by: Member, at, *, pin: bool = False) -> Note:
    return Note(
        about_kind=Note.About.MATTER,
        about_id=matter.pk,
        matter=matter,
        body=body[:20_000],
        written_by=by,
        written_at=at,
        pinned_at=at if pin else None,
        pinned_by=by if pin else None,
    )


def carry_tasks(lead: Lead, matter: Matter, *, by: Member) -> None:
    """Tasks about the lead become tasks of the matter; what was to be done next becomes one."""
    Task.objects.filter(about_kind="lead", about_id=lead.pk, matter=None).update(matter=matter)
    if lead.next_action and by.can(Perm.TASK_CREATE):
        create_task(
            by=by,
            title=lead.next_action,
            matter=matter,
            due_on=lead.next_action_on,
            about_kind="lead",
            about_id=lead.pk,
        )


def answers_of(lead: Lead) -> str:
    """What was answered by phone and in forms, as text: a question and its answer a paragraph."""
    parts = [f"{a.asked}\n{a.answer}" for a in lead.script_answers.exclude(answer="").order_by("id")]
    for submission in lead.submissions.all():
        for row in submission.answers:
            value = row.get("value")
            said = ", ".join(value) if isinstance(value, list) else str(value or "")
            if said:
                parts.append(f"{row.get('label', '')}\n{said}")
    return "\n\n".join(parts)
