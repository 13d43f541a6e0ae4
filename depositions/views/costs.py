"""What a deposition costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from depositions.forms import CostForm
from depositions.services import costs
from depositions.services.common import ensure_prepares
from depositions.views.tools import cost_or_404, costs_url, deposition_or_404, form_of
from matters.views.tools import next_url
from practice.htmx import redirect_to


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_cost_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a cost, thought or billed."""
    depo = deposition_or_404(request, pk)
    ensure_prepares(request.member, depo.matter)
    form = CostForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        cost = costs.add_cost(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, costs_url(cost), toast="Cost entered")

    return form_of(request, form, act, heading="Enter a cost", verb="Enter cost", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_cost_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a cost is changed: the bill is entered here."""
    cost = cost_or_404(request, pk)
    depo = deposition_or_404(request, cost.deposition_id)
    ensure_prepares(request.member, depo.matter)
    form = CostForm(request.POST or None, depo=depo, member=request.member, cost=cost)

    def act() -> HttpResponse:
        costs.change_cost(cost, by=request.member, **form.cleaned_data)
        return redirect_to(request, costs_url(cost), toast="Cost saved")

    return form_of(request, form, act, heading=f"Edit {cost}", verb="Save cost", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_POST
def deposition_cost_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a cost is taken out; the toast offers Undo."""
    cost = costs.remove_cost(cost_or_404(request, pk), by=request.member)
    undo = reverse("deposition_cost_restore", args=[cost.pk])
    return redirect_to(request, costs_url(cost), toast="Cost taken out", undo_url=undo)


@requires(Perm.MATTER_VIEW)
@require_POST
def deposition_cost_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a cost is put back."""
    cost = costs.restore_cost(cost_or_404(request, pk), by=request.member)
    return redirect_to(request, next_url(request, costs_url(cost)), toast="Cost is back")
