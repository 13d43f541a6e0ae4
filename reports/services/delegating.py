"""Giving an attorney's delegable work to somebody: a place on the team, a delegation on record, a mail."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Delegation, Member
from accounts.permissions import Perm
from accounts.queries import ensure
from accounts.services.delegations import delegate, revoke_delegation
from billing.models import TimeEntry
from matters.models import Matter, TeamMember
from matters.services.team import add_to_team, check_not_walled, remove_from_team
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from reports.queries.by_matter import delegated_work
from reports.queries.capacity import Suggester, loads
from reports.queries.natures import DELEGABLE, WORK, may_do
from reports.queries.periods import read_period

USUAL_DAYS = 90
# The mail waits this long, so that a slip can be undone before anybody reads it.
GRACE = datetime.timedelta(seconds=60)


def usual_until(today: datetime.date | None = None) -> datetime.date:
    """The last day of a delegation unless somebody says otherwise."""
    return (today or timezone.localdate()) + datetime.timedelta(days=USUAL_DAYS)


@transaction.atomic
def delegate_work(
    matter: Matter,
    natures: Iterable[str],
    *,
    by: Member,
    to: Member,
    until: datetime.date | None = None,
    note: str = "",
) -> tuple[Delegation, bool]:
    """Give `to` the work of these natures on the matter, until a day (90 days on). Tells them by mail.

    Puts them on the matter's team when they are not on it: the second value says whether it did. What they hold already is
    not given twice. Raises DomainError (field `to`, `until` or `nature`), or Refused.
    """
    ensure(by, Perm.SUPERVISION_DELEGATE)
    kinds = [nature for nature in DELEGABLE if nature in set(natures)]
    if not kinds:
        raise DomainError("Choose work that is not an attorney’s own.", field="nature")
    for nature in kinds:
        if not may_do(to, nature):
            raise DomainError(
                f"{WORK[nature]} is not for a {to.role.name.lower()}. Choose somebody else.", field="to"
            )
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    check_not_walled(matter, to, field="to")
    held = delegated_work([matter.pk])
    theirs = {nature: d for (_, nature), d in held.items() if d.to_id == to.pk}
    missing = [nature for nature in kinds if nature not in theirs]
    if not missing:
        raise DomainError(f"{to.name} holds this work on {matter.number} already.", field="to")
    joined = not TeamMember.objects.filter(matter=matter, member=to).exists()
    if joined:
        add_to_team(matter, by=by, member=to)
    said = ", ".join(WORK[nature] if i == 0 else WORK[nature].lower() for i, nature in enumerate(missing))
    delegation = delegate(
        to,
        by=by,
        principal=by,
        matter=matter,
        until=until or usual_until(),
        note=f"{said}: {note}" if note.strip() else said,
        announce=False,  # told below, once it can no longer be taken back at once
    )
    enqueue_after_commit(
        "reports.tasks.mail_delegation", not_before=timezone.now() + GRACE, delegation_id=delegation.pk
    )
    return delegation, joined


@transaction.atomic
def delegate_like(
    entry: TimeEntry, *, by: Member, to: Member | None = None, until: datetime.date | None = None
) -> None:
    """Give work such as this entry's, on its matter, to `to` or to whom it suits best. Held already: nothing to do.

    Raises DomainError when the entry is an attorney's own work, or when nobody has time for it.
    """
    if entry.nature not in DELEGABLE:
        raise DomainError("This is legal work. Only an attorney does it.")
    held = delegated_work([entry.matter_id]).get((entry.matter_id, entry.nature))
    if held is not None and to in (None, held.to):
        return
    if to is None:
        period, _ = read_period({})
        matter = Matter.objects.prefetch_related("team_members", "walls").get(pk=entry.matter_id)
        fit = Suggester(loads(by, period)).best(matter, entry.nature)
        if fit is None:
            raise DomainError("Nobody who may do this has time. Choose a person.")
        to = fit.member
    delegate_work(entry.matter, [entry.nature], by=by, to=to, until=until)


@transaction.atomic
def undo_delegation(delegation: Delegation, *, by: Member, left_team: bool) -> None:
    """Take a delegation back at once; with `left_team` also the place on the team that came with it."""
    revoke_delegation(delegation, by=by, reason="Taken back at once")
    other = Delegation.objects.standing(timezone.localdate()).filter(
        to=delegation.to_id, matter=delegation.matter_id
    )
    if left_team and delegation.matter is not None and not other.exists():
        place = TeamMember.objects.filter(matter=delegation.matter, member=delegation.to)
        if place.exists():
            remove_from_team(delegation.matter, by=by, member=delegation.to)
