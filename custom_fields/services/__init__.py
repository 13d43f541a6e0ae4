"""Writing custom fields: the values of records."""

from custom_fields.services.values import FieldErrors, carry_over, examine, recompute, set_custom

__all__ = ["FieldErrors", "carry_over", "examine", "recompute", "set_custom"]
