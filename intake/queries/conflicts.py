"""How a lead stands with its conflict check."""

from collections.abc import Iterable

from conflicts.models import Check
from conflicts.queries import standing
from intake.models import Lead
from matters.queries.points import acceptance_blocks


def standing_of(lead: Lead) -> standing.Standing:
    """The newest check of the lead, or of the matter it became, in words."""
    return standing.of_lead(lead.pk, lead.matter_id)


def checks_of(leads: Iterable[Lead]) -> dict[int, Check]:
    """{lead id: its newest check}. One query; checks of the matters that leads became are not looked at."""
    ids = [lead.pk for lead in leads]
    rows = Check.objects.filter(about_kind=Check.About.LEAD, about_id__in=ids)
    return {check.about_id: check for check in rows.order_by("about_id", "-id").distinct("about_id")}


def conflict_block(lead: Lead) -> str:
    """Why the lead cannot be accepted yet, a sentence; "" when nothing stands in the way."""
    return " ".join(acceptance_blocks(lead.matter)) if lead.matter is not None else ""


def conflict_words(lead: Lead) -> str:
    """The state of the check in words, for the decision."""
    found = standing_of(lead)
    return f"{found.text}, {found.check.number}" if found.check is not None else found.text
