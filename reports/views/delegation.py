"""The delegation report: attorneys' hours by nature of work, and giving work away from there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Delegation, Member
from accounts.permissions import Perm, requires
from billing.durations import hours_of
from matters.models import Matter
from practice import exports
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to
from reports.forms.delegation import AssumptionsForm, DelegateForm
from reports.queries.access import ensure_sees_delegation, sees_firm
from reports.queries.by_matter import by_matter
from reports.queries.capacity import Suggester, loads
from reports.queries.insight import Figures, Insight, assumptions_of_firm, insight, scale_of, trend
from reports.queries.natures import DELEGABLE, SHORT
from reports.queries.periods import CHOICES, Period, read_period
from reports.services import assumptions as assumption_services
from reports.services import delegating
from reports.services.files import note_export
from reports.tabs import delegation_tabs


def _periods(period: Period, path: str, kept: str) -> list[dict]:
    """The segments of the period chooser."""
    more = f"&{kept}" if kept else ""
    return [
        {"label": label, "url": f"{path}?period={key}{more}", "current": key == period.key, "count": None}
        for key, label in CHOICES
        if key != "custom"
    ]


def _asked(request: HttpRequest) -> dict:
    """Period and assumptions as the address says them."""
    period, wrong = read_period(request.GET)
    kept = assumptions_of_firm()
    names = ("refill", "cost", "goal")
    typed = {name: request.GET[name] for name in names if name in request.GET}
    form = AssumptionsForm(typed, kept=kept) if typed else AssumptionsForm(kept=kept)
    if typed:  # what the address leaves out is the firm's own
        form.data = {name: form.initial[name] for name in names} | typed
    return {
        "period": period,
        "wrong": wrong,
        "assumptions": form,
        "assumed": form.tried(),
        "trying": bool(typed),
        "periods": _periods(period, request.path, urlencode(typed)),
        "back": f"{request.path}?{period.query}",
    }


def _word(figures: Figures, attorney: Member | None, viewer: Member) -> str:
    """Whose figures they are, as the headline says it."""
    if attorney is not None:
        return "your" if attorney.pk == viewer.pk else f"{attorney.name.split()[0]}’s"
    return "attorneys’" if sees_firm(viewer) else "your"


@requires(Perm.REPORT_OWN, Perm.REPORT_FIRM_FINANCIAL, any_of=True)
@require_GET
def report_delegation(request: HttpRequest) -> HttpResponse:
    """GET: the report of the attorneys the member may see; `?export=csv` gives it as a file."""
    ensure_sees_delegation(request.member)
    asked = _asked(request)
    period, assumed = asked["period"], asked["assumed"]
    staff = loads(request.member, period)
    found = insight(request.member, period, assumed, staff)
    if request.GET.get("export") == "csv":
        return _file(request, found)
    months = trend(request.member, period, assumed)
    context = asked | {
        "found": found,
        "total": found.total,
        "whose": _word(found.total, None, request.member),
        "months": months,
        "scale": scale_of(months, assumed),
        "firm_wide": sees_firm(request.member),
        "tabs": delegation_tabs(request.member, "hours"),
        "export_url": f"{request.path}?{_with(request, export='csv')}",
    }
    return render(request, "reports/delegation.html", context)


def _with(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    for name, value in more.items():
        query[name] = value
    return query.urlencode()


def _hours(name: str):
    return lambda row: hours_of(getattr(row, name))


def _file(request: HttpRequest, found: Insight) -> HttpResponse:
    """The table of attorneys as CSV, hours to the hundredth. Recorded in the audit trail."""
    fields = [
        exports.Field("Attorney", "text", lambda row: row.member.name if row.member else "All"),
        *(
            exports.Field(f"{SHORT[nature]} hours", "hours", lambda row, n=nature: hours_of(row.seconds[n]))
            for nature in ("legal", *DELEGABLE)
        ),
        exports.Field("Delegable hours", "hours", _hours("delegable")),
        exports.Field("Of these charged", "hours", _hours("delegable_billed")),
    ]
    if found.money:
        fields += [
            exports.Field("At own rate", "money", lambda row: row.worth),
            exports.Field("At the lowest rate", "money", lambda row: row.cost),
            exports.Field("Difference", "money", lambda row: row.saved),
        ]
    fields += [
        exports.Field("Billable hours a day", "hours", _hours("billable_a_day")),
        exports.Field("If delegated", "hours", _hours("delegated_a_day")),
        exports.Field("Won back", "hours", _hours("won_back")),
    ]
    file, count = exports.write_csv(fields, [*found.rows, found.total])
    note_export(request.firm, by=request.member, report="Delegation", period=found.period.label, rows=count)
    response = HttpResponse(file.read(), content_type=exports.CSV_TYPE)
    name = f"delegation-{found.period.start}-{found.period.end}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Perm.REPORT_OWN, Perm.REPORT_FIRM_FINANCIAL, any_of=True)
@require_GET
def report_attorney(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one attorney's figures, and what of their work on which matter could go to whom."""
    attorney = get_object_or_404(
        Member.objects.select_related("role").filter(role__template="attorney"), pk=pk
    )
    ensure_sees_delegation(request.member, attorney)
    asked = _asked(request)
    period, assumed = asked["period"], asked["assumed"]
    staff = loads(request.member, period)
    found = insight(request.member, period, assumed, staff, only=attorney)
    own = found.rows[0] if found.rows else Figures(attorney, assumed.refill_percent, period.workdays)
    groups, more = by_matter(
        request.member,
        attorney,
        period,
        Suggester(staff),
        pricing=found.pricing if found.money else None,
    )
    months = trend(request.member, period, assumed, only=attorney)
    context = asked | {
        "attorney": attorney,
        "found": found,
        "total": own,
        "whose": _word(own, attorney, request.member),
        "groups": groups,
        "more": more,
        "months": months,
        "scale": scale_of(months, assumed),
        "entries_url": _entries_url(request.member, attorney, period),
        "tabs": delegation_tabs(request.member, "hours"),
        "until": delegating.usual_until(),
        "here": request.get_full_path(),
    }
    return render(request, "reports/attorney.html", context)


