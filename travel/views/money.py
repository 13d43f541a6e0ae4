"""Costs of a trip, the expenses and time made from it, and the rules of travel time."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.queries.access import may
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import redirect_to
from travel.forms import ChooseRuleForm, CostForm, RuleForm
from travel.models import TravelRule, TripCost, TripMatter
from travel.queries.charges import rules_for
from travel.services import costs as services
from travel.services import time as time_services
from travel.views.tools import form_page, part_or_404, trip_or_404


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def cost_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a cost, thought or paid."""
    trip = trip_or_404(request, pk)
    form = CostForm(request.POST or None, trip=trip, member=request.member)

    def act() -> HttpResponse:
        services.add_cost(trip, by=request.member, **form.cleaned_data)
        return redirect_to(request, f"{trip.get_absolute_url()}#costs", toast="Cost entered")

    return _form(request, trip, form, act, "Enter a cost", "Enter cost")


def _form(request: HttpRequest, trip, form, act, heading: str, verb: str) -> HttpResponse:
    return form_page(
        request, form, act, heading=heading, verb=verb, back=f"{trip.get_absolute_url()}#costs", parent=trip.title,
        parent_url=trip.get_absolute_url(),
    )  # fmt: skip


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def cost_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a cost is changed: what was paid is entered here."""
    cost = part_or_404(request, TripCost, pk, "paid_by", "matter")
    form = CostForm(request.POST or None, trip=cost.trip, member=request.member, cost=cost)

    def act() -> HttpResponse:
        services.change_cost(cost, by=request.member, **form.cleaned_data)
        return redirect_to(request, f"{cost.trip.get_absolute_url()}#costs", toast="Cost saved")

    return _form(request, cost.trip, form, act, "Edit cost", "Save cost")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def cost_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a cost is taken out; the toast offers Undo."""
    cost = services.remove_cost(part_or_404(request, TripCost, pk), by=request.member)
    undo = reverse("cost_restore", args=[cost.pk])
    goal = f"{cost.trip.get_absolute_url()}#costs"
    return redirect_to(request, next_url(request, goal), toast="Cost taken out", undo_url=undo)


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def cost_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a cost is put back."""
    cost = services.restore_cost(part_or_404(request, TripCost, pk), by=request.member)
    return redirect_to(
        request, next_url(request, f"{cost.trip.get_absolute_url()}#costs"), toast="Cost is back"
    )


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def cost_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST file=: the receipt of a cost is kept with its matter."""
    cost = part_or_404(request, TripCost, pk, "matter", "receipt")
    goal = f"{cost.trip.get_absolute_url()}#costs"
    if request.method == "GET":
        return render(request, "travel/receipt.html", {"cost": cost, "trip": cost.trip})
    file = request.FILES.get("file")
    asked = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    try:
        if file is None:
            raise DomainError("Choose a file.")
        services.add_receipt(cost, content=file, filename=file.name or "receipt", by=request.member)
    except DomainError as error:
        if asked:
            return JsonResponse({"error": error.message}, status=422)
        raise
    return JsonResponse({"url": goal}) if asked else redirect_to(request, goal, toast="Receipt kept")


