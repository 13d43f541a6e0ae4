"""Supplies: items and their stock, requests asked for, approved, handed out."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from office.models import StockMove, SupplyItem, SupplyRequest
from office.services.common import line, saved
from practice import audit, states
from practice.exceptions import DomainError, Refused

FIELDS = ("name", "unit", "place", "supplier", "supplier_code", "price", "minimum", "is_active")
LIMITS = {"name": 120, "unit": 30, "place": 120, "supplier": 120, "supplier_code": 60}


def _clean(values: dict) -> dict:
    given = {name: value for name, value in values.items() if name in FIELDS}
    for name, limit in LIMITS.items():
        if name in given:
            given[name] = line(given[name], limit)
    if given.get("name") == "":
        raise DomainError("Give it a name.", field="name")
    price = given.get("price")
    if isinstance(price, Decimal) and price < 0:
        raise DomainError("A price is not negative.", field="price")
    return given


@transaction.atomic
def add_item(*, by: Member, stock: int = 0, **values) -> SupplyItem:
    """A new item of the stock, with what lies there now."""
    ensure(by, Perm.OFFICE_KEEP)
    given = _clean(values)
    item = SupplyItem(**(given | {"unit": given.get("unit") or "piece"}))
    saved(item, field="name", taken="The office keeps an item of this name.")
    audit.record(by, "supply.added", item)
    if stock:
        _move(item, "count", stock, by=by, note="First count")
    item.refresh_from_db()
    return item


@transaction.atomic
def change_item(item: SupplyItem, *, by: Member, **values) -> SupplyItem:
    """Change an item; its stock changes by deliveries, requests and counts."""
    ensure(by, Perm.OFFICE_KEEP)
    item = SupplyItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    given = _clean(values)
    if "name" in given and SupplyItem.objects.filter(name=given["name"]).exclude(pk=item.pk).exists():
        raise DomainError("The office keeps an item of this name.", field="name")
    changes = audit.apply(item, **given)
    if changes:
        item.save(update_fields=list(given))
        audit.record(by, "supply.changed", item, changes=changes)
    return item


def _move(
    item: SupplyItem, kind: str, quantity: int, *, by: Member, note: str = "", request=None
) -> StockMove:
    return StockMove.objects.create(
        item=item, kind=kind, quantity=quantity, by=by, note=line(note), request=request
    )


@transaction.atomic
def deliver(item: SupplyItem, *, by: Member, quantity: int, note: str = "") -> SupplyItem:
    """So many came in."""
    ensure(by, Perm.OFFICE_KEEP)
    if not 0 < quantity <= 100_000:
        raise DomainError("Say how many came.", field="quantity")
    item = SupplyItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    _move(item, "in", quantity, by=by, note=note)
    audit.record(by, "supply.delivered", item, changes={"stock": [item.stock, item.stock + quantity]})
    item.refresh_from_db()
    return item


@transaction.atomic
def count_stock(item: SupplyItem, *, by: Member, quantity: int, note: str = "") -> SupplyItem:
    """So many are there: the difference is booked as a count."""
    ensure(by, Perm.OFFICE_KEEP)
    if not 0 <= quantity <= 100_000:
        raise DomainError("Say how many are there.", field="quantity")
    item = SupplyItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if quantity != item.stock:
        _move(item, "count", quantity - item.stock, by=by, note=note)
        audit.record(by, "supply.counted", item, changes={"stock": [item.stock, quantity]})
        item.refresh_from_db()
    return item


@transaction.atomic
def ask(
    *, by: Member, item: SupplyItem | None = None, what: str = "", quantity: int = 1, reason: str = ""
) -> SupplyRequest:
    """Ask for supplies: of the stock, or something the office does not keep."""
    ensure(by, Perm.OFFICE_KEEP)
    what = item.name if item is not None else line(what)
    if not what:
        raise DomainError("Choose an item, or say what you need.", field="what")
    if not 0 < quantity <= 10_000:
        raise DomainError("Say how many.", field="quantity")
    request = SupplyRequest.objects.create(
        item=item, what=what, quantity=quantity, reason=line(reason, 300), asked_by=by
    )
    audit.record(by, "supply_request.asked", request)
    return request


def _locked(request: SupplyRequest) -> SupplyRequest:
    rows = SupplyRequest.objects.select_for_update(of=("self",)).select_related("item", "asked_by")
    return rows.get(pk=request.pk)


@transaction.atomic
def approve_request(request: SupplyRequest, *, by: Member) -> SupplyRequest:
    """Approve a request: for those who approve expenses."""
    ensure(by, Perm.EXPENSE_APPROVE)
    return _step(_locked(request), "approved", by=by, decided_by=by, decided_at=timezone.now())


@transaction.atomic
def decline_request(request: SupplyRequest, *, by: Member, reason: str) -> SupplyRequest:
    """Decline a request, with a reason."""
    ensure(by, Perm.EXPENSE_APPROVE)
    reason = line(reason, 300)
    if not reason:
        raise DomainError("Say why.", field="reason")
    values = {"decided_by": by, "decided_at": timezone.now(), "decision": reason}
    return _step(_locked(request), "declined", by=by, reason=reason, **values)


@transaction.atomic
def hand_out(request: SupplyRequest, *, by: Member) -> SupplyRequest:
    """Hand out what was approved; what comes from the stock is taken off it. Raises DomainError when too little is there."""
    ensure(by, Perm.OFFICE_KEEP)
    request = _locked(request)
    if request.state == SupplyRequest.State.ASKED:
        raise DomainError("This request waits for approval.")
    states.check(request, SupplyRequest.State.DONE)
    if request.item is not None:
        item = SupplyItem.objects.select_for_update(of=("self",)).get(pk=request.item_id)
        if item.stock < request.quantity:
            raise DomainError(f"Only {item.stock} of {item.name} are there. Book a delivery first.")
        _move(item, "out", -request.quantity, by=by, request=request, note=f"For {request.asked_by.name}")
    return _step(request, "done", by=by, done_by=by, done_at=timezone.now())


@transaction.atomic
def withdraw_request(request: SupplyRequest, *, by: Member) -> SupplyRequest:
    """Whoever asked takes the request back."""
    request = _locked(request)
    if request.asked_by_id != by.pk:
        raise Refused(f"{request.asked_by.name} asked for this.", who=[request.asked_by.name])
    return _step(request, "withdrawn", by=by)


@transaction.atomic
def ask_again(request: SupplyRequest, *, by: Member) -> SupplyRequest:
    """Take back that a request was withdrawn."""
    request = _locked(request)
    if request.asked_by_id != by.pk:
        raise Refused(f"{request.asked_by.name} asked for this.", who=[request.asked_by.name])
    return _step(request, "asked", by=by, decided_by=None, decided_at=None)


def _step(request: SupplyRequest, to: str, *, by: Member, reason: str = "", **values) -> SupplyRequest:
    states.check(request, to)
    changes = {"state": [request.get_state_display(), str(SupplyRequest.State(to).label)]}
    audit.apply(request, state=to, **values)
    request.save(update_fields=["state", *values])
    audit.record(by, f"supply_request.{to}", request, changes=changes, reason=reason)
    return request
