"""Mails about matters."""

from django.conf import settings
from django.urls import reverse

from matters.models import GuestEngagement, Matter, SelfCheck, Wall
from matters.queries.budget import Use
from practice import mail


def wall_notice(wall: Wall) -> None:
    """The notice of an ethical wall to the screened person: which matter, since when, what not to do."""
    mail.send(
        "wall_notice",
        wall.member.user.email,
        {
            "wall": wall,
            "matter": wall.matter,
            "member": wall.member,
            "firm": wall.firm,
            "by": wall.created_by,
        },
        message_id=f"<wall-{wall.firm_id}-{wall.pk}@bailiwick>",
    )


def budget_reached(matter: Matter, use: Use, mark: int) -> None:
    """A matter's budget has reached a mark. One mail a mark and budget, also when the job runs twice."""
    mail.send(
        "budget_reached",
        matter.responsible.user.email,
        {
            "matter": matter,
            "use": use,
            "mark": mark,
            "member": matter.responsible,
            "firm": matter.firm,
            "url": f"{settings.BASE_URL}{reverse('matter_budget', args=[matter.pk])}",
        },
        message_id=f"<budget-{matter.firm_id}-{matter.pk}-{mark}-{use.budget:f}@bailiwick>",
    )


def guest_engaged(engagement: GuestEngagement) -> None:
    """What a guest is engaged for. It names no client: they have not checked for conflicts yet."""
    mail.send(
        "guest_engaged",
        engagement.member.user.email,
        {
            "engagement": engagement,
            "member": engagement.member,
            "firm": engagement.firm,
            "by": engagement.created_by,
            "url": f"{settings.BASE_URL}/",
        },
        message_id=f"<guest-{engagement.firm_id}-{engagement.pk}@bailiwick>",
    )


def possible_conflict(check: SelfCheck) -> None:
    """A guest named a possible conflict: the attorney who engaged them decides."""
    mail.send(
        "guest_possible_conflict",
        check.engagement.created_by.user.email,
        {
            "check": check,
            "guest": check.member,
            "firm": check.firm,
            "url": f"{settings.BASE_URL}{reverse('matter_access', args=[check.matter_id])}",
        },
        message_id=f"<selfcheck-{check.firm_id}-{check.pk}@bailiwick>",
    )
