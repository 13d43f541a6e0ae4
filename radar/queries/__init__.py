"""Reads of the radar."""

from radar.queries.board import badge, flagged, mine, on_matters, rules
from radar.queries.signals import SIGNALS, Find

__all__ = ["SIGNALS", "Find", "badge", "flagged", "mine", "on_matters", "rules"]
