"""A calendar file taken over: read and shown first, then the lines that were chosen, and taken back as a whole."""

from feeds.services.imports.preview import MAX_BYTES, look_at
from feeds.services.imports.taking import Given, carry_out, run_to_end, take_back

__all__ = ["MAX_BYTES", "Given", "carry_out", "look_at", "run_to_end", "take_back"]
