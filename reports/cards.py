"""What reports bring to the home page."""

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from billing.durations import hours_text
from practice.dashboard import Card
from reports.models import ReportNotice
from reports.queries.access import is_attorney, sees_delegation, sees_firm, sees_supervision
from reports.queries.insight import delegable_time


def tenths(seconds: int) -> str:
    """`6.2 h`: to the tenth of an hour, half up."""
    return hours_text((seconds + 180) // 360 * 360)


def delegable(member: Member) -> Card | None:
    """This month's hours on work that others may do: an attorney's own, and the firm's for who sees them. One query.

    Absent when there are none.
    """
    if not sees_delegation(member):
        return None
    today = timezone.localdate()
    found = dict(
        delegable_time(member)
        .filter(date__range=(today.replace(day=1), today))
        .values_list("member_id")
        .annotate(seconds=Sum("seconds"))
    )
    firm, own = sum(found.values()), found.get(member.pk, 0)
    if not firm:
        return None
    attorney, all_of_them = is_attorney(member), sees_firm(member)
    period = "?period=this-month"
    entries = f"{reverse('report_delegable')}?date=this-month"
    whose = f"&attorney={member.pk}" if all_of_them else ""
    return Card(
        "delegable",
        "Delegable",
        "reports/card_delegable.html",
        {
            "own": tenths(own) if attorney else "",
            "own_url": f"{entries}{whose}",
            "firm": tenths(firm) if all_of_them else "",
            "firm_url": entries,
        },
        rail=True,
        count=f"{tenths(own if attorney else firm)} this month",
        url=reverse("report_attorney", args=[member.pk]) + period
        if attorney and own
        else reverse("report_delegation") + period,
        link="Delegate" if attorney and own else "Report",
    )


def supervision_ready(member: Member) -> Card | None:
    """Months whose supervision report the attorney has not opened yet; absent when there are none. One query."""
    if not is_attorney(member) or not sees_supervision(member):
        return None
    months = list(
        ReportNotice.objects.filter(attorney=member, opened_at=None).values_list("month", flat=True)[:6]
    )
    if not months:
        return None
    return Card(
        "supervision_ready",
        "Supervision report",
        "reports/card_supervision.html",
        {"months": months},
        rail=True,
        url=f"{reverse('report_supervision')}?month={months[0]:%Y-%m}",
        link="Open",
    )
