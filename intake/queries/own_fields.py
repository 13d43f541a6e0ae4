"""The firm's own fields of leads that an answer of a public form may go into."""

from custom_fields.models import Field
from custom_fields.queries import fields_of

# What a stranger types cannot be a record of the firm, a file goes to the lead's files, a formula is worked out.
CLOSED = {"formula", "group", "file", "contact", "matter", "user"}


def takes_answers() -> list[Field]:
    """Fields of leads that take an answer in words."""
    return [field for field in fields_of("lead") if field.type not in CLOSED]
