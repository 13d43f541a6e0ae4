"""Reads about bar licences: who holds a current one, what is wrong with the others, and what it locks."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.models.licences import in_full
from accounts.permissions import Perm
from practice.strips import Strip


def licensed_attorneys() -> list[Member]:
    """Active attorneys of the firm in scope with a current licence, by name."""
    members = Member.objects.active().filter(role__template="attorney")
    members = members.select_related("role").prefetch_related("licences").order_by("name")
    return [m for m in members if m.is_licensed]


def _worst_last(member: Member, today: date) -> list[BarLicence]:
    """The member's licences by how near they are to holding: not verified, expired, then suspended and the like."""
    active = BarLicence.Status.ACTIVE
    return sorted(
        member.licences.all(),
        key=lambda row: (2 if row.status != active else 1 if row.has_expired(today) else 0, row.jurisdiction),
    )


def licence_fault(member: Member, *, addressed: bool = False) -> str:
    """Why no licence of the attorney `member` is current, as a clause; "" when one is, and for other people.

    "Imogen Vance’s California licence expired on October 31, 2026"; `addressed` says "Your California licence …".
    """
    if member.role.template != "attorney" or member.is_licensed:
        return ""
    today = timezone.localdate()
    rows = _worst_last(member, today)
    if not rows:
        return (
            "No bar licence of yours is on record"
            if addressed
            else f"{member.name} has no bar licence on record"
        )
    whose = "Your" if addressed else f"{member.name}’s"
    clauses = [f"{row.jurisdiction} licence {row.fault(today)}" for row in rows]
    return f"{whose} {', and the '.join(clauses)}"


def licence_lock(member: Member) -> str:
    """Why the attorney's reserved powers are locked and what unlocks them, said to the attorney; "" when they are not.

    "Your California licence expired on October 31, 2026. Reserved acts are locked until another attorney verifies the
    renewal." In a firm with no other licensed attorney the holder declares it instead (roles.md, solo rule).
    """
    fault = licence_fault(member, addressed=True)
    if not fault:
        return ""
    today = timezone.localdate()
    rows = _worst_last(member, today)
    alone = not any(other.pk != member.pk for other in licensed_attorneys())
    if not rows:
        until = "you enter and declare one" if alone else "one is entered and another attorney verifies it"
    elif rows[0].status != BarLicence.Status.ACTIVE:
        until = "it is active again and " + (
            "you declare that" if alone else "another attorney verifies that"
        )
    elif rows[0].has_expired(today):
        until = "you enter and declare the renewal" if alone else "another attorney verifies the renewal"
    else:
        until = "you declare it" if alone else "another attorney verifies it"
    return f"{fault}. Reserved acts are locked until {until}."


def licence_strip(member: Member) -> Strip | None:
    """The line above each page of an attorney whose reserved powers are locked, or will be within a week.

    No query: the licences came with the member.
    """
    if member.role.template != "attorney":
        return None
    where = {"url": reverse("licence_list"), "label": "Bar licences", "icon": "license"}
    if fault := licence_fault(member, addressed=True):
        return Strip(f"{fault}. Reserved acts are locked.", **where)
    today = timezone.localdate()
    current = [row for row in member.licences.all() if row.is_current(today)]
    ends = [(row.expires_on, row.jurisdiction) for row in current if row.expires_on is not None]
    if not current or len(ends) < len(current):
        return None
    last, jurisdiction = max(ends)
    if (last - today).days > 7:
        return None
    return Strip(
        f"Your {jurisdiction} licence is valid until {in_full(last)}. After that day reserved acts are "
        "locked until the renewal is verified.",
        **where,
    )


def needs_renewal(licence: BarLicence, on: date, within: int = 60) -> bool:
    """Whether an active licence ends within `within` days after the date `on`, or has ended."""
    if licence.status != BarLicence.Status.ACTIVE or licence.expires_on is None:
        return False
    return (licence.expires_on - on).days <= within


def licence_state(licence: BarLicence, on: date) -> tuple[str, str]:
    """(words, tone) of the licence on the date `on` for a badge: what is wrong first, then how it is vouched for."""
    if licence.status != BarLicence.Status.ACTIVE:
        return licence.get_status_display(), "danger"
    if licence.has_expired(on):
        return "Expired", "danger"
    if not licence.is_vouched:
        return "To verify", "warn"
    if licence.expires_on is not None and needs_renewal(licence, on):
        days = (licence.expires_on - on).days
        return (f"{days} days left" if days > 1 else "1 day left" if days else "Last day"), "warn"
    return ("Current", "ok") if licence.verified_by_id else ("Self-declared", "accent")


def licences_to_watch(member: Member) -> list[BarLicence]:
    """Licences that want something: expiring within 60 days, lapsed, or not verified by another attorney. By last day.

    Those of the whole firm for who manages people or verifies licences; for others their own.
    """
    found = BarLicence.objects.filter(member__is_active=True).select_related("member", "member__role")
    if not member.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY) and not member.can(Perm.USER_MANAGE):
        found = found.filter(member=member)
    today = timezone.localdate()
    others = None
    rows = []
    for row in found.order_by("expires_on", "member__name"):
        if row.self_declared and others is None:
            others = {one.pk for one in licensed_attorneys()}
        # A sole attorney's own word stands; with a second attorney there it waits to be verified.
        declared = row.self_declared and bool((others or set()) - {row.member_id})
        if row.status == BarLicence.Status.ACTIVE and (
            needs_renewal(row, today) or not row.is_vouched or declared
        ):
            rows.append(row)
    return rows
