"""The expense of a deposition's cost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.permissions import Perm, requires
from billing.services.depositions import charge_deposition_cost
from depositions.models import DepositionCost
from practice.htmx import redirect_to


@requires(Perm.EXPENSE_ENTER)
@require_POST
def deposition_cost_expense(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: what was billed becomes an expense of the deposition's matter."""
    rows = DepositionCost.objects.select_related("deposition__matter", "deposition__witness")
    cost = rows.filter(pk=pk).first()
    if cost is None:
        raise Http404
    expense = charge_deposition_cost(cost, by=request.member)
    goal = f"{cost.deposition.get_absolute_url()}#costs"
    return redirect_to(request, goal, toast=f"Expense of ${expense.amount:,.2f} made")
