"""Addresses of billing, by noun."""

from billing.urls import depositions, invoices, payables, time

urlpatterns = [
    *time.urlpatterns,
    *invoices.urlpatterns,
    *payables.urlpatterns,
    *depositions.urlpatterns,
]
