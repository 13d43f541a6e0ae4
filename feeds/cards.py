"""What feeds bring to the home page."""

from django.urls import reverse

from accounts.models import Member
from feeds.queries.questions import waiting
from practice.dashboard import Card

SHOWN = 5


def questions(member: Member) -> Card | None:
    """Dates that a program wanted to change, for the owner and who keeps their desk."""
    rows = list(waiting(member).select_related("owner", "matter").order_by("id")[: SHOWN + 1])
    if not rows:
        return None
    return Card(
        "date_questions",
        "Changed on a device",
        "feeds/card_questions.html",
        {"questions": rows[:SHOWN], "own": member.pk},
        count=f"{SHOWN}+" if len(rows) > SHOWN else str(len(rows)),
        url=reverse("change_question_list"),
        link="All questions",
    )
