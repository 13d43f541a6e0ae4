"""Reads of the inbox: what waits for a member, what they sent, what was decided."""

from django.db.models import Q, QuerySet

from accounts.models import Member
from supervision.models import Approval
from supervision.queries.approvals import standing_in_for

PEOPLE = ("matter", "submitted_by", "prepared_by", "assigned_to", "decided_by", "escalated_from")


def readable(member: Member) -> QuerySet[Approval]:
    """The rounds the member may read: their own, those they decide, and those of somebody they stand in for."""
    mine = Approval.objects.visible_to(member).values("pk")
    away = standing_in_for(member)
    rows = Approval.objects.filter(Q(pk__in=mine) | Q(assigned_to__in=away))
    return rows.select_related(*PEOPLE)


def sent_by(member: Member) -> QuerySet[Approval]:
    """What the member sent or prepared, the newest first."""
    rows = Approval.objects.filter(Q(submitted_by=member) | Q(prepared_by=member))
    return rows.select_related(*PEOPLE).order_by("-id")


def decided_by(member: Member) -> QuerySet[Approval]:
    """What the member approved or returned, the newest decision first."""
    return Approval.objects.filter(decided_by=member).select_related(*PEOPLE).order_by("-decided_at", "-id")
