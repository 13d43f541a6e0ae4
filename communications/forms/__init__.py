"""Forms of calls, slips, memos, notes and visitors."""
