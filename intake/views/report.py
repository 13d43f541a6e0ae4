"""Where leads come from, and what came of them."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from accounts.sudo import sudo_exports
from intake.queries.report import Report, Row, source_report
from practice import audit, exports
from practice.dates import NotADate, add_months, parse_day
from practice.exceptions import DomainError

SPANS = (
    ("90-days", "90 days"),
    ("this-year", "This year"),
    ("last-year", "Last year"),
    ("12-months", "12 months"),
)


def _span(request: HttpRequest) -> tuple[str, datetime.date, datetime.date]:
    """(key, first day, last day) that the address asks for; 12 months without one."""
    today = timezone.localdate()
    if request.GET.get("from") or request.GET.get("to"):
        try:
            start = (
                parse_day(request.GET.get("from", ""))
                if request.GET.get("from")
                else today - datetime.timedelta(365)
            )
            end = parse_day(request.GET.get("to", "")) if request.GET.get("to") else today
        except NotADate as error:
            raise DomainError(str(error)) from None
        if end < start or (end - start).days > 3700:
            raise DomainError("Choose a span of at most ten years, from an earlier to a later day.")
        return "custom", start, end
    key = request.GET.get("span", "12-months")
    if key == "90-days":
        return key, today - datetime.timedelta(days=89), today
    if key == "this-year":
        return key, today.replace(month=1, day=1), today
    if key == "last-year":
        return key, datetime.date(today.year - 1, 1, 1), datetime.date(today.year - 1, 12, 31)
    return "12-months", add_months(today, -12) + datetime.timedelta(days=1), today


def _report(request: HttpRequest) -> HttpResponse:
    key, start, end = _span(request)
    found = source_report(start=start, end=end, now=timezone.now())
    money = request.member.can(Perm.REPORT_FIRM_FINANCIAL)
    if request.GET.get("export") == "csv":
        return _file(request, found, start, end, money)
    tables = [
        {"title": "Sources", "first": "Source", "rows": found.sources, "cost": money},
        {"title": "Referrers", "first": "Sent by", "rows": found.referrers, "cost": False},
        {"title": "Owners", "first": "Owner", "rows": found.owners, "cost": False},
    ]
    query = request.GET.copy()
    query["export"] = "csv"
    context = {
        "found": found,
        "tables": tables,
        "money": money,
        "start": start,
        "end": end,
        "spans": [{"label": label, "url": f"?span={k}", "current": k == key} for k, label in SPANS],
        "export_url": f"{request.path}?{query.urlencode()}",
    }
    return render(request, "intake/report.html", context)


lead_report = requires(Perm.LEAD_SCREEN)(require_GET(sudo_exports(_report)))
lead_report.__doc__ = (
    "GET: leads, accepted, converted and what they brought, per source, referrer and owner; ?export=csv."
)


def _file(
    request: HttpRequest, found: Report, start: datetime.date, end: datetime.date, money: bool
) -> HttpResponse:
    """The tables as one CSV. Recorded in the audit trail."""

    def tagged(kind: str, rows: list[Row]):
        for row in rows:
            row.kind = kind  # type: ignore[attr-defined]
            yield row

    rows = [
        *tagged("Source", found.sources),
        *tagged("Referrer", found.referrers),
        *tagged("Owner", found.owners),
    ]
    fields = [
        exports.Field("What", "text", lambda r: r.kind),
        exports.Field("Name", "text", lambda r: r.label),
        exports.Field("Leads", "number", lambda r: r.leads),
        exports.Field("Accepted", "number", lambda r: r.accepted),
        exports.Field("Converted", "number", lambda r: r.converted),
        exports.Field("Declined or referred", "number", lambda r: r.declined),
        exports.Field("Lost", "number", lambda r: r.lost),
        exports.Field("Median answer, business seconds", "number", lambda r: r.answer),
        exports.Field("Answered late", "number", lambda r: r.late),
    ]
    if money:
        fields += [
            exports.Field("Fees billed", "money", lambda r: r.billed),
            exports.Field("Fees collected", "money", lambda r: r.collected),
            exports.Field("Cost", "money", lambda r: r.cost),
            exports.Field("Collected for each 1 of cost", "number", lambda r: r.back),
        ]
    file, count = exports.write_csv(fields, rows)
    said = {"list": "Lead sources", "format": "csv", "rows": count, "period": f"{start} to {end}"}
    audit.record(request.member, "list.exported", request.firm, changes={k: ["", v] for k, v in said.items()})
    response = HttpResponse(file.read(), content_type=exports.CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="lead-sources-{start}-{end}.csv"'
    return response
