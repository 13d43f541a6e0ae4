"""Addresses of calls, slips, memos and notes."""

urlpatterns: list = []
