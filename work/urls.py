"""Addresses of tasks."""

urlpatterns: list = []
