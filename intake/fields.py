"""What custom fields must know of leads: who may change one, and the states that may ask for a field."""

from accounts.models import Member
from accounts.permissions import Perm, ensure
from intake.models import Lead


def ensure_lead(by: Member, lead: Lead) -> None:
    """Raise Refused unless the member works with leads."""
    ensure(by, Perm.LEAD_SCREEN)


def lead_steps() -> list[tuple[str, list[tuple[str, str]]]]:
    """The states of a lead: where a field may be asked for."""
    return [("State", [(str(value), str(label)) for value, label in Lead.State.choices])]
