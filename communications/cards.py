"""What this room brings to the home page."""

from django.urls import reverse

from accounts.models import Member
from communications.queries.desk import keeps_desk
from communications.queries.memos import to_read
from communications.queries.notes import unseen_mentions
from communications.queries.slips import waiting_for
from communications.queries.visitors import in_house
from practice.dashboard import Card

SHOWN = 6


def slips(member: Member) -> Card | None:
    """Messages that want an answer: the member's, and of those whose desk they keep or in whose place they stand."""
    rows = list(waiting_for(member)[: SHOWN + 1])
    if not rows:
        return None
    count = f"{SHOWN}+" if len(rows) > SHOWN else str(len(rows))
    return Card(
        "slips",
        "Messages",
        "communications/card_slips.html",
        {"slips": rows[:SHOWN]},
        count=count,
        url=f"{reverse('slip_list')}?whose=mine&open=yes",
        link="All messages",
        keys=True,
    )


def visitors(member: Member) -> Card | None:
    """Who is in the house, for those who keep the front desk; for others who waits for them is a line above the page."""
    if not keeps_desk(member) or member.role.template in ("attorney", "paralegal"):
        return None
    rows = in_house(member)
    if not rows:
        return None
    return Card(
        "visitors",
        "In the house",
        "communications/card_desk.html",
        {"visitors": rows[:SHOWN]},
        rail=True,
        count=str(len(rows)),
        url=reverse("desk"),
        link="Front desk",
    )


def reading(member: Member) -> Card | None:
    """Memos to read or to confirm, and notes that name the member."""
    memos, mentions = list(to_read(member)[:SHOWN]), list(unseen_mentions(member)[:SHOWN])
    if not memos and not mentions:
        return None
    return Card(
        "reading",
        "To read",
        "communications/card_read.html",
        {"memos": memos, "mentions": mentions},
        rail=True,
        count=str(len(memos) + len(mentions)),
        url=f"{reverse('memo_list')}?unread=yes",
        link="Memos",
    )
