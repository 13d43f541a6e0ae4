"""What waits in a member's inbox of reminders."""

from accounts.models import Member
from practice.nav import Badge
from reminders.models import TO_ACKNOWLEDGE, Reminder


def badge(member: Member) -> Badge:
    """For the sidebar: the member's reminders to be seen. Red when one of them wants their acknowledgment."""
    return Badge(Reminder.objects.waiting_for(member), hot=TO_ACKNOWLEDGE)


def escalated_to(member: Member) -> list[Reminder]:
    """What came to the member because nobody acknowledged or verified it, the next to fall first; each thing once."""
    rows = (
        Reminder.objects.told()
        .filter(member=member, rung__startswith="e", closed_at=None)
        .select_related("matter")
        .order_by("occurs_at", "about_kind", "about_id", "-id")
    )
    found: dict[tuple, Reminder] = {}
    for row in rows[:60]:
        found.setdefault((row.about_kind, row.about_id, row.occurrence), row)
    return list(found.values())
