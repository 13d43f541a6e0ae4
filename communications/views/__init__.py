"""Pages of the front desk, calls, slips, memos, notes and visitors."""
