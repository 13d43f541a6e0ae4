"""Writes about deadlines."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm, ensure, refusal
from calendar_app.models import Deadline
from matters.models import Matter, Wall
from practice import audit
from practice.exceptions import DomainError


def may_enter(member: Member) -> bool:
    """Whether the member may enter deadlines, for themselves to decide or for an attorney to look over."""
    return member.powers.may_prepare(Perm.DEADLINE_ENTER)


def _ensure_enters(by: Member) -> None:
    if not may_enter(by):
        raise refusal(by, Perm.DEADLINE_ENTER)


def _check_owner(matter: Matter, owner: Member) -> None:
    if not owner.is_active:
        raise DomainError(f"{owner.name} has left the firm.", field="owner")
    if Wall.objects.filter(matter=matter, member=owner, lifted_at=None).exists():
        raise DomainError(f"{owner.name} is screened from this matter.", field="owner")


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
) -> Deadline:
    """Docket a date on a matter. Its owner is the responsible attorney unless given."""
    _ensure_enters(by)
    title = " ".join(title.split())
    if not title:
        raise DomainError("Say what is due.", field="title")
    if matter.state in (Matter.State.CLOSED, Matter.State.DECLINED):
        raise DomainError(f"{matter.number} is {matter.get_state_display().lower()}.", field="matter")
    owner = owner or matter.responsible
    _check_owner(matter, owner)
    deadline = Deadline.objects.create(
        matter=matter,
        title=title,
        kind=kind,
        due_on=due_on,
        original_due_on=due_on,
        authority=authority,
        owner=owner,
        note=note,
        created_by=by,
    )
    changes = {
        "due_on": [None, due_on],
        "kind": [None, deadline.get_kind_display()],
        "owner": [None, owner.name],
    }
    audit.record(by, "deadline.created", deadline, changes=changes)
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
    reason: str = "",
) -> Deadline:
    """Change a deadline. The first date is kept.

    A date set by a court or a statute is moved, or made an internal one, only by an attorney who may extend deadlines
    (Model Rule 5.3), with a reason.
    """
    _ensure_enters(by)
    deadline = (
        Deadline.objects.select_for_update(of=("self",)).select_related("matter", "owner").get(pk=deadline.pk)
    )
    if deadline.done_at is not None:
        raise DomainError("This deadline is done. Open it again first.")
    given = {
        "title": " ".join(title.split()) if title is not None else None,
        "due_on": due_on,
        "kind": kind,
        "owner": owner,
        "authority": authority,
        "note": note,
    }
    values = {name: value for name, value in given.items() if value is not None}
    if values.get("title") == "":
        raise DomainError("Say what is due.", field="title")
    binding = deadline.kind != Deadline.Kind.INTERNAL
    moved = due_on is not None and due_on != deadline.due_on
    loosened = binding and kind == Deadline.Kind.INTERNAL
    reason = " ".join(reason.split())[:500]
    if binding and (moved or loosened):
        ensure(by, Perm.DEADLINE_DISMISS)
        if not reason:
            raise DomainError("Say why the date moves: the order, stipulation or rule.", field="reason")
    if owner is not None and owner.pk != deadline.owner_id:
        _check_owner(deadline.matter, owner)
    changes = audit.apply(deadline, **values)
    if changes:
        deadline.save(update_fields=list(values))
        audit.record(
            by, "deadline.moved" if moved else "deadline.changed", deadline, changes=changes, reason=reason
        )
    return deadline


@transaction.atomic
def complete_deadline(deadline: Deadline, *, by: Member) -> Deadline:
    """Mark a deadline done, now and by this member."""
    _ensure_enters(by)
    deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if deadline.done_at is not None:
        raise DomainError("This deadline is done already.")
    deadline.done_at, deadline.done_by = timezone.now(), by
    deadline.save(update_fields=["done_at", "done_by"])
    audit.record(by, "deadline.done", deadline, changes={"done": [False, True]})
    return deadline


@transaction.atomic
def undo_complete(deadline: Deadline, *, by: Member) -> Deadline:
    """Take back that a deadline is done."""
    _ensure_enters(by)
    deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if deadline.done_at is None:
        raise DomainError("This deadline is open.")
    deadline.done_at = deadline.done_by = None
    deadline.save(update_fields=["done_at", "done_by"])
    audit.record(by, "deadline.undone", deadline, changes={"done": [True, False]})
    return deadline
