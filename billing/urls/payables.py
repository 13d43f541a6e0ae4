"""Addresses of what is owed to freelancers."""

from django.urls import path

from billing.views import payables

urlpatterns = [
    path("billing/payables/", payables.payable_list, name="payable_list"),
    path("time/pay/", payables.own_payables, name="own_payables"),
]
