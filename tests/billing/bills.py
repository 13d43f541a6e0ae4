"""Small makers for the tests of bills. Amounts are stated by hand."""

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import Member
from billing.models import Expense, Invoice
from billing.queries.invoices import read_mark
from billing.services.bill_runs import draft_invoice
from billing.services.invoices import approve_invoice
from tests.cast import make_matter, make_time


def fresh(member: Member) -> Member:
    """The member as a new request reads it."""
    return Member.objects.select_related("role", "user").prefetch_related("licences").get(pk=member.pk)


def make_cost(people, matter=None, *, amount="46.50", **fields) -> Expense:
    """An unbilled cost of one piece."""
    values = {
        "matter": matter or people.matter,
        "member": people.paralegal,
        "entered_by": people.paralegal,
        "date": timezone.localdate() - datetime.timedelta(days=3),
        "category": "Copies",
        "expense_code": "E101",
        "description": "Certified copies",
        "unit_cost": Decimal(amount),
        "amount": Decimal(amount),
    }
    return Expense.objects.create(**(values | fields))


def make_work(people, matter, *amounts: str, days_ago: int = 5) -> list:
    """One unbilled hour of the attorney for each amount."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    return [
        make_time(
            people,
            people.attorney,
            matter=matter,
            seconds=3600,
            amount=amount,
            narrative=f"Work no. {n + 1}.",
            date=day,
        )
        for n, amount in enumerate(amounts)
    ]


def make_draft(people, matter=None) -> Invoice:
    """A draft of the matter's unbilled work up to today. The cast's own matter comes to 1,051.00."""
    return draft_invoice(matter or people.matter, until=timezone.localdate(), by=people.assistant)


def make_invoice(people, matter=None, **changes) -> Invoice:
    """An approved invoice; `changes` are columns that stay free, such as sent_at."""
    draft = make_draft(people, matter)
    invoice = approve_invoice(draft, by=people.attorney, seen=read_mark(draft))
    if changes:
        Invoice.objects.filter(pk=invoice.pk).update(**changes)
        invoice.refresh_from_db()
    return invoice


def matter_with(people, number: str, *amounts: str, **fields):
    """A matter with an hour of work for each amount."""
    matter = make_matter(people, number=number, name=f"Matter {number}", **fields)
    make_work(people, matter, *amounts)
    return matter
