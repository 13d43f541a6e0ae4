"""Reads of depositions."""
