"""Tags of court rules."""
