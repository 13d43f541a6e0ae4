"""The matter's own tabs: overview and history. Access has a module of its own; other tabs belong to their apps."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from custom_fields.queries import missing as missing_fields
from matters.activity import stream_of
from matters.models import FeeArrangement
from matters.panels import panels_of
from matters.queries.access import ensure_on
from matters.queries.flags import flags_of
from matters.queries.parties import sides_of
from matters.queries.waiting import closing_round
from matters.services import visit
from matters.views.tools import matter_or_404
from practice import audit
from practice.htmx import render_page
from practice.phrases import phrases, sentence_of

# Known to an app above this one: next_dates(matter, limit) -> list of deadlines.
NEXT_DATES = "calendar_app.queries.next_dates"
STEP, MOST = 40, 400


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the overview of a matter: what happened, what comes next, parties and terms. ?show=work|money, ?n=80."""
    matter = matter_or_404(request, pk)
    visit(matter, by=request.member)
    show = request.GET.get("show", "")
    show = show if show in ("work", "money") else ""
    text = request.GET.get("n", "")
    limit = min(int(text), MOST) if text.isdecimal() and len(text) < 5 else STEP
    days, more = stream_of(matter, request.member, show=show, limit=max(limit, STEP))
    fees = list(FeeArrangement.objects.filter(matter=matter).exclude(state=FeeArrangement.State.DECLINED))
    dates = import_string(NEXT_DATES)(matter, 4)
    context = {
        "matter": matter,
        "sides": sides_of(matter),
        "panels": panels_of(matter, request.member),
        "flags": flags_of(matter, due=dates[0] if dates else None),
        "closing": closing_round(matter),
        "tab": "overview",
        "days": days,
        "more": limit + STEP if more and limit + STEP <= MOST else 0,
        "show": show,
        "shows": [("", "All"), ("work", "Work"), ("money", "Money")],
        "today": timezone.localdate(),
        "fee": next((fee for fee in fees if fee.state == FeeArrangement.State.IN_FORCE), None),
        "proposed_fee": next((fee for fee in fees if fee.state == FeeArrangement.State.PROPOSED), None),
        "dates": dates,
    }
    return render_page(request, "matters/overview.html", context, partial={"stream": "stream"})


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_details(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the firm's own fields of a matter, edited in place; and what its next stages ask for."""
    matter = matter_or_404(request, pk)
    return render_page(
        request,
        "matters/details.html",
        {"matter": matter, "tab": "details", "lacking": missing_fields(matter)},
    )


@requires(Perm.AUDIT_VIEW)
@require_GET
def matter_history(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: every recorded act on the matter and what hangs on it, with before and after."""
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.AUDIT_VIEW, matter)
    events = audit.history_of_matter(matter)
    book = phrases()
    for event in events:
        event.sentence = sentence_of(event, book)
    return render_page(
        request, "matters/history.html", {"matter": matter, "tab": "history", "events": events}
    )
