"""Writes about calls, slips, memos, notes and visitors."""
