"""The lists of matters and contacts."""
