"""Reads of Today and of the search over everything."""
