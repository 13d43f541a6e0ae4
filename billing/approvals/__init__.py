"""What is decided about time and bills (supervision.kinds)."""
