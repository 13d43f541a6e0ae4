"""The expense of a deposition's cost."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Perm, requires
from billing.services.depositions import charge_deposition_cost, take_back_deposition_cost
from depositions.views.tools import cost_or_404, costs_url
from matters.views.tools import next_url
from practice.htmx import redirect_to


@requires(Perm.EXPENSE_ENTER)
@require_POST
def deposition_cost_expense(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: what was billed becomes an expense of the deposition's matter."""
    cost = cost_or_404(request, pk)
    expense = charge_deposition_cost(cost, by=request.member)
    undo = reverse("deposition_cost_expense_back", args=[cost.pk])
    return redirect_to(
        request, costs_url(cost), toast=f"Expense of ${expense.amount:,.2f} made", undo_url=undo
    )


@requires(Perm.EXPENSE_ENTER)
@require_POST
def deposition_cost_expense_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the expense, if it is not billed, is deleted; the cost is open again."""
    cost = take_back_deposition_cost(cost_or_404(request, pk), by=request.member)
    return redirect_to(request, next_url(request, costs_url(cost)), toast="The cost is open again")
