"""What billing tells those who keep the house: money in and owed, and time that nobody handed in."""

import datetime

from django.db.models import Count, F, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Invoice, Payment, TimeSheet
from billing.queries.invoices import AGE_WORDS, AGES, in_age
from billing.queries.time import monday_of
from practice.dashboard import Card
from practice.money import ZERO

PEOPLE = 6


def money(member: Member) -> Card | None:
    """Received this month and the month before, and what is owed by age. Two queries."""
    if member.role.template != "firm_admin" or not member.can(Perm.REPORT_FIRM_FINANCIAL):
        return None
    today = timezone.localdate()
    month = today.replace(day=1)
    before = (month - datetime.timedelta(days=1)).replace(day=1)
    received = Payment.objects.filter(received_on__gte=before, received_on__lte=today).aggregate(
        now=Sum("amount", filter=Q(received_on__gte=month), default=ZERO),
        before=Sum("amount", filter=Q(received_on__lt=month), default=ZERO),
    )
    left = F("total") - F("paid")
    owed = Invoice.objects.outstanding().aggregate(
        everything=Sum(left, default=ZERO),
        **{age: Sum(left, filter=in_age(age, today), default=ZERO) for age in AGES},
    )
    return Card(
        "money",
        "Money",
        "billing/card_money.html",
        {
            "received": received,
            "before": before,
            "owed": owed["everything"],
            "ages": [(AGE_WORDS[age], owed[age], age) for age in AGES if owed[age]],
        },
        rail=True,
        url=reverse("invoice_list"),
        link="Bills",
    )


def unsubmitted(member: Member) -> Card | None:
    """People whose time of past weeks was not handed in, or came back. One query; absent without any."""
    if member.role.template != "firm_admin" or not member.can(Perm.REPORT_FIRM_FINANCIAL):
        return None
    rows = (
        TimeSheet.objects.filter(
            state__in=["draft", "returned"], week_start__lt=monday_of(timezone.localdate())
        )
        .order_by()
        .values("member", "member__name")
        .annotate(sheets=Count("pk"), oldest=Min("week_start"))
        .order_by("oldest", "member__name")
    )
    found = list(rows[: PEOPLE + 1])
    if not found:
        return None
    return Card(
        "unsubmitted",
        "Time not handed in",
        "billing/card_unsubmitted.html",
        {"rows": found[:PEOPLE]},
        count=f"{PEOPLE}+" if len(found) > PEOPLE else str(len(found)),
    )
