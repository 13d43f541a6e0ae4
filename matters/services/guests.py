"""Writes about guests: the undertaking, engagements on named matters, the conflict self-check, and the end of access."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure, refusal
from accounts.services.delegations import delegate, revoke_delegation
from matters.models import GuestEngagement, Matter, SelfCheck, TeamMember, Undertaking
from matters.queries.access import is_on
from matters.queries.guests import engageable, hash_of, names_of, undertaking_text
from matters.services.team import check_not_walled
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.jobs import enqueue_after_commit
from practice.money import cents
from practice.scope import firm_scope

MOST_DOWNLOADS = 1000


@transaction.atomic
def sign_undertaking(*, by: Member, signed_name: str, read: str) -> Undertaking:
    """The guest signs, by typing their name, the words whose hash is `read`. Signing twice changes nothing."""
    if not by.sees_named_matters_only:
        raise Refused("Only guests sign this undertaking.")
    text = undertaking_text(by, by.firm)
    if read != hash_of(text):
        raise DomainError("The wording changed after you opened it. Read it again.")
    signed_name = " ".join(signed_name.split())
    if signed_name.casefold() != by.name.casefold():
        raise DomainError(f"Type your name as the firm has it: {by.name}.", field="signed_name")
    found, made = Undertaking.objects.get_or_create(
        member=by, text_hash=read, defaults={"text": text, "signed_name": signed_name}
    )
    if made:
        audit.record(by, "undertaking.signed", found, changes={"sha256": [None, read]})
    return found


@transaction.atomic
def engage_guest(
    matter: Matter,
    *,
    by: Member,
    member: Member,
    task: str,
    ends_on: datetime.date,
    starts_on: datetime.date | None = None,
    powers: Iterable[str] = (),
    cost_rate: Decimal | None = None,
    downloads_a_day: int = 30,
    unmarked_downloads: bool = False,
) -> GuestEngagement:
    """Engage a guest on a matter until `ends_on` with a bundle of `powers`. They enter once they have signed the
    undertaking and found no conflict among the matter's parties.

    Only an attorney on the matter, who then supervises the work (Model Rule 5.3). `cost_rate` is the price of an hour,
    `downloads_a_day` how many files they may take. Raises DomainError with the field.
    """
    ensure(by, Perm.SUPERVISION_DELEGATE)
    matter = Matter.objects.select_for_update(of=("self",)).with_people().get(pk=matter.pk)
    today = timezone.localdate()
    starts_on = starts_on or today
    task = " ".join(task.split())[:200]
    if not is_on(by, matter):
        who = [matter.responsible.name]
        raise Refused(f"An attorney on the matter engages guests for it. Ask {who[0]}.", who=who)
    if not member.sees_named_matters_only:
        raise DomainError(f"{member.name} is not a guest. Put them on the team instead.", field="member")
    if not member.is_active:
        raise DomainError(f"{member.name} has no access any more.", field="member")
    check_not_walled(matter, member)
    if not task:
        raise DomainError("Say what the guest is to do.", field="task")
    if ends_on < max(today, starts_on):
        raise DomainError("Choose a last day from today on.", field="ends_on")
    if member.expires_on is not None and ends_on > member.expires_on:
        last = f"{member.expires_on:%B} {member.expires_on.day}, {member.expires_on.year}"
        raise DomainError(f"{member.name}’s access to the firm ends on {last}.", field="ends_on")
    if cost_rate is not None and cost_rate < 0:
        raise DomainError("A cost rate is not negative.", field="cost_rate")
    if not 0 <= downloads_a_day <= MOST_DOWNLOADS:
        raise DomainError(f"Choose from 0 to {MOST_DOWNLOADS} files a day.", field="downloads_a_day")
    chosen = [Perm(name) for name in dict.fromkeys(powers)]
    for perm in set(chosen) - set(engageable(member)):
        raise DomainError(f"A guest cannot be given this: {perm.label.lower()}.", field="powers")
    if GuestEngagement.objects.filter(matter=matter, member=member, ended_at=None).exists():
        raise DomainError(f"{member.name} is engaged on this matter already. End that first.", field="member")
    if not TeamMember.objects.filter(matter=matter, member=member).exists():
        TeamMember.objects.create(matter=matter, member=member, part=member.title or member.role.name)
    lent = None
    if chosen:
        lent = delegate(
            member,
            by=by,
            principal=by,
            powers=[str(perm) for perm in chosen],
            matter=matter,
            starts_on=starts_on,
            until=ends_on,
            note=task,
            sees_later=True,
        )
    engagement = GuestEngagement.objects.create(
        matter=matter,
        member=member,
        powers=[str(perm) for perm in chosen],
        delegation=lent,
        task=task,
        starts_on=starts_on,
        ends_on=ends_on,
        cost_rate=cents(cost_rate) if cost_rate is not None else None,
        downloads_a_day=downloads_a_day,
        unmarked_downloads=unmarked_downloads,
        created_by=by,
    )
    SelfCheck.objects.create(
        matter=matter,
        engagement=engagement,
        member=member,
        matter_label=f"{matter.number}, {matter.practice_area.name}"[:300],
        task=task,
        names=[name[:200] for name in names_of(matter)],
    )
    audit.record(
        by,
        "guest.engaged",
        engagement,
        changes={
            "guest": [None, member.name],
            "until": [None, ends_on],
            "powers": [None, [perm.label for perm in chosen]],
            "cost_rate": [None, engagement.cost_rate],
        },
        reason=task,
    )
    enqueue_after_commit("matters.tasks.mail_engagement", engagement_id=engagement.pk)
    return engagement


@transaction.atomic
def answer_self_check(check: SelfCheck, *, by: Member, answer: str, detail: str = "") -> SelfCheck:
    """The guest's answer, once. "none" lets them in; "possible" keeps them out until an attorney clears it."""
    # In the system's scope: the guest's own shows nothing of the matter yet.
    with firm_scope(by.firm_id):
        check = (
            SelfCheck.objects.select_for_update(of=("self",))
            .select_related("engagement", "matter")
            .get(pk=check.pk)
        )
        if check.member_id != by.pk:
            raise Refused("Only the guest answers this.")
        if check.answer:
            raise DomainError("You answered this already.")
        if answer not in (SelfCheck.Answer.NONE, SelfCheck.Answer.POSSIBLE):
            raise DomainError("Choose an answer.", field="answer")
        detail = detail.strip()
        if answer == SelfCheck.Answer.POSSIBLE and not detail:
            raise DomainError("Say whom it concerns, without confidences of another client.", field="detail")
        check.answer, check.detail, check.answered_at = answer, detail, timezone.now()
        check.save(update_fields=["answer", "detail", "answered_at"])
        audit.record(by, "guest.checked", check, changes={"answer": [None, check.get_answer_display()]})
        if answer == SelfCheck.Answer.POSSIBLE:
            enqueue_after_commit("matters.tasks.mail_possible_conflict", check_id=check.pk)
    return check


