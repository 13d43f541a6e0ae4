"""Reads about calls, slips, memos, notes and visitors."""

from communications.queries.notes import pinned

__all__ = ["pinned"]
