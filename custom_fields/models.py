"""The firm's own fields."""
