"""Ladders of reminders, and each reminder with what became of it."""
