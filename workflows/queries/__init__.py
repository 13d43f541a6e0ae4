"""Reads about task lists and automations."""
