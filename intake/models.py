"""Leads and intake forms."""
