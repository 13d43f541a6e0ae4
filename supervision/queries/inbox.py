"""Reads of the inbox: what waits for a member, what they sent, what was decided."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from practice.clock import reading
from practice.nav import Badge
from practice.templatetags.ui import day
from supervision.kinds import KINDS, Kind, kind
from supervision.models import Approval
from supervision.queries.approvals import absences_covered_by, inbox_of

PEOPLE = ("matter", "submitted_by", "prepared_by", "assigned_to", "decided_by", "escalated_from")
# A return stays on the sender's page until it is sent again, but no longer than this.
RETURNS_SHOWN = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One line of the list. A round of a kind that no longer exists is still shown."""

    approval: Approval
    icon: str
    label: str
    batch: bool
    own_page: bool
    late: bool  # past its due date, or its decider did not decide in time


@dataclass(frozen=True)
class Group:
    """Rows under a heading; the member's own have none."""

    title: str
    rows: list[Row]

    @property
    def batch(self) -> int:
        """How many of them may be approved without being opened."""
        return sum(row.batch for row in self.rows)


def readable(member: Member) -> QuerySet[Approval]:
    """The rounds the member may read: their own, those they decide, and those of somebody they stand in for."""
    mine = Approval.objects.visible_to(member).order_by().values("pk")
    away = absences_covered_by(member).order_by().values("member_id")
    rows = Approval.objects.filter(Q(pk__in=mine) | Q(assigned_to__in=away))
    return rows.select_related(*PEOPLE)


def sent_by(member: Member) -> QuerySet[Approval]:
    """What the member sent or prepared, the newest first."""
    rows = Approval.objects.filter(Q(submitted_by=member) | Q(prepared_by=member))
    return rows.select_related(*PEOPLE).order_by("-id")


def decided_by(member: Member) -> QuerySet[Approval]:
    """What the member approved or returned, the newest decision first."""
    return Approval.objects.filter(decided_by=member).select_related(*PEOPLE).order_by("-decided_at", "-id")


def returned_to(member: Member) -> QuerySet[Approval]:
    """What came back to the member with a note and was not sent again since, the newest first."""
    since = reading() - RETURNS_SHOWN
    later = Approval.objects.filter(
        kind=OuterRef("kind"), object_id=OuterRef("object_id"), round__gt=OuterRef("round")
    )
    return (
        sent_by(member)
        .filter(state=Approval.State.RETURNED, decided_at__gte=since)
        .exclude(Exists(later))
        .order_by("-decided_at", "-id")
    )


def waiting_for_others(member: Member) -> QuerySet[Approval]:
    """What the member sent and others have not decided yet, the oldest first."""
    return sent_by(member).filter(state=Approval.State.WAITING).order_by("submitted_at", "id")


def known_kind(key: str) -> Kind | None:
    """The kind, or None for one that this installation no longer has."""
    return kind(key) if key in KINDS else None


def row_of(approval: Approval, today: datetime.date) -> Row:
    """The line of one round on the date `today`. No query."""
    of = known_kind(approval.kind)
    waits = approval.is_waiting
    return Row(
        approval=approval,
        icon=of.icon if of else "checkup-list",
        label=of.label if of else approval.kind.capitalize(),
        batch=bool(of and of.batch and waits),
        own_page=bool(of and of.own_page),
        late=waits and is_late(approval, today),
    )


def is_late(approval: Approval, today: datetime.date) -> bool:
    """Whether a waiting round is past its due date, or was passed on because nobody decided it."""
    return approval.escalated_from_id is not None or (approval.due_on is not None and approval.due_on < today)


def grouped_inbox(member: Member, limit: int) -> list[Group]:
    """What waits for the member: their own, then what they decide in place of each person who is away."""
    today = timezone.localdate()
    away = {row.member_id: row for row in absences_covered_by(member, today).select_related("member")}
    own: list[Row] = []
    others: dict[int, list[Row]] = {}
    for approval in inbox_of(member)[:limit]:
        whose = next((pk for pk in (approval.escalated_from_id, approval.assigned_to_id) if pk in away), None)
        (own if whose is None else others.setdefault(whose, [])).append(row_of(approval, today))
    groups = [Group("", own)] if own else []
    for pk, rows in others.items():
        absence = away[pk]
        groups.append(Group(f"In place of {absence.member.name}, away until {day(absence.ends_on)}", rows))
    return groups


def inbox_badge(member: Member) -> Badge:
    """For the sidebar: how much waits for this member, since when, and whether any of it is late."""
    late = Q(escalated_from__isnull=False) | Q(due_on__lt=timezone.localdate())
    return Badge(inbox_of(member), since="submitted_at", hot=late)
