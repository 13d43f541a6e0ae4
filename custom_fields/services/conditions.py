"""Formulas and conditions of fields, checked before they are kept: what they name is there, and none waits for itself."""

from collections.abc import Mapping
from typing import Any

from custom_fields import formulas, kinds
from custom_fields.models import Field
from custom_fields.queries.schemas import Schema
from custom_fields.queries.words import OPS
from practice.exceptions import DomainError

MOST_RULES = 5


def checked_formula(known: Schema, field: Field, text: str) -> str:
    """The formula, when it can be read, names fields that are there and does not read itself."""
    text = " ".join(text.split())
    try:
        read = formulas.names(text)
    except formulas.FormulaError as error:
        raise DomainError(str(error), field="formula") from None
    siblings = {m.key: m for m in known.members(field.parent)} if field.parent is not None else {}
    for name in sorted(read):
        group_key, dot, column = name.partition(".")
        source = siblings.get(name) or known.by_key.get(group_key)
        if source is None:
            raise DomainError(
                f"There is no field “{name}” here. Fields are named by their keys.", field="formula"
            )
        if dot:
            columns = {m.key: m for m in known.members(source)}
            if source.type != Field.Type.GROUP or column not in columns:
                raise DomainError(f"There is no column “{name}”.", field="formula")
            if field.parent_id == source.pk:
                raise DomainError("A column of the group is named alone, without the group.", field="formula")
            source = columns[column]
        if source.type in kinds.REFERENCES:
            raise DomainError(
                f"A formula cannot read {kinds.REFERENCES[source.type]} (“{source.label}”).", field="formula"
            )
        if source.type == Field.Type.FORMULA and (
            source.pk == field.pk or _reads(known, source, field, set())
        ):
            raise DomainError(f"“{source.label}” reads this field, so this cannot read it.", field="formula")
    return text


def _reads(known: Schema, formula: Field, wanted: Field, seen: set[int]) -> bool:
    if wanted.pk is None or formula.pk in seen:
        return False
    seen.add(formula.pk)
    group = known.by_id.get(wanted.parent_id) if wanted.parent_id else None
    mine = {f"{group.key}.{wanted.key}"} if group else {wanted.key}
    if formula.parent_id and formula.parent_id == wanted.parent_id:
        mine.add(wanted.key)
    read = formulas.names(formula.formula)
    if read & mine:
        return True
    others = (known.by_key.get(name.partition(".")[0]) for name in read)
    return any(
        o.type == Field.Type.FORMULA and _reads(known, o, wanted, seen) for o in others if o is not None
    )


def checked_condition(known: Schema, field: Field, given: Mapping[str, Any]) -> dict[str, Any]:
    """The condition with its values as records keep them. A field is not hidden by one that waits for it."""
    rules = []
    for rule in given.get("rules") or ():
        if not rule.get("field"):
            continue
        rules.append(_rule(known, field, rule))
    if len(rules) > MOST_RULES:
        raise DomainError(f"A condition has at most {MOST_RULES} rules.", field="visible_if")
    if not rules:
        return {}
    return {"join": "any" if given.get("join") == "any" else "all", "rules": rules}


def _rule(known: Schema, field: Field, rule: Mapping[str, Any]) -> dict[str, Any]:
    source = known.find(rule["field"])
    allowed = source is not None and (source.parent_id is None or source.parent_id == field.parent_id)
    if source is None or not allowed or source.type == Field.Type.GROUP:
        raise DomainError("Choose the field that the condition looks at.", field="visible_if")
    if source.pk == field.pk or (field.pk is not None and _waits(known, source, field.pk, set())):
        raise DomainError(f"“{source.label}” is itself shown only with this field.", field="visible_if")
    op = rule.get("op", "is")
    if op not in OPS:
        raise DomainError("Choose how to compare.", field="visible_if")
    found: dict[str, Any] = {"field": source.pk, "op": op}
    if op in ("filled", "empty"):
        return found
    raw = rule.get("value")
    texts = (
        raw if isinstance(raw, list) else [part.strip() for part in str(raw or "").split(";") if part.strip()]
    )
    if not texts:
        raise DomainError(f"Say what “{source.label}” is compared with.", field="visible_if")
    if op in ("more", "less") and source.shown_as not in ("date", "numeric", "currency"):
        raise DomainError(
            f"“{source.label}” is no number or date: compare it with is or is not.", field="visible_if"
        )
    if source.type in kinds.REFERENCES:
        raise DomainError(
            f"For “{source.label}” a condition asks whether it is filled in or empty.", field="visible_if"
        )
    found["value"] = [_compared(source, text) for text in texts]
    return found


def _compared(source: Field, text: Any) -> str:
    """What a condition compares with, as records keep it."""
    bare = Field(type=source.shown_as, label=source.label, choices=source.choices, settings={"decimals": 4})
    if source.type == Field.Type.CHECKBOX:
        bare.type = Field.Type.TRISTATE
    try:
        kept = kinds.clean(bare, text)
    except kinds.Wrong as error:
        raise DomainError(error.messages[0], field="visible_if") from None
    return str(kept[0] if isinstance(kept, list) else kept)


def _waits(known: Schema, source: Field, target: int, seen: set[int]) -> bool:
    if source.pk in seen:
        return False
    seen.add(source.pk)
    for rule in (source.visible_if or {}).get("rules", ()):
        other = known.by_id.get(int(rule["field"]))
        if other is not None and (other.pk == target or _waits(known, other, target, seen)):
            return True
    return False
