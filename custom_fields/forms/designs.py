"""Forms of sets and fields. The rules are the services'; rows of choices and of conditions are read from the post by number."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.module_loading import import_string

from custom_fields import kinds
from custom_fields.hosts import HOSTS
from custom_fields.models import Field, FieldSet
from custom_fields.queries.schemas import Schema
from custom_fields.queries.words import OPS
from custom_fields.services.fields import MOST_CHOICES

# An app above this one.
AREAS, CONTACT_KINDS = "matters.models.PracticeArea", "matters.models.Contact"


class SetForm(forms.Form):
    """A set of fields."""

    host = forms.ChoiceField(label="For", choices=[(h.key, h.plural) for h in HOSTS.values()])
    name = forms.CharField(max_length=80)
    note = forms.CharField(
        max_length=300,
        required=False,
        label="Note",
        help_text="Shown below the heading, for whoever fills it in.",
    )
    everywhere = forms.TypedChoiceField(
        label="Which records have it",
        choices=[("yes", "All"), ("no", "Those of some practice areas")],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        required=False,
        empty_value=None,
    )
    areas = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label="Practice areas", widget=forms.CheckboxSelectMultiple
    )
    kinds_ = forms.MultipleChoiceField(
        required=False,
        label="Kinds of contact",
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen means all.",
    )

    def __init__(self, *args, field_set: FieldSet | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = import_string(AREAS).objects.filter(is_active=True)
        self.fields["kinds_"].choices = import_string(CONTACT_KINDS).Kind.choices
        if field_set is not None:
            del self.fields["host"]
            drop = ("everywhere", "areas") if not HOSTS[field_set.host].areas else ("kinds_",)
            if field_set.host != "contact" and "kinds_" not in drop:
                drop = (*drop, "kinds_")
            for name in drop:
                del self.fields[name]

    def clean_everywhere(self) -> bool:
        """All records, unless "some practice areas" is chosen."""
        return self.cleaned_data["everywhere"] is not False


class FieldForm(forms.Form):
    """One field of a set, or a column of a group."""

    label = forms.CharField(max_length=80, label="Name")
    type = forms.ChoiceField(choices=Field.Type.choices)
    key = forms.CharField(
        max_length=40,
        required=False,
        help_text="Its name in formulas, letters, files and the API. Left out: made from the name.",
    )
    hint = forms.CharField(max_length=200, required=False, help_text="Shown below the field.")
    required = forms.BooleanField(
        required=False, label="Must be filled in", help_text="When a record is made or its form is saved."
    )
    required_at = forms.MultipleChoiceField(
        required=False,
        label="Asked for before",
        widget=forms.CheckboxSelectMultiple,
        help_text="A record does not go on to these steps while the field is empty.",
    )
    length = forms.IntegerField(required=False, min_value=1, max_value=kinds.TEXT, label="Most characters")
    decimals = forms.IntegerField(required=False, min_value=0, max_value=4)
    min = forms.CharField(required=False, max_length=20, label="At least")
    max = forms.CharField(required=False, max_length=20, label="At most")
    result = forms.ChoiceField(required=False, choices=kinds.RESULTS, label="It gives")
    formula = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "mono"}),
    )
    join = forms.ChoiceField(
        required=False,
        label="Shown when",
        choices=[("all", "all of these hold"), ("any", "one of these holds")],
    )

    def __init__(
        self, data=None, *, field_set: FieldSet, parent: Field | None, field: Field | None, known: Schema
    ):
        initial: dict[str, Any] = {}
        if field is not None:
            initial = {
                "label": field.label, "type": field.type, "key": field.key, "hint": field.hint, "required": field.required,
                "required_at": field.required_at, "formula": field.formula, "join": field.visible_if.get("join", "all"),
                **field.settings,
            }  # fmt: skip
        super().__init__(data, initial=initial)
        self.field_set, self.parent, self.field, self.known = field_set, parent, field, known
        types = list(Field.Type.choices)
        if parent is not None:
            types = [t for t in types if t[0] not in (Field.Type.GROUP, Field.Type.FILE)]
        if field_set.host in ("contact", "lead"):
            types = [t for t in types if t[0] != Field.Type.FILE]
        self.fields["type"].choices = types
        steps = HOSTS[field_set.host].steps_now() if parent is None else []
        if steps:
            self.fields["required_at"].choices = steps
        else:
            del self.fields["required_at"]

    @property
    def choice_rows(self) -> list[dict[str, Any]]:
        """The choices as rows: as typed, else as they are, with an empty one at the end."""
        if self.is_bound:
            return [*self._choices(), {}]
        return [*(self.field.choices if self.field else []), {}]

    def _choices(self) -> list[dict[str, Any]]:
        return [
            {
                "key": self.data.get(f"choice-{n}-key", ""),
                "label": self.data.get(f"choice-{n}-label", ""),
                "retired": bool(self.data.get(f"choice-{n}-retired")),
            }
            for n in _numbers(self.data, "choice", MOST_CHOICES)
        ]

    @property
    def rule_rows(self) -> list[dict[str, Any]]:
        """The rules of the condition as rows."""
        if self.is_bound:
            return self._rules()
        rules = (self.field.visible_if if self.field else {}).get("rules", [])
        return [{"field": str(rule["field"]), "op": rule["op"], "value": self._words(rule)} for rule in rules]

    def _words(self, rule: Mapping[str, Any]) -> str:
        source = self.known.by_id.get(int(rule["field"]))
        said = []
        for value in rule.get("value") or ():
            if source is not None and source.type in (Field.Type.PICKLIST, Field.Type.MULTI):
                said.append(next((c["label"] for c in source.choices if c["key"] == value), value))
            else:
                said.append(str(value))
        return "; ".join(said)

    def _rules(self) -> list[dict[str, Any]]:
        found = [
            {name: self.data.get(f"rule-{n}-{name}", "") for name in ("field", "op", "value")}
            for n in _numbers(self.data, "rule", 20)
        ]
        return [rule for rule in found if rule["field"]]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Fields that a condition may look at."""
        rows = [
            row
            for row in self.known.rows
            if row.type != Field.Type.GROUP
            and (row.parent_id is None or (self.parent is not None and row.parent_id == self.parent.pk))
            and (self.field is None or row.pk != self.field.pk)
        ]
        return [(str(row.pk), f"{row.label} ({row.field_set.name})") for row in rows]

    @property
    def ops(self) -> list[tuple[str, str]]:
        """Ways to compare."""
        return list(OPS.items())

    @property
    def words(self) -> list[tuple[str, str]]:
        """Keys and names that a formula may use."""
        found = []
        for row in self.known.rows:
            if row.type in kinds.REFERENCES or (self.field is not None and row.pk == self.field.pk):
                continue
            if row.parent_id is not None:
                group = self.known.by_id[row.parent_id]
                own = self.parent is not None and self.parent.pk == group.pk
                found.append((row.key if own else f"{group.key}.{row.key}", f"{group.label}: {row.label}"))
            else:
                found.append((row.key, row.label))
        return found

    def values(self) -> dict[str, Any]:
        """What save_field takes."""
        data = self.cleaned_data
        return {
            "label": data["label"],
            "type": data["type"],
            "key": data["key"],
            "hint": data["hint"],
            "required": data["required"],
            "required_at": data.get("required_at") or [],
            "choices": self._choices(),
            "settings": {name: data.get(name) for name in ("length", "decimals", "min", "max", "result")},
            "formula": data["formula"],
            "visible_if": {"join": data["join"], "rules": self._rules()},
        }


def _numbers(data: Mapping[str, Any], name: str, most: int) -> list[int]:
    pattern = re.compile(rf"{name}-(\d{{1,4}})-\w+")
    return sorted({int(found[1]) for key in data if (found := pattern.fullmatch(key))})[:most]
