"""Writes of rates. Only a licensed attorney sets what the firm charges (Guideline 3(b); Model Rule 1.5)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member, Role
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.durations import charge
from billing.models import Rate, TimeEntry
from billing.queries.rates import RateBook, say
from matters.models import Contact, Matter
from practice import audit
from practice.exceptions import DomainError, Stale
from practice.money import ZERO, cents

HIGHEST = Decimal("100000")


@transaction.atomic
def set_rate(
    *,
    by: Member,
    amount: Decimal,
    effective_from: datetime.date,
    member: Member | None = None,
    role: Role | None = None,
    client: Contact | None = None,
    matter: Matter | None = None,
) -> Rate:
    """Set an hourly rate from a day on, for a person or a role, for everyone or one client or matter.

    A day in the future schedules it. Entries already recorded keep their rate (see `recalculate_unbilled`).
    """
    ensure(by, Perm.FEE_SET)
    if (member is None) == (role is None):
        raise DomainError("Choose a person or a role, one of them.", field="member")
    if client is not None and matter is not None:
        raise DomainError("Choose a client or a matter, not both.", field="matter")
    _check(amount)
    rate = Rate(
        member=member,
        role=role,
        client=client,
        matter=matter,
        amount=cents(amount),
        effective_from=effective_from,
        set_by=by,
    )
    try:
        with transaction.atomic():
            rate.save()
    except IntegrityError:
        raise DomainError(
            f"There is a rate from {say(effective_from)} on already. Change that one, or choose another day.",
            field="effective_from",
        ) from None
    changes = {"amount": [None, rate.amount], "effective_from": [None, effective_from]}
    audit.record(by, "rate.set", rate, changes=changes)
    return rate


@transaction.atomic
def change_rate(rate: Rate, *, by: Member, amount: Decimal, reason: str) -> Rate:
    """Correct the amount of a rate. Entries already recorded keep theirs until they are recalculated."""
    ensure(by, Perm.FEE_SET)
    _check(amount)
    if not reason.strip():
        raise DomainError("Say why the rate is corrected.", field="reason")
    rate = _locked(rate)
    changes = audit.apply(rate, amount=cents(amount), set_by=by)
    rate.save(update_fields=["amount", "set_by"])
    audit.record(by, "rate.corrected", rate, changes=changes, reason=reason.strip()[:500])
    return rate


@transaction.atomic
def withdraw_rate(rate: Rate, *, by: Member) -> None:
    """Take back a rate that has not begun. One in force is history: set a new one from a day on."""
    ensure(by, Perm.FEE_SET)
    rate = _locked(rate)
    if rate.effective_from <= timezone.localdate():
        raise DomainError("This rate is in force, so it stays in the history. Set a new one instead.")
    audit.record(
        by,
        "rate.withdrawn",
        rate,
        changes={"amount": [rate.amount, None], "effective_from": [rate.effective_from, None]},
    )
    rate.delete()


def _locked(rate: Rate) -> Rate:
    found = Rate.objects.select_for_update(of=("self",)).filter(pk=rate.pk).first()
    if found is None:
        raise DomainError("This rate no longer exists.")
    return found


def _check(amount: Decimal) -> None:
    if amount < 0 or amount > HIGHEST:
        raise DomainError("A rate is from $0 to $100,000 an hour.", field="amount")


# ── unbilled entries at new rates ─────────────────────────────────────────────


@dataclass(frozen=True)
class Change:
    """One entry before and after."""

    entry: TimeEntry
    rate: Decimal
    reason: str
    amount: Decimal


@dataclass(frozen=True)
class Preview:
    """What a recalculation would do. `token` names exactly these figures."""

    changes: list[Change]

    @property
    def before(self) -> Decimal:
        return sum((change.entry.amount for change in self.changes), ZERO)

    @property
    def after(self) -> Decimal:
        return sum((change.amount for change in self.changes), ZERO)

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    @property
    def token(self) -> str:
        last = max((change.entry.pk for change in self.changes), default=0)
        return f"{len(self.changes)}.{last}.{self.before}.{self.after}"


def preview_recalculation(
    *,
    by: Member,
    member: Member | None = None,
    matter: Matter | None = None,
    since: datetime.date | None = None,
) -> Preview:
    """The unbilled entries whose rate on the day of work differs from the one they carry. Two queries.

    Entries on drafts and bills, and on matters that `by` may not see, stay as they are.
    """
    ensure(by, Perm.FEE_SET)
    entries = _open(member, matter, since)
    return _compare(entries)


def _open(member, matter, since):
    # What a rule for travel fixed is no matter of the rate card.
    entries = TimeEntry.objects.filter(
        state=TimeEntry.State.OPEN, billable=True, rate_fixed=False
    ).select_related("matter__client", "member__role")
    if member is not None:
        entries = entries.filter(member=member)
    if matter is not None:
        entries = entries.filter(matter=matter)
    if since is not None:
        entries = entries.filter(date__gte=since)
    return entries.order_by("date", "id")


def _compare(entries) -> Preview:
    book = RateBook.load()
    changes = []
    for entry in entries:
        found = book.rate_for(entry.member, entry.matter, entry.date)
        # an entry that carries a rate from an import keeps it where the firm has none of its own
        if found.amount == entry.rate or not found.known:
            continue
        amount = ZERO if entry.no_charge else charge(found.amount, entry.billed_seconds)
        changes.append(Change(entry, found.amount, found.reason, amount))
    return Preview(changes)


@transaction.atomic
def recalculate_unbilled(
    *,
    by: Member,
    token: str,
    member: Member | None = None,
    matter: Matter | None = None,
    since: datetime.date | None = None,
) -> Preview:
    """Give unbilled entries the rate that is on record for their day. `token` is the previewed one.

    Raises Stale when the figures are no longer those of the preview.
    """
    ensure(by, Perm.FEE_SET)
    preview = _compare(_open(member, matter, since).select_for_update(of=("self",)))
    if preview.token != token:
        raise Stale("The figures have changed since the preview. Look at them again.")
    said = []
    for change in preview.changes:
        changes = audit.changed(
            change.entry, rate=change.rate, rate_reason=change.reason, amount=change.amount
        )
        said.append((change.entry, changes))
    rows = [
        TimeEntry(
            pk=change.entry.pk,
            rate=change.rate,
            rate_reason=change.reason,
            amount=change.amount,
            updated_at=timezone.now(),
        )
        for change in preview.changes
    ]
    TimeEntry.objects.bulk_update(rows, ["rate", "rate_reason", "amount", "updated_at"], batch_size=500)
    audit.record_many(by, "time.recalculated", said)
    return preview
