"""What leads bring to the home page: who waits for an answer, and today's consultations."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from intake.models import Lead
from practice.dashboard import Card

SHOWN = 6


def leads(member: Member) -> Card | None:
    """New leads that nobody has answered, latest due first of all; then the member's own whose next action is due."""
    if not member.can(Perm.LEAD_SCREEN):
        return None
    rows = Lead.objects.visible_to(member)
    today = timezone.localdate()
    fresh = list(
        rows.unanswered()
        .select_related("source", "practice_area")
        .order_by("answer_due_at", "id")[: SHOWN + 1]
    )
    due = (
        rows.open()
        .filter(owner=member, next_action_on__lte=today)
        .exclude(pk__in=[lead.pk for lead in fresh])
    )
    mine = list(due.select_related("source", "practice_area").order_by("next_action_on", "id")[:SHOWN])
    if not fresh and not mine:
        return None
    late = sum(1 for lead in fresh if lead.answer_due_at and lead.answer_due_at < timezone.now())
    count = f"{len(fresh)}{f', {late} late' if late else ''}" if fresh else ""
    return Card(
        "leads",
        "Leads to answer" if fresh else "Leads: next actions",
        "intake/card_leads.html",
        {"fresh": fresh[:SHOWN], "mine": mine},
        count=count,
        url=reverse("lead_list"),
        link="All leads",
    )


def consultations(member: Member) -> Card | None:
    """First talks of today and tomorrow: the member's own, and for the front desk everybody's to confirm."""
    if not member.can(Perm.LEAD_SCREEN):
        return None
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Lead.objects.visible_to(member).filter(
        consultation_at__gte=start, consultation_at__lt=start + datetime.timedelta(days=2)
    )
    rows = rows.exclude(state__in=("declined", "referred", "lost"))
    if member.role.template not in ("legal_assistant", "legal_secretary"):
        rows = rows.filter(Q(consultation_with=member))
    found = list(rows.select_related("consultation_with").order_by("consultation_at")[:SHOWN])
    if not found:
        return None
    return Card(
        "appointments",
        "Consultations",
        "intake/card_consultations.html",
        {"leads": found, "today": start.date(), "member": member},
        rail=True,
    )
