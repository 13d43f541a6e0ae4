"""The receipt of an expense."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Perm, requires
from billing.models import Expense
from billing.services.receipts import attach_receipt
from documents.uploads import problem_of
from practice.exceptions import DomainError
from practice.htmx import redirect_to


@requires(Perm.EXPENSE_ENTER)
@require_POST
def expense_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """POST a file: it becomes the expense's receipt."""
    expense = get_object_or_404(Expense.objects.visible_to(request.member).select_related("matter"), pk=pk)
    file = request.FILES.get("file")
    if file is None:
        raise DomainError("No file came with the form. Choose one first.", field="file")
    problem = problem_of(file)
    if problem is not None:
        raise problem
    attach_receipt(expense, content=file, filename=file.name or "receipt", by=request.member)
    return redirect_to(request, reverse("expense_detail", args=[pk]), toast="Receipt attached")
