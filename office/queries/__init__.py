"""Reads about paper files, originals, supplies and equipment."""
