"""Pages and fragments of custom fields."""
