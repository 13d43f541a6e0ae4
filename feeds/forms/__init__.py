"""Forms of feeds."""
