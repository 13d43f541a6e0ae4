"""The tab “Time” of a matter: its time and expenses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from billing.models import Expense, TimeEntry
from billing.queries import expenses as expense_queries
from billing.queries import time as time_queries
from billing.views import expenses as expense_views
from billing.views.time_sheet import approval_of, state_of
from matters.models import Matter
from practice.htmx import render_page

SHOWN = 50


@requires(Perm.TIME_RECORD)
@require_GET
def matter_time(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest time and expenses of a matter, with what is unbilled; the whole lists are a click away."""
    viewer = request.member
    matters = Matter.objects.visible_to(viewer).select_related(
        "client", "practice_area", "responsible", "supervising"
    )
    matter = get_object_or_404(matters, pk=pk)
    entries = list(
        TimeEntry.objects.visible_to(viewer)
        .filter(matter=matter)
        .select_related("member__role", "entered_by", "sheet")
        .order_by("-date", "-id")[: SHOWN + 1]
    )
    for entry in entries:
        entry.matter = matter
        entry.shown_state, entry.tone = approval_of(entry, needs=False) or state_of(entry)
        entry.money = time_queries.sees_amounts(viewer, entry)
    costs = list(
        Expense.objects.visible_to(viewer)
        .filter(matter=matter)
        .select_related("member")
        .order_by("-date", "-id")[: SHOWN + 1]
    )
    for cost in costs:
        key = expense_views.state_of(cost)
        cost.shown_state, cost.tone = expense_views.LABELS[key], expense_views.STATES.get(key, "")
    context = {
        "matter": matter,
        "tab": "time",
        "entries": entries[:SHOWN],
        "more_time": len(entries) > SHOWN,
        "costs": costs[:SHOWN],
        "more_costs": len(costs) > SHOWN,
        "time_totals": time_queries.totals_of_matter(matter, viewer),
        "cost_totals": expense_queries.totals_of_matter(matter, viewer),
        "sees_money": time_queries.sees_own_rate(viewer),
        "may_record": viewer.can(Perm.TIME_RECORD) and matter.is_billable,
        "may_spend": matter.is_billable and expense_queries.may_enter(viewer, matter),
        "next": request.get_full_path(),
    }
    return render_page(request, "billing/time_matter.html", context)
