"""What billing brings to the home page: bills to prepare and to send, overdue invoices, questions of clients."""

import datetime

from django.db.models import Count, F, Min, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Invoice, InvoiceQuestion, TimeEntry
from billing.queries.invoices import status_of
from billing.queries.invoices import to_send as not_sent
from practice.dashboard import Card
from practice.money import ZERO

SHOWN = 6
# Who prepares bills for others.
SUPPORT = ("legal_secretary", "legal_assistant", "firm_admin")
TEMPLATE = "billing/invoice_card.html"


def _card(name: str, title: str, queryset, *, text: str, **more) -> Card:
    """A card of invoices: the first few, and how many there are."""
    rows = list(queryset.select_related("matter", "client")[: SHOWN + 1])
    count = queryset.count() if len(rows) > SHOWN else len(rows)
    today = timezone.localdate()
    data = {
        "rows": [(invoice, status_of(invoice, today)) for invoice in rows[:SHOWN]],
        "more": max(count - SHOWN, 0),
        "text": text,
        "show": name,
    }
    return Card(name, title, TEMPLATE, data, count=str(count) if count else "", **more)


def to_send(member: Member) -> Card | None:
    """Approved bills that have not gone out; absent when there are none."""
    if not member.can(Perm.INVOICE_SEND):
        return None
    found = not_sent()
    if not found.exists():
        return None
    url = f"{reverse('invoice_list')}?status=approved"
    return _card("to_send", "Bills to send", found, text="", url=url, link="All to send")


def overdue(member: Member) -> Card | None:
    """Invoices past their due date, the oldest first, with what is owed on them; absent when there are none."""
    if not member.can(Perm.PAYMENT_RECORD):
        return None
    found = (
        Invoice.objects.overdue(timezone.localdate()).filter(sent_at__isnull=False).order_by("due_on", "id")
    )
    owed = found.aggregate(sum=Sum(F("total") - F("paid")))["sum"] or ZERO
    if not owed:
        return None
    return _card(
        "payments",
        f"Overdue, ${owed:,.2f}",
        found,
        text="",
        url=f"{reverse('invoice_list')}?status=overdue&sort=due",
        link="All overdue",
    )


def questions(member: Member) -> Card | None:
    """What clients asked about their bills and nobody has answered, the oldest first; absent when there is nothing."""
    if not member.can(Perm.INVOICE_SEND):
        return None
    rows = InvoiceQuestion.objects.filter(answered_at=None).select_related("invoice__matter", "line")
    found = list(rows.order_by("asked_at", "id")[: SHOWN + 1])
    if not found:
        return None
    return Card(
        "questions",
        "Questions about bills",
        "billing/card_questions.html",
        {"rows": found[:SHOWN]},
        count=f"{SHOWN}+" if len(found) > SHOWN else str(len(found)),
    )


def to_bill(member: Member) -> Card | None:
    """For support staff: the work of past months that stands on no bill, with the way to the next bill run. One query."""
    if member.role.template not in SUPPORT or not member.can(Perm.INVOICE_DRAFT):
        return None
    month = timezone.localdate().replace(day=1)
    found = (
        TimeEntry.objects.unbilled()
        .filter(date__lt=month, on_hold=False)
        .aggregate(
            matters=Count("matter", distinct=True),
            seconds=Sum("billed_seconds", default=0),
            oldest=Min("date"),
        )
    )
    if not found["matters"]:
        return None
    return Card(
        "to_bill",
        "Bills to prepare",
        "billing/card_to_bill.html",
        {**found, "until": month - datetime.timedelta(days=1)},
        rail=True,
        count=str(found["matters"]),
        url=f"{reverse('bill_run_create')}?until={month - datetime.timedelta(days=1)}",
        link="Start the run",
    )
