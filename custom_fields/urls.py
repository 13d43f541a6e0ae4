"""Addresses of custom fields."""

urlpatterns: list = []
