"""What workflows bring to the home page."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from practice.dashboard import Card
from workflows.queries.automations import drafts_of

SHOWN = 5


def drafts(member: Member) -> Card | None:
    """E-mail that automations wrote and that waits for the member to read and send it; nothing when there is none."""
    if not member.can(Perm.MESSAGE_CLIENT_SEND):
        return None
    rows = list(drafts_of(member)[: SHOWN + 1])
    if not rows:
        return None
    more = len(rows) > SHOWN
    return Card(
        "drafts",
        "E-mail to send",
        "workflows/card_drafts.html",
        {"drafts": rows[:SHOWN]},
        count=f"{SHOWN if more else len(rows)}{'+' if more else ''}",
        url=reverse("maildraft_list"),
        link="All drafts",
    )
