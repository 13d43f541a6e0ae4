"""Addresses of billing, by noun."""

from billing.urls import invoices, payables, time

urlpatterns = [*time.urlpatterns, *invoices.urlpatterns, *payables.urlpatterns]
