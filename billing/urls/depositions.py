"""Address of a deposition's expenses."""

from django.urls import path

from billing.views import depositions

urlpatterns = [
    path(
        "depositions/costs/<int:pk>/expense/",
        depositions.deposition_cost_expense,
        name="deposition_cost_expense",
    ),
    path(
        "depositions/costs/<int:pk>/expense/back/",
        depositions.deposition_cost_expense_back,
        name="deposition_cost_expense_back",
    ),
]
