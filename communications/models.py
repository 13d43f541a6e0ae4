"""Calls, message slips, memos, notes and visitors."""
