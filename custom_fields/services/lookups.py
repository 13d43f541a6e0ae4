"""References as people and files name them: a contact by its name, a matter by its number, a member by name or e-mail."""

from typing import Any

from accounts.models import Member
from custom_fields.kinds import REFERENCES, Wrong
from custom_fields.models import Field
from custom_fields.queries.names import rows_of

BY: dict[str, tuple[str, ...]] = {
    "contact": ("name__iexact", "email__iexact"),
    "matter": ("number__iexact", "name__iexact"),
    "user": ("name__iexact", "user__email__iexact"),
    "file": ("name__iexact",),
}


def resolve(field: Field, value: Any, by: Member | None) -> Any:
    """`value` with the text of a reference replaced by its id; anything else as it is.

    Digits alone are an id. Raises Wrong when a text names nothing that `by` sees, or several.
    """
    if field.type not in REFERENCES or not isinstance(value, str):
        return value
    text = " ".join(value.replace("\x00", "").split())
    if not text or (text.isdecimal() and len(text) < 19):
        return text
    rows = rows_of(field.type, by)
    for path in BY[field.type]:
        found = list(rows.filter(**{path: text}).order_by("pk").values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise Wrong(
                f"There are several called “{text[:60]}”. Choose {REFERENCES[field.type]} from the list."
            )
    raise Wrong(f"There is no “{text[:60]}” that you can see. Choose {REFERENCES[field.type]} from the list.")
