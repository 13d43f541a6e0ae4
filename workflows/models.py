"""Task lists and automations."""
