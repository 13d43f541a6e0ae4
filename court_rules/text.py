"""YAML as packs and calendars are written in it: plain data, checked against a schema, each complaint with its place.

Read more strictly than YAML is: dates, times and words like "on" and "no" stay text, an anchor or an alias is an error (a few
lines could grow to gigabytes), and so is a key given twice. A text that would keep a server busy is refused by its size.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from practice.exceptions import DomainError

DATA = Path(__file__).parent / "data"
# Of a text: its characters, its pieces (words, lists, groups), lists and groups within each other, and complaints told.
LARGEST, PIECES, DEEPEST, COMPLAINTS = 400_000, 60_000, 30, 100
_Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong in a text: in which rule ("" when in none), at which field ("periods.0.count"), on which line."""

    message: str
    rule: str = ""
    at: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                f"line {self.line}" if self.line else "",
                f"rule {self.rule}" if self.rule else "",
                f"field {self.at}" if self.at else "",
            )
            if part
        )
        return f"{place[0].upper()}{place[1:]}: {self.message}" if place else self.message


class RuleError(DomainError, ValueError):
    """A rule, pack or calendar cannot be used as asked. Names the pack, the rule and the field as far as there are any.

    `problems` has every complaint about a text that was read; else it has one.
    """

    def __init__(
        self,
        message: str,
        *,
        pack: str = "",
        rule: str = "",
        at: str = "",
        problems: tuple[Problem, ...] = (),
    ):
        name = f"{pack}.{rule}" if pack and rule else pack or rule
        super().__init__(": ".join(part for part in (name, at, message) if part))
        self.pack, self.rule, self.at = pack, rule, at
        self.problems = problems or (Problem(message, rule, at),)


