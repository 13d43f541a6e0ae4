"""What waits of feeds behind the sidebar's entries."""

from accounts.models import Member
from feeds.queries.questions import waiting
from practice.nav import Badge


def open_questions(member: Member) -> Badge:
    """Dates that an outside calendar wants to change: the member's own, and of the attorneys whose desk they keep."""
    return Badge(waiting(member), since="created_at")
