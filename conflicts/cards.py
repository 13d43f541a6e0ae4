"""What conflict checks bring to Today."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from conflicts.models import Check
from practice.dashboard import Card

SHOWN = 6


def open_checks(member: Member) -> Card | None:
    """Checks that were opened again by a later name, for those who clear; and one's own that wait for judgement."""
    if not member.can(Perm.CONFLICT_RUN) or member.sees_named_matters_only:
        return None
    rows = Check.objects.visible_to(member).filter(state=Check.State.IN_REVIEW)
    rows = (
        rows.filter(reopened_at__isnull=False)
        if member.can(Perm.CONFLICT_CLEAR)
        else rows.filter(run_by=member)
    )
    found = list(rows.order_by("-reopened_at", "-id")[: SHOWN + 1])
    if not found:
        return None
    return Card(
        "conflicts",
        "Conflict checks",
        "conflicts/card.html",
        {"checks": found[:SHOWN]},
        count=f"{SHOWN}+" if len(found) > SHOWN else str(len(found)),
        url=reverse("conflict_list"),
        link="All checks",
    )
