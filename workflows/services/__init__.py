"""Writes about task lists and automations."""
