"""The expense of a deposition's cost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Perm, requires
from billing.services.depositions import charge_deposition_cost, take_back_deposition_cost
from depositions.models import DepositionCost
from matters.views.tools import next_url
from practice.htmx import redirect_to


@requires(Perm.EXPENSE_ENTER)
@require_POST
def deposition_cost_expense(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: what was billed becomes an expense of the deposition's matter."""
    cost = _cost(pk)
    expense = charge_deposition_cost(cost, by=request.member)
    undo = reverse("deposition_cost_expense_back", args=[cost.pk])
    return redirect_to(request, _goal(cost), toast=f"Expense of ${expense.amount:,.2f} made", undo_url=undo)


@requires(Perm.EXPENSE_ENTER)
@require_POST
def deposition_cost_expense_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the expense, if it is not billed, is deleted; the cost is open again."""
    cost = take_back_deposition_cost(_cost(pk), by=request.member)
    return redirect_to(request, next_url(request, _goal(cost)), toast="The cost is open again")


def _cost(pk: int) -> DepositionCost:
    """The cost, if its matter is in sight."""
    rows = DepositionCost.objects.select_related("deposition__matter", "deposition__witness")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _goal(cost: DepositionCost) -> str:
    """The costs on the page of their deposition."""
    return f"{cost.deposition.get_absolute_url()}#costs"
