"""What approvals bring to the home page: what waits for me, what came back to me, what I wait for."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from practice.dashboard import Card
from supervision.models import Approval
from supervision.queries import inbox_of
from supervision.queries.inbox import returned_to, row_of, waiting_for_others

SHOWN = 6
TEMPLATE = "supervision/card.html"


def _card(name: str, title: str, found: QuerySet[Approval], *, always: bool = False, **more) -> Card | None:
    """A card of rounds: the first few, and how many there are. None without any, unless it is shown `always`."""
    rows = list(found[: SHOWN + 1])
    if not rows and not always:
        return None
    count = found.count() if len(rows) > SHOWN else len(rows)
    today = timezone.localdate()
    data = {"rows": [row_of(row, today) for row in rows[:SHOWN]], "more": max(count - SHOWN, 0), "show": name}
    return Card(name, title, TEMPLATE, data, count=str(count) if count else "", **more)


def decide(member: Member) -> Card | None:
    """What waits for this member's decision, also in place of somebody away. Attorneys are told when it is nothing."""
    return _card(
        "decide",
        "Awaiting your decision",
        inbox_of(member),
        always=member.is_licensed,
        url=reverse("approval_list"),
        link="All",
        keys=True,
    )


def returned(member: Member) -> Card | None:
    """What an attorney gave back to this member with a note, until it is sent again."""
    url = f"{reverse('approval_list')}?tab=sent"
    return _card("returned", "Returned to you", returned_to(member), url=url, link="All you sent")


def waiting(member: Member) -> Card | None:
    """What this member sent and waits for."""
    url = f"{reverse('approval_list')}?tab=sent"
    return _card("waiting", "Waiting for others", waiting_for_others(member), url=url, link="All you sent")
