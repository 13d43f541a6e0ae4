"""Pages of conflict checks."""
