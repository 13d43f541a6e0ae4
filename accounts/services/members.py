"""Writes about members: role, title, supervisor, access."""

import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts.models import PARTNER_POWERS, Member, Role, User
from accounts.permissions import FIRM_POWERS, Perm
from accounts.queries import ensure, firms_of
from accounts.services.titles import checked_name, checked_title
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from practice.scope import firm_scope
from practice.zones import zone_names


def initials_of(name: str) -> str:
    """First letters of the first and the last word, for avatars."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0].upper() for word in words[:1] + words[1:][-1:])[:4]


def may_give(by: Member, role: Role) -> bool:
    """Whether `by` may put people into `role` or take them out: it grants no power over the firm that `by` lacks."""
    return all(by.can(perm) for perm in FIRM_POWERS if role.granted.get(perm) == "yes")


def ensure_may_give(by: Member, role: Role) -> None:
    """Raise Refused unless `may_give`."""
    if not may_give(by, role):
        raise Refused(f"The role {role.name} manages more of the firm than yours does. Ask a partner.")


def may_make_partner(by: Member) -> bool:
    """Whether `by` may set or lift the partner flag: a partner, or anyone who manages people while there is none."""
    if all(by.can(perm) for perm in PARTNER_POWERS):
        return True
    return not Member.objects.active().filter(is_partner=True).exists()


@transaction.atomic
def change_member(
    member: Member,
    *,
    by: Member,
    name: str,
    role: Role,
    title: str,
    supervisor: Member | None,
    is_partner: bool,
    expires_on: datetime.date | None,
    daily_target_seconds: int | None = None,
    **place,
) -> Member:
    """Change a member's seat. Nobody changes their own role, partner flag or last day.

    `place`: `office` (an Office or None) and `time_zone` (IANA, "" for the office's), where they are to change.
    """
    if unknown := set(place) - {"office", "time_zone"}:
        raise TypeError(f"change_member has no {sorted(unknown)}")
    if place.get("time_zone"):
        check_time_zone(place["time_zone"])
    ensure(by, Perm.USER_MANAGE)
    _lock_firm(by)
    member = Member.objects.select_for_update(of=("self",)).select_related("role").get(pk=member.pk)
    own = member.pk == by.pk
    if own and (
        role.pk != member.role_id or is_partner != member.is_partner or expires_on != member.expires_on
    ):
        raise Refused("Nobody changes their own role, partner flag or last day. Ask another administrator.")
    if role.pk != member.role_id:
        ensure_may_give(by, member.role)
        ensure_may_give(by, role)
    if is_partner != member.is_partner:
        if role.template != "attorney" and is_partner:
            raise DomainError("Only an attorney is a partner (Model Rule 5.4).", field="is_partner")
        if not may_make_partner(by):
            raise Refused("Only a partner makes or unmakes partners.")
    check_supervisor(supervisor, member)
    since = factor_since(role, member)
    values: dict = {
        "name": checked_name(name, role),
        "role": role,
        "title": checked_title(title, role, member=member),
        "supervisor": supervisor,
        "is_partner": is_partner,
        "expires_on": expires_on,
        **place,
    }
    if daily_target_seconds is not None:
        values["daily_target_seconds"] = daily_target_seconds
    changes = audit.apply(member, **values)
    if not changes:
        return member
    member.initials, member.mfa_since = initials_of(member.name), since
    member.save(update_fields=[*changes, "initials", "mfa_since"])
    audit.record(by, "member.changed", member, changes=changes)
    keep_a_manager()
    if "role" in changes or "is_partner" in changes:
        end_sessions(member)
    return member


def factor_since(role: Role, member: Member | None = None) -> datetime.datetime | None:
    """From when a second factor is required of somebody who comes into `role` (`member`: in the role they come from).

    From one role that requires it to another the clock runs on.
    """
    if not role.mfa_required:
        return None
    kept = member.mfa_since if member is not None and member.role.mfa_required else None
    return kept or timezone.now()


def check_supervisor(supervisor: Member | None, member: Member | None = None) -> None:
    """Raise DomainError for a supervisor who is the member, is no attorney, or is supervised by the member."""
    if supervisor is None:
        return
    if member is not None and supervisor.pk == member.pk:
        raise DomainError("Nobody supervises themselves.", field="supervisor")
    if supervisor.role.template != "attorney":
        raise DomainError("Choose an attorney (Model Rule 5.3).", field="supervisor")
    above: Member | None = supervisor
    seen = set()
    while member is not None and above is not None and above.supervisor_id and above.pk not in seen:
        seen.add(above.pk)
        if above.supervisor_id == member.pk:
            raise DomainError(f"{member.name} supervises {supervisor.name}.", field="supervisor")
        above = above.supervisor


@transaction.atomic
def deactivate_member(member: Member, *, by: Member, reason: str = "") -> Member:
    """Take away access at once, sessions included. Work and history stay. Never the last who can manage people."""
    ensure(by, Perm.USER_MANAGE)
    _lock_firm(by)
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.pk == by.pk:
        raise Refused("Nobody takes away their own access. Ask another administrator.")
    if not member.is_active:
        raise DomainError(f"{member.name} has no access now.")
    member.is_active = False
    member.save(update_fields=["is_active"])
    audit.record(by, "member.deactivated", member, changes={"is_active": [True, False]}, reason=reason)
    keep_a_manager()
    end_sessions(member)
    return member


@transaction.atomic
def activate_member(member: Member, *, by: Member) -> Member:
    """Give access back."""
    ensure(by, Perm.USER_MANAGE)
    member = Member.objects.select_for_update(of=("self",)).select_related("role").get(pk=member.pk)
    if member.is_active:
        raise DomainError(f"{member.name} has access already.")
    ensure_may_give(by, member.role)
    member.is_active = True
    member.save(update_fields=["is_active"])
    audit.record(by, "member.activated", member, changes={"is_active": [False, True]})
    return member


def keep_a_manager() -> None:
    """Raise DomainError when no active member without a last day could manage people any more."""
    members = (
        Member.objects.active().filter(expires_on=None).select_related("role").prefetch_related("licences")
    )
    if not any(member.can(Perm.USER_MANAGE) for member in members):
        raise DomainError("Somebody must be able to manage people. Give that power to another person first.")


def end_sessions(member: Member) -> None:
    """End the person's sign-ins. In another firm they only sign in again."""
    end_user_sessions(member.user_id)


def end_user_sessions(user_id: int) -> None:
    """End every sign-in of a person."""
    for session in UserSession.objects.filter(user_id=user_id):
        session.end()


def _lock_firm(by: Member) -> None:
    # Two administrators who deactivate each other must not both succeed.
    Firm.objects.select_for_update().get(pk=by.firm_id)


@transaction.atomic
def change_profile(user: User, *, name: str, theme: str, single_keys: bool) -> None:
    """Change one's own name and settings; the name in every firm one is in."""
    renamed = name != user.name
    user.name, user.theme, user.single_keys = name, theme, single_keys
    user.save(update_fields=["name", "theme", "single_keys"])
    for door in firms_of(user) if renamed else []:
        with firm_scope(door.firm, door.member_id):
            member = Member.objects.select_related("role").get(pk=door.member_id)
            name = checked_name(name, member.role)
            changes = audit.apply(member, name=name, initials=initials_of(name))
            member.save(update_fields=["name", "initials"])
            audit.record(member, "member.renamed", member, changes=changes)


@transaction.atomic
def change_own_zone(*, by: Member, time_zone: str) -> Member:
    """Say where one is: an IANA zone, or "" for the office's. Raises DomainError for no zone."""
    if time_zone:
        check_time_zone(time_zone)
    member = Member.objects.select_for_update(of=("self",)).get(pk=by.pk)
    changes = audit.apply(member, time_zone=time_zone)
    if changes:
        member.save(update_fields=["time_zone"])
        audit.record(by, "member.changed", member, changes=changes)
    by.time_zone = time_zone
    return member


def check_time_zone(name: str) -> None:
    """Raise DomainError unless `name` is a zone of the IANA database."""
    if name not in zone_names():
        raise DomainError("Choose a time zone from the list, such as America/New_York.", field="time_zone")


def record_security_change(user: User, what: str) -> None:
    """Put a change of the person's sign-in on the record of every firm they are in."""
    for door in firms_of(user):
        with firm_scope(door.firm, door.member_id):
            member = Member.objects.get(pk=door.member_id)
            audit.record(member, "sign_in.changed", member, reason=what)
