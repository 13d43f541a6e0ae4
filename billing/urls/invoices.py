"""Addresses of invoices, bill runs and payments."""

urlpatterns: list = []
