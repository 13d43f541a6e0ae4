"""What accounts bring to the home page."""

from accounts.models import Member
from accounts.services import notices
from practice.dashboard import Card


def security_notices(member: Member) -> Card | None:
    """What the member has to know about the firm's security, until they have seen it. One query."""
    found = notices.unseen(member)
    if not found:
        return None
    return Card(
        "security_notices",
        "Security",
        "accounts/card_notices.html",
        {"notices": found},
        count=str(len(found)),
    )
