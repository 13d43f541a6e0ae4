"""Writes about deadlines.

A date of a court or a statute is verified by a second person (Model Rule 5.3): whoever set it never does, unless the firm
has one attorney. The verification is a decision (supervision); another date or title voids it.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Level, Perm
from calendar_app.models import DateChange, Deadline, Recalculation
from matters.models import Matter, Wall
from matters.queries.access import ensure_on, may_prepare_on
from practice import audit
from practice.dates import short_day
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.queries import newest

if TYPE_CHECKING:
    from documents.models import Document

# What a verification is about: another of these, and the date is unverified again.
VERIFIED_FIELDS = (
    "title",
    "due_on",
    "due_at",
    "kind",
    "authority",
    "extended_from",
    "service_method",
    "derivation",
)
# Beside None, which takes a person away: the field stays as it is.
KEEP: Any = object()


def may_enter(member: Member) -> bool:
    """Whether the member may enter deadlines somewhere, for themselves to decide or for an attorney to look over."""
    return member.powers.may_prepare(Perm.DEADLINE_ENTER)


def may_enter_on(member: Member, matter: Matter) -> bool:
    """Whether the member may enter and finish deadlines on this matter: a freelancer only by delegation."""
    return may_prepare_on(member, Perm.DEADLINE_ENTER, matter)


def ensure_enters(by: Member, matter: Matter) -> None:
    """Raise Refused unless the member may at least propose dates on the matter."""
    if not may_enter_on(by, matter):
        ensure_on(by, Perm.DEADLINE_ENTER, matter)


def check_open(matter: Matter) -> None:
    """Raise DomainError when the matter takes no dates any more."""
    if matter.has_ended or matter.state == Matter.State.DECLINED:
        raise DomainError(f"{matter.number} is {matter.get_state_display().lower()}.", field="matter")


def check_person(matter: Matter, person: Member, field: str = "owner") -> None:
    """Raise DomainError when the person has left or is screened from the matter."""
    if not person.is_active:
        raise DomainError(f"{person.name} has left the firm.", field=field)
    if Wall.objects.filter(matter=matter, member=person, lifted_at=None).exists():
        raise DomainError(f"{person.name} is screened from this matter.", field=field)


def check_paper(matter: Matter, paper: "Document | None", field: str = "document") -> None:
    """Raise DomainError when a document given as proof is not one of the matter's."""
    if paper is not None and paper.matter_id != matter.pk:
        raise DomainError(f"That document is not one of {matter.number}.", field=field)


@transaction.atomic
def create_deadline(
    matter: Matter,
    *,
    by: Member,
    title: str,
    due_on: datetime.date,
    kind: str = Deadline.Kind.COURT,
    owner: Member | None = None,
    authority: str = "",
    note: str = "",
    backup: Member | None = None,
    critical: bool | None = None,
    **derived: Any,
) -> Deadline:
    """Docket a date on a matter. Its owner is the responsible attorney unless given.

    A court's or a statute's date is unverified. What somebody enters who only prepares it is sent to the matter's attorney.
    A limitation date is critical unless said otherwise: its owner acknowledges it. `derived` are the columns that tell how a
    date was counted (services.chains).
    """
    ensure_enters(by, matter)
    title = " ".join(title.split())
    if not title:
        raise DomainError("Say what is due.", field="title")
    check_open(matter)
    owner = owner or matter.responsible
    check_person(matter, owner)
    if backup is not None:
        check_person(matter, backup, "backup")
        if backup.pk == owner.pk:
            raise DomainError("The backup is another person than who answers for it.", field="backup")
    deadline = Deadline.objects.create(
        matter=matter,
        title=title,
        kind=kind,
        due_on=due_on,
        original_due_on=due_on,
        authority=authority,
        owner=owner,
        note=note,
        backup=backup,
        critical=kind == Deadline.Kind.STATUTE if critical is None else critical,
        created_by=by,
        set_by=by,
        **derived,
    )
    changes = {
        "due_on": [None, due_on],
        "kind": [None, deadline.get_kind_display()],
        "owner": [None, owner.name],
    }
    audit.record(by, "deadline.created", deadline, changes=changes)
    prepared = by.powers.level(Perm.DEADLINE_ENTER) is Level.PREPARE
    if prepared and deadline.is_binding and kind_of("deadline").deciders(deadline):
        approvals.submit("deadline", deadline, by=by)
    return deadline


