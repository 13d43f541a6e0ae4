"""Addresses of billing, by noun."""

from billing.urls import invoices, time

urlpatterns = [*time.urlpatterns, *invoices.urlpatterns]
