"""Writes of depositions."""