@transaction.atomic
def change_deadline(
    deadline: Deadline,
    *,
    by: Member,
    title: str | None = None,
    due_on: datetime.date | None = None,
    kind: str | None = None,
    owner: Member | None = None,
    authority: str | None = None,
    note: str | None = None,
    backup: Member | None = KEEP,
    critical: bool | None = None,
    reason: str = "",
) -> Deadline:
    """Change a deadline. The first date is kept. A date that a rule gave counts as overridden when it is moved by hand.

    A date set by a court or a statute is moved, or made an internal one, only by an attorney who may extend deadlines
    (Model Rule 5.3), with a reason. What was verified is changed only by members who enter dates themselves, and is
    unverified then.
    """
    deadline = locked(deadline)
    ensure_enters(by, deadline.matter)
    if deadline.done_at is not None:
        raise DomainError("This deadline is done. Open it again first.")
    given = {
        "title": " ".join(title.split()) if title is not None else None,
        "due_on": due_on,
        "kind": kind,
        "owner": owner,
        "authority": authority,
        "note": note,
        "critical": critical,
    }
    values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if values.get("title") == "":
        raise DomainError("Say what is due.", field="title")
    binding = deadline.kind != Deadline.Kind.INTERNAL
    moved = due_on is not None and due_on != deadline.due_on
    loosened = binding and kind == Deadline.Kind.INTERNAL
    reason = " ".join(reason.split())[:500]
    if binding and (moved or loosened):
        ensure_on(by, Perm.DEADLINE_DISMISS, deadline.matter)
        if not reason:
            raise DomainError("Say why the date moves: the order, stipulation or rule.", field="reason")
    if owner is not None and owner.pk != deadline.owner_id:
        check_person(deadline.matter, owner)
    if backup is not KEEP:
        values["backup"] = backup
    if moved:
        values["due_at"] = None
        if deadline.derivation:
            back = due_on == _counted_on(deadline)
            values["override"] = "" if back else reason or "Moved by hand"
    _check_backup(deadline, values)
    before = deadline.due_on, deadline.due_at
    changes = audit.apply(deadline, **values)
    if not changes:
        return deadline
    if moved or "owner" in changes:
        deadline.acknowledged_by = deadline.acknowledged_at = None
    if set(VERIFIED_FIELDS).isdisjoint(changes):
        deadline.save(update_fields=[*values, "acknowledged_by", "acknowledged_at"])
    else:
        save_as_set(deadline, by=by, fields=values)
    audit.record(
        by, "deadline.moved" if moved else "deadline.changed", deadline, changes=changes, reason=reason
    )
    if moved:
        how = DateChange.How.OVERRIDDEN if deadline.derivation else DateChange.How.CORRECTED
        note_change(deadline, *before, how=how, reason=reason or "Moved by hand", by=by)
    if not set(VERIFIED_FIELDS).isdisjoint(changes):
        set_anew(deadline, by=by)
    return deadline


def _counted_on(deadline: Deadline) -> datetime.date | None:
    """The day that the stored derivation reached."""
    due = str(deadline.derivation.get("due", ""))[:10]
    return datetime.date.fromisoformat(due) if due else None


def _check_backup(deadline: Deadline, values: dict) -> None:
    backup = values.get("backup", deadline.backup)
    owner = values.get("owner", deadline.owner)
    if backup is None:
        return
    if "backup" in values:
        check_person(deadline.matter, backup, "backup")
    if backup.pk == owner.pk:
        if "backup" in values:
            raise DomainError("The backup is another person than who answers for it.", field="backup")
        values["backup"] = None  # the backup has taken it over


def save_as_set(deadline: Deadline, *, by: Member, fields: Iterable[str]) -> None:
    """Save what a verification is about. It is unverified then, and whoever only prepares dates is refused when it was.

    Called under the lock of the row by the writes of this package; `set_anew` follows once the audit is written.
    """
    if deadline.verified_at is not None:
        if by.powers.level(Perm.DEADLINE_ENTER) is Level.PREPARE:
            who = [deadline.matter.responsible.name]
            raise Refused(f"This date is verified. {who[0]} changes it.", who=who)
        deadline.verified_at = deadline.verified_by = None
    deadline.set_by = by
    names = {*fields, "set_by", "verified_at", "verified_by", "acknowledged_by", "acknowledged_at"}
    deadline.save(update_fields=sorted(names))


def set_anew(deadline: Deadline, *, by: Member) -> None:
    """What was decided about the date as it stood is void; what waits for whoever has set it goes to another.

    An extension or dismissal that was proposed of another date is out of the inbox, with that reason.
    """
    approvals.void_if_changed("deadline", deadline, by=by)
    _hand_on(deadline, by=by)
    proposed = newest("deadline_change", deadline)
    if proposed and proposed.is_waiting and proposed.arguments["from_on"] != deadline.due_on.isoformat():
        said = f"It is due {short_day(deadline.due_on)} now."
        approvals.fall_away("deadline_change", deadline, by=by, reason=said)


def note_change(
    deadline: Deadline,
    from_on: datetime.date,
    from_at: datetime.datetime | None,
    *,
    how: str,
    reason: str,
    by: Member,
    basis: str = "",
    document: "Document | None" = None,
    recalculation: Recalculation | None = None,
) -> DateChange:
    """A line of the deadline's history of dates, from what it was to what it is now."""
    return DateChange.objects.create(
        matter=deadline.matter,
        deadline=deadline,
        how=how,
        basis=basis,
        from_on=from_on,
        from_at=from_at,
        to_on=deadline.due_on,
        to_at=deadline.due_at,
        reason=reason[:500],
        document=document,
        recalculation=recalculation,
        made_by=by,
    )


def locked(deadline: Deadline) -> Deadline:
    """The row as it is now, locked until the transaction ends."""
    rows = Deadline.objects.select_for_update(of=("self",)).select_related(
        "matter__responsible", "matter__supervising", "owner", "backup", "trigger"
    )
    return rows.get(pk=deadline.pk)


def _hand_on(deadline: Deadline, *, by: Member) -> None:
    """A date that waits for the very person who has now set it goes to another who may verify it."""
    waiting = newest("deadline", deadline)
    if waiting is None or not waiting.is_waiting or waiting.assigned_to_id != by.pk:
        return
    others = [m for m in kind_of("deadline").deciders(deadline) if m.pk != by.pk]
    if others:
        approvals.reassign(waiting, to=others[0], by=None, note=f"{by.name} changed the date.")
