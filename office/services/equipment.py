"""Equipment: registered, lent and taken back, in repair, retired."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from office.models import Equipment, Loan
from office.services.common import line, new_code, saved
from practice import audit
from practice.exceptions import DomainError

FIELDS = ("name", "kind", "serial", "place", "supplier", "bought_on", "price", "warranty_until", "note")


def _clean(values: dict) -> dict:
    given = {name: value for name, value in values.items() if name in FIELDS}
    for name, limit in (("name", 120), ("serial", 80), ("place", 120), ("supplier", 120)):
        if name in given:
            given[name] = line(given[name], limit)
    if given.get("name") == "":
        raise DomainError("Say what it is.", field="name")
    bought, until = given.get("bought_on"), given.get("warranty_until")
    if bought and until and until < bought:
        raise DomainError("The warranty ends before it was bought.", field="warranty_until")
    price = given.get("price")
    if isinstance(price, Decimal) and price < 0:
        raise DomainError("A price is not negative.", field="price")
    return given


@transaction.atomic
def add_equipment(*, by: Member, code: str = "", **values) -> Equipment:
    """Register a piece of equipment; its code is the next number unless one is typed."""
    ensure(by, Perm.OFFICE_KEEP)
    item = Equipment(code=new_code("E", code), **_clean(values))
    saved(item, field="code", taken="Another piece has this code.")
    audit.record(by, "equipment.added", item)
    return item


def _locked(item: Equipment, by: Member) -> Equipment:
    ensure(by, Perm.OFFICE_KEEP)
    return Equipment.objects.select_for_update(of=("self",)).select_related("holder").get(pk=item.pk)


@transaction.atomic
def change_equipment(item: Equipment, *, by: Member, **values) -> Equipment:
    """Change what is written of a piece."""
    item = _locked(item, by)
    given = _clean(values)
    changes = audit.apply(item, **given)
    if changes:
        item.save(update_fields=list(given))
        audit.record(by, "equipment.changed", item, changes=changes)
    return item


@transaction.atomic
def lend(
    item: Equipment,
    *,
    by: Member,
    member: Member | None = None,
    due_on: datetime.date | None = None,
    note: str = "",
) -> Equipment:
    """Give a piece to a member (the actor unless given), until a day or for good."""
    item = _locked(item, by)
    member = member or by
    if item.state != Equipment.State.SPARE:
        has = f"{item.holder.name} has it" if item.holder else f"It is {item.get_state_display().lower()}"
        raise DomainError(f"{has}. Take it back first.")
    if not member.is_active:
        raise DomainError(f"{member.name} has left the firm.", field="member")
    if due_on is not None and due_on < timezone.localdate():
        raise DomainError("This day has passed.", field="due_on")
    Loan.objects.create(equipment=item, member=member, lent_by=by, due_on=due_on, note=line(note))
    item.state, item.holder = Equipment.State.LENT, member
    item.save(update_fields=["state", "holder"])
    audit.record(by, "equipment.lent", item, changes={"holder": [None, member.name]})
    return item


@transaction.atomic
def take_back(item: Equipment, *, by: Member) -> Equipment:
    """A piece is back in the office."""
    item = _locked(item, by)
    if item.state == Equipment.State.SPARE:
        raise DomainError("It is in the office.")
    before = item.holder.name if item.holder else item.get_state_display()
    loans = Loan.objects.select_for_update(of=("self",)).filter(equipment=item, returned_at=None)
    loans.update(returned_at=timezone.now(), returned_by=by)
    item.state, item.holder = Equipment.State.SPARE, None
    item.save(update_fields=["state", "holder"])
    audit.record(by, "equipment.returned", item, changes={"holder": [before, None]})
    return item


@transaction.atomic
def set_aside(item: Equipment, *, by: Member, state: str, reason: str = "") -> Equipment:
    """Send a piece to repair, or retire it. One that is lent is taken back first."""
    item = _locked(item, by)
    if state not in (Equipment.State.REPAIR, Equipment.State.RETIRED):
        raise DomainError("A piece goes to repair or is retired.")
    if item.state == Equipment.State.LENT:
        raise DomainError(f"{item.holder.name} has it. Take it back first.")
    before = item.get_state_display()
    item.state = Equipment.State(state)
    item.save(update_fields=["state"])
    audit.record(
        by,
        f"equipment.{state}",
        item,
        changes={"state": [before, item.get_state_display()]},
        reason=line(reason),
    )
    return item
