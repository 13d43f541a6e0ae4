"""What is owed to freelancers: from the approval of their time sheet to the payment."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import Payable, TimeSheet
from billing.queries.invoices import local_today
from matters.models import GuestEngagement
from practice import audit, states
from practice.exceptions import DomainError
from practice.money import ZERO, cents
from supervision.models import Approval

HOUR = 3600


def cost_of(seconds: int, cost_rate: Decimal) -> Decimal:
    """`seconds` of work at `cost_rate` an hour, to the cent."""
    return cents(Decimal(seconds) * cost_rate / HOUR)


def _rate(sheet: TimeSheet) -> Decimal | None:
    """The cost rate of the guest's newest engagement on the matter that had begun in the sheet's week."""
    sunday = sheet.week_start + datetime.timedelta(days=6)
    found = GuestEngagement.objects.filter(
        matter=sheet.matter_id, member=sheet.member_id, starts_on__lte=sunday, cost_rate__isnull=False
    )
    return found.order_by("-starts_on", "-id").values_list("cost_rate", flat=True).first()


@transaction.atomic
def owe(sheet: TimeSheet, approval: Approval, *, by: Member) -> Payable | None:
    """The effect of an approved sheet of a guest who is paid by the hour: what the firm owes for it, less what it paid
    before. None when nobody is owed anything.
    """
    rate = _rate(sheet)
    if rate is None or not sheet.member.sees_named_matters_only:
        return None
    seconds = sum(sheet.entries.values_list("seconds", flat=True))
    paid = Payable.objects.filter(sheet=sheet, state=Payable.State.PAID).aggregate(sum=Sum("amount"))["sum"]
    amount = cost_of(seconds, rate) - (paid or ZERO)
    if not amount:
        return None
    payable = Payable.objects.create(
        matter_id=sheet.matter_id,
        sheet=sheet,
        member_id=sheet.member_id,
        seconds=seconds,
        cost_rate=rate,
        amount=amount,
        approved_by=by,
    )
    changes = {"amount": [None, amount], "seconds": [None, seconds], "cost_rate": [None, rate]}
    audit.record(by, "payable.owed", payable, changes=changes)
    return payable


@transaction.atomic
def owe_no_more(sheet: TimeSheet, *, by: Member | None) -> None:
    """The sheet's approval ended: what is owed and not paid yet is void. What was paid is taken off the next approval."""
    for payable in Payable.objects.filter(sheet=sheet, state=Payable.State.OWED):
        states.transition(
            payable, Payable.State.VOID, by=by, reason="The time sheet was edited after approval."
        )


@transaction.atomic
def pay(payable: Payable, *, by: Member, paid_on: datetime.date, reference: str = "") -> Payable:
    """Record that a freelancer was paid, on the day `paid_on`. Nobody records a payment to themselves."""
    ensure(by, Perm.REIMBURSE_PAY)
    if payable.member_id == by.pk:
        raise DomainError("Somebody else records a payment to you.")
    if paid_on > local_today(by.firm):
        raise DomainError("This day has not come yet.", field="paid_on")
    return states.transition(
        payable,
        Payable.State.PAID,
        by=by,
        paid_on=paid_on,
        paid_by=by,
        reference=" ".join(reference.split())[:60],
    )


@transaction.atomic
def unpay(payable: Payable, *, by: Member) -> Payable:
    """Take back that it was paid."""
    ensure(by, Perm.REIMBURSE_PAY)
    return states.transition(payable, Payable.State.OWED, by=by, paid_on=None, paid_by=None, reference="")
