"""The supervision report of an attorney for a month, on screen and as a PDF."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Member
from accounts.permissions import Perm, requires
from practice.dates import add_months
from reports.queries.access import ensure_sees_supervision, is_attorney, sees_all_supervision
from reports.queries.periods import last_month, month_of
from reports.queries.supervision import attorneys_shown, supervision_report
from reports.services import supervision as services

MONTHS = 12


def _attorneys(member: Member) -> list[Member]:
    """The attorneys whose report the member may open, the member first."""
    if not sees_all_supervision(member):
        return [member] if is_attorney(member) else []
    return sorted(attorneys_shown(), key=lambda m: (m.pk != member.pk, not m.is_active, m.name))


def _asked(request: HttpRequest) -> tuple[Member, datetime.date]:
    """Attorney and first day of the month as the address says them; 404 for what does not exist."""
    member = request.member
    ensure_sees_supervision(member)
    text = request.GET.get("month", "")
    first = month_of(text) if text else last_month(timezone.localdate())
    whose = request.GET.get("attorney", "")
    found = attorneys_shown()
    if whose:
        attorney = found.filter(pk=int(whose)).first() if whose.isdecimal() and len(whose) < 19 else None
    else:
        own = found.filter(pk=member.pk).first()
        attorney = own or found.filter(is_active=True).first()
    if first is None or attorney is None:
        raise Http404
    ensure_sees_supervision(member, attorney)
    return attorney, first


def _url(name: str, attorney: Member, first: datetime.date) -> str:
    return f"{reverse(name)}?month={first:%Y-%m}&attorney={attorney.pk}"


@requires(Perm.REPORT_OWN, Perm.USER_MANAGE, any_of=True)
@require_GET
def report_supervision(request: HttpRequest) -> HttpResponse:
    """GET ?month=2026-10&attorney=7: last month and oneself unless given."""
    attorney, first = _asked(request)
    services.note_opened(attorney, first, by=request.member)
    today = timezone.localdate()
    this_month = today.replace(day=1)
    context = {
        "report": supervision_report(attorney, first, viewer=request.member),
        "attorney": attorney,
        "attorneys": _attorneys(request.member),
        "first": first,
        "months": [add_months(this_month, -back) for back in range(MONTHS)],
        "running": first == this_month,
        "earlier_url": _url("report_supervision", attorney, add_months(first, -1)),
        "later_url": _url("report_supervision", attorney, add_months(first, 1)) if first < this_month else "",
        "pdf_url": _url("report_supervision_pdf", attorney, first),
    }
    return render(request, "reports/supervision.html", context)


@requires(Perm.REPORT_OWN, Perm.USER_MANAGE, any_of=True)
@require_GET
def report_supervision_pdf(request: HttpRequest) -> HttpResponse:
    """GET, with the same parameters: the PDF for the file."""
    attorney, first = _asked(request)
    content, name = services.make_pdf(attorney, first, by=request.member)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
