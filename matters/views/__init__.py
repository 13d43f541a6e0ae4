"""Pages about matters and contacts."""
