"""The calendar for programs, by noun."""
