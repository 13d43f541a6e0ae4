"""Addresses of conflict checks."""

urlpatterns: list = []
