"""How a lead stands with its conflict check."""

from intake.models import Lead


def conflict_block(lead: Lead) -> str:
    """Why the lead cannot be accepted yet, a sentence; "" when nothing stands in the way."""
    return ""


def conflict_words(lead: Lead) -> str:
    """The state of the check in words, for the decision."""
    return "Not run"
