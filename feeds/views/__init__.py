"""Pages and doors of feeds."""