def _entries_url(viewer: Member, attorney: Member, period: Period) -> str:
    """The drill-down to the entries of the attorney in the period."""
    whose = f"&attorney={attorney.pk}" if sees_firm(viewer) else ""
    return f"{reverse('report_delegable')}?{period.list_query}{whose}"


@requires(Perm.REPORT_FIRM_FINANCIAL)
@require_POST
def report_assumptions(request: HttpRequest) -> HttpResponse:
    """Keep the assumptions for the firm."""
    form = AssumptionsForm(request.POST, kept=assumptions_of_firm())
    goal = _next(request, reverse("report_delegation"))
    if not form.is_valid():
        said = "; ".join(f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items())
        raise DomainError(f"Not saved. {said}")
    assumption_services.set_assumptions(by=request.member, **form.values())
    return redirect_to(request, goal, toast="Assumptions saved for the firm")


def _next(request: HttpRequest, default: str) -> str:
    goal = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return goal if safe else default


@requires(Perm.SUPERVISION_DELEGATE)
def report_delegate(request: HttpRequest) -> HttpResponse:
    """POST gives kinds of work on a matter to a person. GET asks to whom, which and until when."""
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("matter", "")
    matters = Matter.objects.visible_to(request.member).prefetch_related("team_members", "walls")
    matter = get_object_or_404(matters, pk=int(text) if text.isdecimal() and len(text) < 19 else 0)
    goal = _next(request, reverse("report_delegation"))
    natures = [nature for nature in given.getlist("nature") if nature in DELEGABLE] or [DELEGABLE[0]]
    fits = Suggester(loads(request.member, read_period({})[0])).fits(matter, natures[0])
    if request.method != "POST":
        first = {"nature": natures, "to": fits[0].member.pk if fits else None}
        return _ask(request, DelegateForm(initial=first), matter, fits, goal)
    data = request.POST.copy()
    if "until" not in data:  # one click: the usual time
        data["until"] = delegating.usual_until().isoformat()
    form = DelegateForm(data)
    if form.is_valid():
        found = form.cleaned_data
        try:
            delegation, joined = delegating.delegate_work(
                matter,
                found["nature"],
                by=request.member,
                to=found["to"],
                until=found["until"],
                note=found["note"],
            )
        except DomainError as error:
            field = error.field if error.field in form.fields else None
            form.add_error(field, error.message)
        else:
            undo = reverse("report_delegation_undo", args=[delegation.pk])
            return redirect_to(
                request,
                goal,
                toast=f"{delegation.note.split(':')[0]} on {matter.number} goes to {found['to'].name}",
                undo_url=f"{undo}?joined=1" if joined else undo,
            )
    return _ask(request, form, matter, fits, goal, status=INVALID)


def _ask(request, form, matter, fits, goal, *, status=200) -> HttpResponse:
    context = {"form": form, "matter": matter, "fits": fits[:5], "next": goal}
    return render(request, "reports/delegate.html", context, status=status)


@requires(Perm.SUPERVISION_DELEGATE)
@require_POST
def report_delegation_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a delegation that was just given."""
    delegations = Delegation.objects.visible_to(request.member).select_related("to", "matter", "principal")
    delegation = get_object_or_404(delegations, pk=pk)
    delegating.undo_delegation(delegation, by=request.member, left_team=request.GET.get("joined") == "1")
    return redirect_to(
        request, _next(request, reverse("report_delegation")), toast="The delegation is taken back"
    )
