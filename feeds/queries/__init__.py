"""Reads of feeds: what a member's programs are shown."""
