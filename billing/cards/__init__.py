"""What billing brings to the home page, by noun."""
