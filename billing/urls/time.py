"""Addresses of time, timers, expenses and rates."""

urlpatterns: list = []
