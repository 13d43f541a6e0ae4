"""Filters of the list pages of billing, by noun."""
