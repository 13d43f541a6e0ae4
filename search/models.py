"""Names made findable."""
