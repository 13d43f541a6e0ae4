"""Reads about imports."""
