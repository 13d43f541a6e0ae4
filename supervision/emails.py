"""The mails about approvals: what they say, and sending them."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Member
from practice import mail
from supervision.kinds import KINDS, kind
from supervision.models import Approval
from supervision.queries.inbox import is_late

# What happened → template. The reader is the second word's object: whoever now decides, or whoever sent it.
TEMPLATES = {
    "urgent": "approval_urgent",
    "in_place": "approval_in_place",
    "escalated": "approval_escalated",
    "escalated_from": "approval_escalated_from",
    "returned": "approval_returned",
    "fell_away": "approval_fell_away",
}


def label_of(approval: Approval) -> str:
    """The kind in words, for a sentence: "bill"."""
    return kind(approval.kind).label.lower() if approval.kind in KINDS else approval.kind


def about(what: str, approval: Approval, to: Member) -> None:
    """Send one of TEMPLATES to `to`. The fixed Message-ID makes a second delivery recognisable."""
    context = {
        "approval": approval,
        "label": label_of(approval),
        "to": to,
        "firm": approval.firm,
        "link": f"{settings.BASE_URL}{reverse('approval_detail', args=[approval.pk])}",
        "base_url": settings.BASE_URL,
    }
    name = f"approval-{approval.firm_id}-{approval.pk}-{what}-{to.pk}-{int(approval.assigned_at.timestamp())}"
    mail.send(TEMPLATES[what], to.user.email, context, message_id=mail.message_id(name))


def digest(to: Member, approvals: list[Approval], day: str, today) -> None:
    """Send the reminder of what waits for `to`, the oldest first; `day` names it in the Message-ID."""
    context = {
        "to": to,
        "firm": to.firm,
        "rows": [(approval, label_of(approval), is_late(approval, today)) for approval in approvals],
        "link": f"{settings.BASE_URL}{reverse('approval_list')}",
        "base_url": settings.BASE_URL,
    }
    mail.send(
        "approval_reminder",
        to.user.email,
        context,
        message_id=mail.message_id(f"approvals-{to.firm_id}-{to.pk}-{day}"),
    )
