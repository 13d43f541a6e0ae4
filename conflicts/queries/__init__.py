"""Reads about conflicts."""
