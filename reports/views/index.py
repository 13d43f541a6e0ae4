"""The page that names the reports."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from reports.queries.access import sees_all_supervision, sees_delegation, sees_firm, sees_supervision
from reports.queries.periods import last_month


@requires(Perm.REPORT_OWN, Perm.REPORT_FIRM_FINANCIAL, any_of=True)
@require_GET
def report_index(request: HttpRequest) -> HttpResponse:
    """GET /reports/: the reports the member may see."""
    member = request.member
    found = []
    if sees_delegation(member):
        found.append(
            {
                "title": "Delegation",
                "icon": "users-group",
                "url": reverse("report_delegation"),
                "text": "Attorneys’ hours by nature of work, what others could do, who has time, and the billable "
                "hours that delegating would win back.",
                "scope": "The firm" if sees_firm(member) else "Your own hours",
            }
        )
    if sees_supervision(member):
        month = last_month(timezone.localdate())
        found.append(
            {
                "title": "Supervision",
                "icon": "shield-check",
                "url": f"{reverse('report_supervision')}?month={month:%Y-%m}",
                "text": "Per attorney and month: what was delegated to whom, reviewed, returned, how long it waited, and "
                "what left the firm unreviewed. A PDF for the file (Model Rule 5.3).",
                "scope": "All attorneys" if sees_all_supervision(member) else "Your own",
            }
        )
    return render(request, "reports/index.html", {"reports": found})
