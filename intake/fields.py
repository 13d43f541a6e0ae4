"""What custom fields must know of leads: who may change one, and the steps that may ask for a field."""

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from intake.models import Lead


def ensure_lead(by: Member, lead: Lead) -> None:
    """Raise Refused unless the member works with leads."""
    ensure(by, Perm.LEAD_SCREEN)


def lead_steps() -> list[tuple[str, list[tuple[str, str]]]]:
    """The steps of a lead that people take: where a field may be asked for."""
    asked = (*Lead.BY_HAND[1:], Lead.State.DECISION)
    return [("State", [(str(value), str(label)) for value, label in Lead.State.choices if value in asked])]