@requires(Perm.TRAVEL_MANAGE, Perm.EXPENSE_ENTER)
@require_POST
def trip_expenses(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: what was paid becomes expenses of the trip's matters."""
    trip = trip_or_404(request, pk)
    made = services.make_expenses(trip, by=request.member)
    noun = "expense" if len(made) == 1 else "expenses"
    # The key of an expense names its cost: travel:COST:MATTER.
    costs = sorted({int(one.external_id.split(":")[1]) for one in made})
    undo = f"{reverse('trip_expenses_back', args=[trip.pk])}?{urlencode([('cost', pk) for pk in costs])}"
    goal = f"{trip.get_absolute_url()}#costs"
    return redirect_to(request, goal, toast=f"{len(made)} {noun} made", undo_url=undo)


@requires(Perm.TRAVEL_MANAGE, Perm.EXPENSE_ENTER)
@require_POST
def trip_expenses_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: expenses that are not billed are deleted and their costs open again; ?cost= those alone (Undo)."""
    trip = trip_or_404(request, pk)
    given = [int(text) for text in request.GET.getlist("cost") if text.isdecimal() and len(text) < 19]
    back = services.take_back_expenses(trip, by=request.member, only=given or None)
    noun = "cost is" if len(back) == 1 else "costs are"
    goal = next_url(request, f"{trip.get_absolute_url()}#costs")
    return redirect_to(request, goal, toast=f"{len(back)} {noun} open again")


@requires(Perm.TRAVEL_MANAGE, Perm.TIME_RECORD)
@require_POST
def trip_time(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the time of legs that have arrived is recorded by the matters' rules; mine=1: one's own alone."""
    trip = trip_or_404(request, pk)
    mine = request.member if request.POST.get("mine") else None
    made = time_services.record_travel_time(trip, by=request.member, member=mine)
    noun = "entry" if len(made) == 1 else "entries"
    return redirect_to(request, f"{trip.get_absolute_url()}#time", toast=f"{len(made)} time {noun} made")


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def trip_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the rules of one of a trip's matters, POST rule=: by which its travel time is billed."""
    row = part_or_404(request, TripMatter, pk, "matter__client", "rule")
    allowed = rules_for(row.matter)
    if may(request.member, Perm.FEE_SET, row.matter):
        others = TravelRule.objects.filter(retired_at=None, client=None, matter=None)
        allowed = [*allowed, *(rule for rule in others if rule not in allowed)]
    initial = {"rule": row.rule_id}
    form = ChooseRuleForm(request.POST or None, row=row, rules=allowed, initial=initial)

    def act() -> HttpResponse:
        time_services.choose_rule(row, form.cleaned_data["rule"], by=request.member)
        return redirect_to(request, f"{row.trip.get_absolute_url()}#time", toast="Rule chosen")

    return form_page(
        request, form, act, heading=f"Travel time on {row.matter.number}", verb="Choose rule",
        back=row.trip.get_absolute_url(), parent=row.trip.title, parent_url=row.trip.get_absolute_url(),
        template="travel/rule_choose.html", row=row, rules=allowed,
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_GET
def travel_rules(request: HttpRequest) -> HttpResponse:
    """GET: how travel time is billed: the firm's rules, clients' guidelines, matters' own."""
    rows = TravelRule.objects.filter(retired_at=None).select_related("client", "matter", "set_by")
    groups = [
        ("The firm", [r for r in rows if not r.client_id and not r.matter_id]),
        ("Clients’ guidelines", [r for r in rows if r.client_id]),
        ("Matters", [r for r in rows if r.matter_id]),
    ]
    return render(
        request,
        "travel/rules.html",
        {"groups": groups, "any": bool(rows), "sets": request.member.can(Perm.FEE_SET)},
    )


@requires(Perm.FEE_SET)
@require_http_methods(["GET", "POST"])
def travel_rule_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: an attorney sets a rule."""
    form = RuleForm(request.POST or None, member=request.member)

    def act() -> HttpResponse:
        rule = time_services.set_rule(by=request.member, **form.cleaned_data)
        return redirect_to(request, "travel_rules", toast=f"{rule.name} set")

    return form_page(
        request, form, act, heading="Set a rule", verb="Set rule", back=reverse("travel_rules"),
        parent="Travel time", parent_url=reverse("travel_rules"),
    )  # fmt: skip


@requires(Perm.FEE_SET)
@require_POST
def travel_rule_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a rule goes out of use."""
    rule = TravelRule.objects.filter(pk=pk).first()
    if rule is None:
        raise Http404
    time_services.retire_rule(rule, by=request.member)
    return redirect_to(request, "travel_rules", toast=f"{rule.name} is out of use")
