"""Reads about approvals: the inbox, the newest round, what changed since the last one."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Absence, Member
from supervision.kinds import content_of, hash_of, kind
from supervision.models import Approval


def newest(key: str, obj) -> Approval | None:
    """The newest round about an object; None before the first."""
    return Approval.objects.of(key, obj.pk).first()


def newest_approved(key: str, obj, *, lock: bool = False) -> Approval | None:
    """The newest round about an object that was approved and not voided, whatever the object is by now."""
    rows = Approval.objects.of(key, obj.pk).filter(state=Approval.State.APPROVED)
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.first()


def approved(key: str, obj) -> Approval | None:
    """The approval that stands for exactly what the object is now; None when there is none.

    The proof of the content is its hash: an object that was edited behind the services' back has no approval either.
    """
    found = newest_approved(key, obj)
    if found is None:
        return None
    now = hash_of(content_of(kind(key), obj, found.arguments), found.arguments)
    return found if found.content_hash == now else None


def is_approved(key: str, obj) -> bool:
    """Whether an approval stands for exactly what the object is now."""
    return approved(key, obj) is not None


def absences_covered_by(member: Member, on: datetime.date | None = None) -> QuerySet[Absence]:
    """The absences on the date `on` (today) during which this member decides for whoever is away."""
    on = on or timezone.localdate()
    return Absence.objects.filter(starts_on__lte=on, ends_on__gte=on).filter(
        Q(substitute=member) | Q(substitute=None, member__substitute=member)
    )


def standing_in_for(member: Member, on: datetime.date | None = None) -> list[int]:
    """Ids of the members who are away on the date `on` (today) and for whom this member decides."""
    return list(absences_covered_by(member, on).values_list("member_id", flat=True))


def substitute_today(member: Member) -> Member | None:
    """Who decides for `member` today because they are away; None while they are here, or when nobody was named."""
    today = timezone.localdate()
    away = (
        Absence.objects.filter(member=member, starts_on__lte=today, ends_on__gte=today)
        .select_related("substitute__role", "member__substitute__role")
        .order_by("-id")
        .first()
    )
    return None if away is None else away.substitute or away.member.substitute


def inbox_of(member: Member) -> QuerySet[Approval]:
    """What waits for this member's decision: sent to them, or to somebody away whose substitute they are.

    Urgent first, then by due date and age.
    """
    away = absences_covered_by(member).order_by().values("member_id")
    return (
        Approval.objects.waiting()
        .filter(Q(assigned_to=member) | Q(assigned_to__in=away))
        .select_related("matter", "submitted_by", "prepared_by", "assigned_to", "escalated_from")
        .order_by("-urgent", "due_on", "submitted_at", "id")
    )


def previous_round(approval: Approval) -> Approval | None:
    """The round before this one, with what was read then."""
    return Approval.objects.of(approval.kind, approval.object_id).filter(round__lt=approval.round).first()


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was: `what` in words, the text before ("" when it is new) and after ("" when gone)."""

    section: str
    what: str
    before: str
    after: str


def compare(before: dict, after: dict) -> list[Difference]:
    """What differs between two contents, as Kind.snapshot gives them: fields first, then rows by section."""
    found = _pairs("", before.get("fields", {}), after.get("fields", {}))
    old, new = before.get("rows", {}), after.get("rows", {})
    for section in dict.fromkeys([*old, *new]):
        found += _pairs(section, old.get(section, {}), new.get(section, {}))
    return found


def _pairs(section: str, before: dict, after: dict) -> list[Difference]:
    names = dict.fromkeys([*before, *after])
    return [
        Difference(section, name, _text(before.get(name)), _text(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(v) for v in value)
    return str(value)
