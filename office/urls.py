"""Addresses of the office."""

urlpatterns: list = []
