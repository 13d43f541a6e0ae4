"""Reads about delegations: what is lent to whom, whose calendar somebody keeps."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import BarLicence, Delegation, Member, Support
from accounts.permissions import Level, Perm, act_of
from practice.facts import Fact, list_of
from practice.strips import Strip


def delegations(member: Member) -> QuerySet[Delegation]:
    """What the member may read of the firm's delegations, with the people and matters in them."""
    rows = Delegation.objects.visible_to(member)
    return rows.select_related("principal__role", "to__role", "matter", "created_by", "revoked_by")


def delegation_state(delegation: Delegation, on: datetime.date | None = None) -> str:
    """revoked, ended, coming, idle (the attorney's licence is not current), ending (within three days) or live."""
    on = on or timezone.localdate()
    if delegation.revoked_at is not None:
        return "revoked"
    if delegation.until < on:
        return "ended"
    if delegation.starts_on > on:
        return "coming"
    if not delegation.is_live(on):
        return "idle"
    return "ending" if (delegation.until - on).days <= 3 else "live"


def powers_in_words(delegation: Delegation) -> str:
    """ "Verify a deadline, Enter a deadline"; the note for work that lends no power."""
    known = set(Perm)
    return ", ".join(Perm(name).label for name in delegation.powers if name in known) or delegation.note


def delegations_on(matter, on: datetime.date | None = None) -> list[Delegation]:
    """Delegations that lend something on `matter` on the date `on` (today). Two queries."""
    rows = Delegation.objects.standing(on or timezone.localdate()).filter(
        Q(matter=matter) | Q(matter=None, principal__in=[matter.responsible_id, matter.supervising_id])
    )
    rows = rows.select_related("principal__role", "to__role").prefetch_related("principal__licences")
    return list(rows.order_by("to__name", "id"))


def live(rows: QuerySet[Delegation], on: datetime.date) -> QuerySet[Delegation]:
    """`rows` as far as they lend something on the date `on`: Delegation.is_live, said to the database."""
    current = BarLicence.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=on),
        Q(verified_by__isnull=False) | Q(self_declared=True),
        member=OuterRef("principal"),
        status=BarLicence.Status.ACTIVE,
    )
    here = Q(principal__expires_on=None) | Q(principal__expires_on__gte=on)
    return rows.standing(on).filter(
        here, Exists(current), principal__is_active=True, principal__role__template="attorney"
    )


def delegation_strip(member: Member) -> Fact:
    """The line above each page of somebody to whom a power is lent: "Until Dec 4 you may verify a deadline for …"."""

    def held():
        rows = live(Delegation.objects.filter(to=member).exclude(powers=[]), timezone.localdate())
        return list_of(rows.order_by("until", "id"), powers="powers", name="principal__name", until="until")

    return Fact(held, _strip)


def _strip(held: list[dict]) -> Strip | None:
    known = set(Perm)
    acts = [act_of(Perm(name)) for one in held for name in one["powers"] if name in known]
    if not acts:
        return None
    first = datetime.date.fromisoformat(held[0]["until"])
    until = f"{first:%b} {first.day}"
    url = "/delegations/?side=held"
    if len(held) > 1:
        text = f"{len(held)} delegations are in force for you; the first ends on {until}."
        return Strip(text, url, "See them", "info", "user-share")
    more = " and more" if len(acts) > 1 else ""
    text = f"Until {until} you may {acts[0]}{more} for {held[0]['name']}."
    return Strip(text, url, "See it", "info", "user-share")


def manages_calendar_of(member: Member, attorney: Member, *, matter=None) -> bool:
    """Whether the member keeps the attorney's calendar: their own, whose desk they keep (Support, or the supervisor), or
    where the attorney has lent it, on `matter` where one is given.

    Only as far as the role has calendar.manage_for_others at all. At most one query beside the member's own powers.
    """
    if member.pk == attorney.pk:
        return member.can(Perm.CALENDAR_OWN)
    level = member.powers.level(Perm.CALENDAR_MANAGE_FOR_OTHERS)
    if level is Level.YES:
        return True
    if level is not Level.DELEGATED:
        return False
    if member.supervisor_id == attorney.pk:
        return True
    for held in member.powers.lent(Perm.CALENDAR_MANAGE_FOR_OTHERS):
        whole = held.matter_id is None or (matter is not None and held.matter_id == matter.pk)
        if held.principal_id == attorney.pk and whole:
            return True
    return Support.objects.filter(member=member, attorney=attorney).exists()


def supports_of(attorney: Member) -> list[Support]:
    """Who keeps the attorney's desk, by name."""
    return list(
        Support.objects.filter(attorney=attorney).select_related("member__role").order_by("member__name")
    )
