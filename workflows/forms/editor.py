"""The editor of an automation as data: read from what was posted, changed by its buttons, and laid out for the page.

The whole automation stands in the form, so that adding and removing lines works without script: each button posts the form
and gets it back changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.models import Automation
from workflows.queries.automations import setting_options
from workflows.queries.conditions import OPERATORS, WITHOUT
from workflows.queries.fields import CHOICE, DATE, PERSON, TAGS, fields_for
from workflows.queries.starters import Starter
from workflows.queries.triggers import TRIGGERS
from workflows.services.actions import BOOK
from workflows.services.actions.base import people_choices
from workflows.services.actions.book import fits

# More lines than anybody needs, so that a forged form does not grow without end.
MOST_LINES = 30


@dataclass
class Editor:
    """What the form holds now."""

    name: str = ""
    note: str = ""
    trigger: str = "matter_staged"
    settings: dict[str, str] = field(default_factory=dict)
    match: str = "all"
    conditions: list[dict[str, str]] = field(default_factory=list)
    actions: list[dict[str, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, automation: Automation) -> "Editor":
        """An automation as it stands."""
        return cls(
            automation.name,
            automation.note,
            automation.trigger,
            {key: str(value) for key, value in automation.settings.items()},
            automation.match,
            [dict(row) for row in automation.conditions],
            [dict(row) for row in automation.actions],
        )

    @classmethod
    def starting(cls, starter: Starter) -> "Editor":
        """An example, with the firm's own list of a like name chosen where there is one."""
        settings = {key: str(value) for key, value in starter.settings.items()}
        return cls(
            starter.name,
            starter.text,
            starter.trigger,
            settings,
            "all",
            [dict(c) for c in starter.conditions],
            [dict(a) for a in starter.actions],
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Editor":
        """From a posted form."""
        trigger = data.get("trigger", "")
        if trigger not in TRIGGERS:
            trigger = "matter_staged"
        found = cls(data.get("name", ""), data.get("note", ""), trigger, match=data.get("match", "all"))
        found.settings = {s.name: data.get(f"setting-{s.name}", "") for s in TRIGGERS[trigger].settings}
        for number in range(1, MOST_LINES + 1):
            if f"condition-{number}-field" in data:
                found.conditions.append(
                    {part: data.get(f"condition-{number}-{part}", "") for part in ("field", "op", "value")}
                )
            if f"action-{number}-kind" in data:
                kind = data.get(f"action-{number}-kind", "")
                inputs = BOOK[kind].inputs if kind in BOOK else ()
                found.actions.append(
                    {"kind": kind} | {one.name: data.get(f"action-{number}-{one.name}", "") for one in inputs}
                )
        return found

    def press(self, button: str) -> None:
        """What a button of the form does: add a line, take one out, move one up."""
        what, _, number = button.partition(":")
        place = int(number) - 1 if number.isdecimal() else -1
        if what == "add-condition":
            self.conditions.append({"field": "", "op": "", "value": ""})
        elif what == "add-action":
            self.actions.append({"kind": ""})
        elif what == "drop-condition" and 0 <= place < len(self.conditions):
            del self.conditions[place]
        elif what == "drop-action" and 0 <= place < len(self.actions):
            del self.actions[place]
        elif what == "up-action" and 0 < place < len(self.actions):
            self.actions[place - 1], self.actions[place] = self.actions[place], self.actions[place - 1]

    def content(self) -> dict[str, Any]:
        """What the services take."""
        return {
            "name": self.name,
            "note": self.note,
            "trigger": self.trigger,
            "settings": self.settings,
            "match": self.match,
            "conditions": self.conditions,
            "actions": self.actions,
        }

    def shown(self) -> dict[str, Any]:
        """What the page draws: every choice with its options, and the errors beside their fields."""
        trigger = TRIGGERS[self.trigger]
        fields = fields_for(trigger.subject)
        return {
            "editor": self,
            "triggers": _grouped(TRIGGERS.values(), self.trigger),
            "settings": [
                {
                    "name": f"setting-{s.name}",
                    "label": s.label,
                    "value": self.settings.get(s.name, ""),
                    "options": setting_options(s),
                    "days": s.kind == "days",
                    "any": not s.required,
                    "error": self.errors.get(f"setting-{s.name}", ""),
                }
                for s in trigger.settings
            ],
            "conditions": [self._condition(n, row, fields) for n, row in enumerate(self.conditions, start=1)],
            "actions": [self._action(n, row) for n, row in enumerate(self.actions, start=1)],
            "timed": trigger.timed,
        }

    def _condition(self, number: int, row: Mapping[str, str], fields) -> dict[str, Any]:
        found = fields.get(row.get("field", ""))
        operators = OPERATORS[found.kind] if found else []
        op = row.get("op", "")
        if op not in dict(operators):
            op = operators[0][0] if operators else ""
        typed = found is not None and op not in WITHOUT
        kind = ""
        if typed:
            kind = "text"
            if found.kind in (CHOICE, PERSON):
                kind = "select"
            elif found.kind == DATE and op != "within":
                kind = "date"
            elif found.kind == TAGS and found.options():
                kind = "select"
        return {
            "number": number,
            "prefix": f"condition-{number}",
            "field": row.get("field", ""),
            "fields": _grouped(fields.values(), row.get("field", "")),
            "op": op,
            "operators": operators,
            "value": row.get("value", ""),
            "input": kind,
            "options": found.options() if found is not None and kind == "select" else [],
            "error": self.errors.get(f"condition-{number}", ""),
        }

    def _action(self, number: int, row: Mapping[str, str]) -> dict[str, Any]:
        action = BOOK.get(row.get("kind", ""))
        kinds = [(one.kind, one.label) for one in BOOK.values() if fits(one, self.trigger)]
        inputs = []
        for one in action.inputs if action else ():
            options = people_choices() if one.kind == "people" else one.options()
            inputs.append(
                {
                    "name": f"action-{number}-{one.name}",
                    "label": one.label,
                    "kind": "select" if one.kind in ("choice", "people") else one.kind,
                    "value": row.get(one.name) or one.initial,
                    "options": options,
                    "hint": one.hint,
                    "required": one.required,
                    "longest": one.longest,
                    "error": self.errors.get(f"action-{number}-{one.name}", ""),
                }
            )
        return {
            "number": number,
            "prefix": f"action-{number}",
            "kind": row.get("kind", ""),
            "kinds": kinds,
            "inputs": inputs,
            "icon": action.icon if action else "bolt",
            "undoing": action.undoing if action else "",
            "error": self.errors.get(f"action-{number}-kind", ""),
        }


def _grouped(rows, chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Rows with key, label and group as the groups of a select, in order."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for row in rows:
        found.setdefault(row.group, []).append((row.key, row.label, row.key == chosen))
    return list(found.items())
