"""Writes of travel."""
