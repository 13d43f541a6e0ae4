"""Forms: the values of a record, and the sets and fields themselves."""

from custom_fields.forms.designs import FieldForm, SetForm
from custom_fields.forms.values import CustomFieldsForm, Item, control

__all__ = ["CustomFieldsForm", "FieldForm", "Item", "SetForm", "control"]
