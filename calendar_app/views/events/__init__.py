"""One event: entered, looked at, changed, moved, called off, answered, verified."""
