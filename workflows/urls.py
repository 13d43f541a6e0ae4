"""Addresses of workflows."""

urlpatterns: list = []