@transaction.atomic
def clear_self_check(check: SelfCheck, *, by: Member, note: str) -> SelfCheck:
    """An attorney looked into a possible conflict and lets the guest in (Model Rules 1.7, 1.9, 5.3)."""
    ensure(by, Perm.CONFLICT_CLEAR)
    check = SelfCheck.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=check.pk)
    note = " ".join(note.split())[:300]
    if check.answer != SelfCheck.Answer.POSSIBLE or check.cleared_at is not None:
        raise DomainError("There is nothing to clear.")
    if not note:
        raise DomainError("Say why it is no conflict. It stays on record.", field="note")
    check.cleared_by, check.cleared_at, check.clear_note = by, timezone.now(), note
    check.save(update_fields=["cleared_by", "cleared_at", "clear_note"])
    audit.record(by, "guest.cleared", check, changes={"cleared": [False, True]}, reason=note)
    return check


@transaction.atomic
def end_engagement(engagement: GuestEngagement, *, by: Member | None, reason: str = "") -> GuestEngagement:
    """End a guest's work on a matter now: off the team, powers back. Its attorneys, who manages people, or the system."""
    engagement = (
        GuestEngagement.objects.select_for_update(of=("self",))
        .select_related("matter", "member", "delegation")
        .get(pk=engagement.pk)
    )
    if by is not None and not (by.can(Perm.SUPERVISION_DELEGATE) or by.can(Perm.USER_MANAGE)):
        raise refusal(by, Perm.SUPERVISION_DELEGATE)
    if engagement.ended_at is not None:
        raise DomainError("This engagement has ended already.")
    now = timezone.now()
    engagement.ended_at, engagement.ended_by = now, by
    engagement.save(update_fields=["ended_at", "ended_by"])
    TeamMember.objects.filter(matter=engagement.matter, member=engagement.member).delete()
    lent = engagement.delegation
    if lent is not None and lent.revoked_at is None and lent.until >= timezone.localdate():
        revoke_delegation(lent, by=by or engagement.created_by, reason="The engagement ended.")
    audit.record(by, "guest.ended", engagement, changes={"until": [engagement.ends_on, now]}, reason=reason)
    return engagement


def end_overdue(on: datetime.date) -> int:
    """End the engagements of the firm in scope whose last day was before the date `on`. Returns how many.

    Access has ended at midnight without it (queries.guests.entered): this takes the guests off the teams.
    """
    rows = GuestEngagement.objects.filter(ended_at=None, ends_on__lt=on)
    for row in rows:
        end_engagement(row, by=None, reason="The last day has passed.")
    return len(rows)
