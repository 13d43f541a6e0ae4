"""Addresses of intake."""

urlpatterns: list = []
