"""What goes with a lead into its matter beside people and files: fields, notes, answers, tasks."""

from accounts.models import Member
from custom_fields.services import carry_over
from intake.models import Lead
from matters.models import Matter


def carry_values(lead: Lead, matter: Matter, *, by: Member) -> None:
    """Custom fields of the lead, into the matter's and the client's fields of the same key and type."""
    carry_over(lead, matter, by=by)
    carry_over(lead, matter.client, by=by)


def carry_notes(lead: Lead, matter: Matter, *, by: Member) -> None:
    """Notes of the lead, and what was answered by phone and in forms, as notes of the matter."""


def carry_tasks(lead: Lead, matter: Matter, *, by: Member) -> None:
    """Tasks about the lead become tasks of the matter; what was to be done next becomes one."""


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