class _Reader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Numbers, true, false and null; everything else is text."""


_Reader.yaml_implicit_resolvers = {}
for _tag, _expression, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:null|~)?$", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,8})$", "-0123456789"),
):
    _Reader.add_implicit_resolver(_tag, re.compile(_expression), list(_first))


def read(text: str, schema: str) -> dict[str, Any]:
    """The data of a YAML text that fits data/schemas/<schema>.json. Raises RuleError with every problem."""
    data, lines = _parse(text)
    _check(data, lines, schema)
    return data


def check(data: Any, schema: str) -> None:
    """The same for data that was not read from a text. Raises RuleError with every problem; no problem has a line."""
    _check(data, {}, schema)


def _check(data: Any, lines: dict[_Place, int], schema: str) -> None:
    found = list(_complaints(data, lines, schema))
    if found:
        name = data.get("pack") or data.get("calendar") or "" if isinstance(data, dict) else ""
        first = found[0]
        raise RuleError(
            first.message,
            pack=name if isinstance(name, str) else "",
            rule=first.rule,
            at=first.at,
            problems=tuple(found),
        )


def lines_of(text: str) -> Callable[[Sequence[str | int]], int]:
    """A function that says on which line the value at a place stands, or the nearest one around it; 0 when the text cannot
    be read."""
    try:
        lines = _parse(text)[1]
    except RuleError:
        lines = {}
    return lambda place: _nearest(lines, tuple(place))


def _parse(text: str) -> tuple[Any, dict[_Place, int]]:
    if len(text) > LARGEST:
        raise RuleError(f"The text is longer than {LARGEST:,} characters.")
    lines: dict[_Place, int] = {}
    try:
        depth = 0
        for number, token in enumerate(yaml.parse(text, Loader=_Reader)):
            if isinstance(token, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(token, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST or number > PIECES:
                said = (
                    "There are too many lists within lists."
                    if depth > DEEPEST
                    else "The text has too many entries."
                )
                raise RuleError(said, problems=(Problem(said, line=token.start_mark.line + 1),))
            if isinstance(token, yaml.AliasEvent) or getattr(token, "anchor", None):
                line = token.start_mark.line + 1
                raise RuleError(
                    "Anchors and aliases (& and *) cannot be used here.",
                    problems=(Problem("Anchors and aliases (& and *) cannot be used here.", line=line),),
                )
        node = yaml.compose(text, Loader=_Reader)
        if node is None:
            raise RuleError("The text is empty.")
        return _plain(node, (), lines), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        said = f"This is no YAML: {error.problem or error.context}."
        raise RuleError(said, problems=(Problem(said, line=line),)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise RuleError("This is no YAML that can be read.") from error


# Control characters, which no database keeps, and marks that turn the direction of what follows.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def _plain(node: yaml.Node, place: _Place, lines: dict[_Place, int]) -> Any:
    """The node as lists, dicts, text and numbers; notes the line of each place."""
    line = lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, n), lines) for n, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value in node.value:
            key = key_node.value
            if not isinstance(key, str):
                raise RuleError(
                    "A key must be a word.", problems=(Problem("A key must be a word.", line=line),)
                )
            if key in found:
                line = key_node.start_mark.line + 1
                said = f"“{key}” stands here twice."
                raise RuleError(said, problems=(Problem(said, at=_dotted((*place, key)), line=line),))
            found[key] = _plain(value, (*place, key), lines)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return found
    match node.tag:
        case "tag:yaml.org,2002:int":
            return int(node.value)
        case "tag:yaml.org,2002:bool":
            return node.value == "true"
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:str":
            if found_bad := _UNSEEN.search(node.value):
                said = f"There is a sign here that nobody can see (U+{ord(found_bad[0]):04X})."
                raise RuleError(said, problems=(Problem(said, at=_dotted(place), line=line),))
            return node.value
    said = f"A value of the kind {node.tag} cannot be used here."
    raise RuleError(said, problems=(Problem(said, at=_dotted(place), line=line),))


@cache
def _validator(schema: str) -> Draft202012Validator:
    found = json.loads((DATA / "schemas" / f"{schema}.json").read_text())
    shared = json.loads((DATA / "schemas" / "shared.json").read_text())
    found["$defs"] = {**shared["$defs"], **found.get("$defs", {})}
    return Draft202012Validator(found)


def _complaints(data: Any, lines: dict[_Place, int], schema: str) -> Iterator[Problem]:
    errors = sorted(
        islice(_validator(schema).iter_errors(data), COMPLAINTS),
        key=lambda error: [str(p) for p in error.absolute_path],
    )
    for error in errors:
        deep = best_match([error]) if error.context else error
        place = tuple(deep.absolute_path)
        rule, rest = _rule_of(data, place)
        yield Problem(_in_words(deep), rule, _dotted(rest), _nearest(lines, place))


def _rule_of(data: Any, place: _Place) -> tuple[str, _Place]:
    if len(place) > 1 and place[0] == "rules" and isinstance(place[1], int):
        row = data["rules"][place[1]]
        key = row.get("key") if isinstance(row, dict) else None
        if isinstance(key, str):
            return key, place[2:]
    return "", place


def _nearest(lines: dict[_Place, int], place: _Place) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 0)


def _dotted(place: _Place) -> str:
    return ".".join(str(part) for part in place)


def _in_words(error: ValidationError) -> str:
    """The complaint in plain words."""
    value = error.instance if isinstance(error.instance, (str, int)) else None
    shown = f"“{value}”" if value is not None else "This"
    match error.validator:
        case "required":
            needed: Any = error.validator_value
            given: Any = error.instance
            missing = [name for name in needed if name not in given]
            return f"“{missing[0]}” is missing."
        case "additionalProperties":
            schema: Any = error.schema
            known: dict[str, Any] = schema.get("properties", {})
            others = [name for name in error.instance if name not in known]
            return f"“{others[0]}” is not known here. Known: {', '.join(sorted(known))}."
        case "enum":
            return f"{shown} is none of: {', '.join(str(v) for v in error.validator_value)}."
        case "pattern":
            said = error.schema.get("description", "")
            return f"{shown} does not fit. {said}".strip()
        case "type":
            wanted = error.validator_value
            names = {
                "integer": "a whole number", "string": "text", "array": "a list", "object": "a group of fields",
                "boolean": "true or false",
            }  # fmt: skip
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return f"{shown} must be {' or '.join(names.get(kind, kind) for kind in kinds)}."
        case "minItems" | "minProperties" | "minLength":
            return "This is empty."
        case "dependentRequired":
            return f"One field is missing beside another: {error.message}."
        case "minimum" | "maximum":
            return f"{shown} is {'less' if error.validator == 'minimum' else 'more'} than {error.validator_value:,}."
        case "maxLength":
            return f"This has more than {error.validator_value:,} characters."
        case "oneOf" | "anyOf" | "not":
            return error.schema.get("description") or "This fits none of the forms that are known."
    return f"{error.message[0].upper()}{error.message[1:]}."
