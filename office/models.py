"""Physical files, supplies and equipment."""
