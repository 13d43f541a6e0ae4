"""Writes of billing, by noun."""
