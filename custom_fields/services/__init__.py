"""Writing custom fields: the values of records, and the sets and fields themselves."""

from custom_fields.services.fields import delete_field, records_with, retire_field, save_field, why_type_stays
from custom_fields.services.files import attach_file
from custom_fields.services.sets import order_fields, order_sets, retire_set, save_set
from custom_fields.services.values import (
    FieldErrors,
    carry_over,
    examine,
    put_what_fits,
    recompute,
    set_custom,
)

__all__ = [
    "FieldErrors",
    "attach_file",
    "carry_over",
    "delete_field",
    "examine",
    "order_fields",
    "order_sets",
    "put_what_fits",
    "recompute",
    "records_with",
    "retire_field",
    "retire_set",
    "save_field",
    "save_set",
    "set_custom",
    "why_type_stays",
]
