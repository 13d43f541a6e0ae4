"""Depositions and their exhibits."""
