"""Forms of billing, by noun."""
