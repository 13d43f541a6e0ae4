"""Conditions in words."""

from collections.abc import Mapping
from typing import Any

from custom_fields import kinds
from custom_fields.models import Field
from custom_fields.queries.schemas import Schema

OPS = {
    "is": "is", "is_not": "is not", "filled": "is filled in", "empty": "is empty", "more": "is more or later than",
    "less": "is less or earlier than",
}  # fmt: skip


def rule_words(known: Schema, condition: Mapping[str, Any]) -> str:
    """A condition in words: `Kind of accident is Other and Injured is yes`."""
    said = []
    for rule in condition.get("rules") or ():
        source = known.by_id.get(int(rule["field"]))
        name = source.label if source else "a field that is gone"
        bare = source and (Field(type="tristate", label="") if source.type == Field.Type.CHECKBOX else source)
        values = [
            kinds.say(bare, v) if bare and bare.type != "multi" else _choice_word(source, v)
            for v in rule.get("value") or ()
        ]
        said.append(" ".join(part for part in (name, OPS[rule.get("op", "is")], " or ".join(values)) if part))
    return (" or " if condition.get("join") == "any" else " and ").join(said)


def _choice_word(source: Field | None, key: str) -> str:
    return next((c["label"] for c in (source.choices if source else []) if c["key"] == key), key)
