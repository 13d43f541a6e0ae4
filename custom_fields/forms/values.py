"""The firm's own fields in forms. What is typed is judged by services.examine alone; these fields only carry it.

    custom = CustomFieldsForm(request.POST or None, host="contact", member=member, obj=contact)
    if form.is_valid() and custom.is_valid(): …; custom.save(contact)

and `{% include "custom_fields/_form.html" with custom=custom %}` in the page's form.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Member
from custom_fields import kinds
from custom_fields.models import Field
from custom_fields.queries.names import named, references, rows_of, say_all
from custom_fields.queries.schemas import EVERY, Schema, schema, schema_of
from custom_fields.queries.sheet import Sheet
from custom_fields.services import examine, set_custom
from practice.fields import PickField

# How the apps above find records by typed text, and their comboboxes.
FINDERS = {
    "contact": ("matters.queries.find.find_contacts", "contact_options", "Name, company or e-mail"),
    "matter": ("matters.queries.find.find_matters", "matter_options", "Number, caption or client"),
}


MARK = "cf-form"


class _Carried(forms.Field):
    """Hands on what was typed."""

    def clean(self, value):
        return value


class _Picked(PickField):
    """A contact or a matter from a searched list; what a reader may not see is said, and kept when nothing else is chosen."""

    def clean(self, value):
        same = str(value) in (str(self.initial), kinds.RESTRICTED)
        if self.initial and same:
            return self.initial
        return super().clean(value)

    def _label_of_key(self, key) -> str:
        return super()._label_of_key(key) or (kinds.RESTRICTED if key else "")


def _picked(field: Field, member: Member | None, **kwargs: Any) -> forms.Field:
    finder, url_name, placeholder = FINDERS[field.type]
    return _Picked(
        rows_of(field.type, member),
        url_name=url_name,
        find=partial(_find, finder),
        placeholder=placeholder,
        **kwargs,
    )


def _find(finder: str, rows, text: str):
    return import_string(finder)(rows, text)


def _carried(widget: forms.Widget, **kwargs: Any) -> forms.Field:
    return _Carried(widget=widget, **kwargs)


def typed(field: Field, value: Any) -> Any:
    """A kept value as it stands in a control."""
    if value is None:
        return None
    if field.type == Field.Type.DATE:
        day = kinds.day_of(value)
        return kinds.say_day(day) if day else value
    if field.type == Field.Type.CURRENCY:
        number = kinds.decimal_of(value)
        return value if number is None else f"{number:,.2f}"
    return value


def control(
    field: Field, member: Member | None, value: Any = None, *, matter: Any = None
) -> forms.Field | None:
    """The form field of a custom field; None for formulas and groups. `matter` lets a file be chosen among its documents."""
    said: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": False,
        "initial": typed(field, value),
    }
    kind = field.type
    if kind in ("formula", "group"):
        return None
    if kind in FINDERS:
        return _picked(field, member, **said)
    if kind == "checkbox":
        return _carried(forms.CheckboxInput(), **said)
    if kind == "tristate":
        return _carried(forms.Select(choices=[("", "—"), *kinds.TRISTATES]), **said)
    if kind == "picklist":
        return _carried(forms.Select(choices=[("", "—"), *kinds.choices_of(field, keep=value)]), **said)
    if kind == "multi":
        return _carried(forms.CheckboxSelectMultiple(choices=kinds.choices_of(field, keep=value)), **said)
    if kind == "user":
        people = Member.objects.active().order_by("name") | Member.objects.filter(pk=value or 0)
        return _carried(forms.Select(choices=[("", "—"), *((str(m.pk), m.name) for m in people)]), **said)
    if kind == "file":
        if matter is None:
            return None
        papers = rows_of("file", member).filter(matter=matter).order_by("-updated_at")[:200]
        return _carried(forms.Select(choices=[("", "—"), *((str(d.pk), d.name) for d in papers)]), **said)
    if kind == "long_text":
        return _carried(forms.Textarea(attrs={"rows": 3, "maxlength": kinds.LONG_TEXT}), **said)
    if kind == "date":
        return _carried(forms.DateInput(), **said)
    own: dict[str, dict[str, Any]] = {
        "time": {"placeholder": "2:30 pm"},
        "numeric": {"inputmode": "decimal"},
        "url": {"inputmode": "url", "placeholder": "https://", "maxlength": 500},
        "text": {"maxlength": int(field.settings.get("length") or kinds.TEXT)},
    }
    attrs = own.get(kind, {})
    widget = forms.EmailInput if kind == "email" else forms.TextInput
    return _carried(widget(attrs={**attrs, "autocomplete": "off"}), **said)


@dataclass(frozen=True)
class Item:
    """One field as the form's template shows it: a bound control, or a group with its rows."""

    field: Field
    bound: Any = None
    group: "GroupRows | None" = None
    rules: str = ""
    shown: bool = True
    text: str = ""


@dataclass(frozen=True)
class GroupRows:
    """The rows of a repeating group and an empty one to copy."""

    name: str
    field: Field
    rows: list["RowForm"]
    blank: "RowForm"
    errors: list[str]


class RowForm(forms.Form):
    """One row of a repeating group. Its controls are named cf12-0-15: group, number, column."""

    def __init__(
        self,
        data,
        *,
        group: Field,
        members: list[Field],
        number: str,
        row: Mapping[str, Any],
        member: Member | None,
    ):
        super().__init__(data, prefix=f"cf{group.pk}-{number}", use_required_attribute=False)
        self.group, self.members, self.number, self.row = group, members, number, row
        for column in members:
            made = control(column, member, row.get(column.id_text))
            if made is not None:
                self.fields[column.id_text] = made

    def raw(self) -> dict[str, Any]:
        """What was typed in the row; errors of comboboxes are on the form."""
        self.is_valid()
        return {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "", [], False)
        }

    @property
    def items(self) -> list[Item]:
        """The columns in order, formulas as their text."""
        return [
            Item(
                column,
                self[column.id_text] if column.id_text in self.fields else None,
                rules=rules_of(column),
                text=kinds.say(column, self.row.get(column.id_text)),
            )
            for column in self.members
        ]


def rules_of(field: Field) -> str:
    """The condition of a field for the browser, which shows and hides as one types."""
    return json.dumps(field.visible_if) if field.visible_if else ""


class CustomFieldsForm(forms.Form):
    """The fields of one record, or of one that is to be made: those of a practice area (`area`, an id or None).

    `only` narrows it to one field, for inline editing. Required fields are demanded unless `only` is given.
    """

    def __init__(
        self,
        data=None,
        *,
        host: str,
        member: Member | None,
        obj: Any = None,
        area: Any = EVERY,
        kind: str | None = None,
        only: Field | None = None,
        matter: Any = None,
        known: Schema | None = None,
    ):
        # A short form, or a program's post, that has none of these fields leaves them as they are.
        self.absent = data is not None and only is None and MARK not in data
        super().__init__(None if self.absent else data, use_required_attribute=False)
        self.host, self.member, self.obj, self.only = host, member, obj, only
        self.schema = known or (schema_of(obj) if obj is not None else schema(host, area=area, kind=kind))
        self.custom: dict[str, Any] = (obj.custom if obj is not None else None) or {}
        self.sheet = Sheet(self.schema, self.custom)
        self.groups: dict[int, GroupRows] = {}
        self._raw: dict[str, Any] = {}
        self._settled: dict[str, Any] = {}
        self.reload_url = self.reload_on = ""
        for field in self.wanted:
            if field.type == Field.Type.GROUP:
                self.groups[field.pk] = self._group(field)
                continue
            made = control(field, member, self.sheet.stored(field), matter=matter)
            if made is not None:
                self.fields[f"cf{field.pk}"] = made

    @property
    def wanted(self) -> list[Field]:
        """The fields of the form."""
        return [self.only] if self.only is not None else self.schema.fields

    def _group(self, group: Field) -> GroupRows:
        name, members = f"cf{group.pk}", self.schema.members(group)
        make = partial(RowForm, group=group, members=members, member=self.member)
        stored = self.sheet.stored(group)
        kept = [row for row in stored if isinstance(row, dict)] if isinstance(stored, list) else []
        if self.is_bound:
            pattern = re.compile(rf"{name}-(\d{{1,4}})-\d+(_text)?")
            numbers = sorted({int(found[1]) for key in self.data if (found := pattern.fullmatch(key))})
            rows = [
                make(self.data, number=str(n), row=kept[n] if n < len(kept) else {})
                for n in numbers[: kinds.MOST_ROWS + 1]
            ]
        else:
            rows = [make(None, number=str(n), row=row) for n, row in enumerate(kept)]
        return GroupRows(name, group, rows, make(None, number="__n__", row={}), [])

    def clean(self):
        data = super().clean() or self.cleaned_data
        raw = {name[2:]: value for name, value in data.items() if name.startswith("cf")}
        filled: dict[int, list[RowForm]] = {}
        for pk, group in self.groups.items():
            pairs = [(row, row.raw()) for row in group.rows]
            filled[pk] = [row for row, typed_ in pairs if typed_ or row.errors]
            raw[str(pk)] = [typed_ for row, typed_ in pairs if typed_ or row.errors]
            if any(row.errors for row in group.rows):
                self.add_error(None, f"Check the rows of {group.field.label}.")
        self._raw = raw
        self._settled, errors = examine(
            self.schema, self.custom, raw, by=self.member, whole=self.only is None
        )
        for path, message in errors.items():
            self._place(path, message, filled)
        return data

    def _place(self, path: str, message: str, filled: Mapping[int, list[RowForm]]) -> None:
        top, _, rest = path.partition(".")
        if rest:
            number, _, column = rest.partition(".")
            row = filled.get(int(top), [])[int(number)]
            row.add_error(column if column in row.fields else None, message)
            self.add_error(None, f"{row.group.label} {int(number) + 1}: {message}")
        elif f"cf{top}" in self.fields:
            if not self.errors.get(f"cf{top}"):
                self.add_error(f"cf{top}", message)
        elif int(top) in self.groups:
            self.groups[int(top)].errors.append(message)
            self.add_error(None, f"{self.groups[int(top)].field.label}: {message}")
        elif self.only is None and self.schema.by_id[int(top)].type != Field.Type.FILE:
            self.add_error(None, f"{self.schema.by_id[int(top)].label}: {message}")

    def would_be(self) -> dict[str, Any]:
        """`custom` as it would be kept; after `is_valid`."""
        return self._settled

    def said(self) -> list[tuple[str, str]]:
        """(name, value in words) of what would be kept; after `is_valid`. For the preview of a set."""
        sheet = Sheet(self.schema, self._settled)
        names = named(references(self.schema, [self._settled]), self.member)
        found = [
            (f, say_all(self.schema, f, sheet.value(f), names))
            for f in self.schema.fields
            if sheet.visible(f)
        ]
        return [
            (f.label, sheet.faults.get(f.pk) or text) for f, text in found if text or f.pk in sheet.faults
        ]

    def reloading(self) -> "CustomFieldsForm":
        """The form of a new record, told to fetch itself again when its practice area, or a contact's kind, changes."""
        self.reload_url = reverse("custom_inputs", args=[self.host])
        self.reload_on = {"contact": "[name=kind]", "task": "[name=matter]"}.get(
            self.host, "#id_practice_area"
        )
        return self

    def unjudged(self) -> "CustomFieldsForm":
        """What was typed so far, without a word about it: the practice area was changed meanwhile."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for group in self.groups.values():
            for row in group.rows:
                row._errors = ErrorDict()
        return self

    def is_valid(self) -> bool:
        """Whether what was typed can be kept; also when the page had none of these fields, and nothing changes."""
        return self.absent or super().is_valid()

    def save(self, obj: Any, *, by: Member | None = None, new: bool = False) -> Any:
        """Write what was typed to `obj`. `new`: the record was made just now by who fills the form in."""
        if self.absent or not self.wanted:
            return obj
        return set_custom(obj, self._raw, by=by or self.member, new=new)

    @property
    def sections(self) -> Iterator[tuple[Any, list[Item]]]:
        """(set, its items) for the template."""
        for section in self.schema.sections:
            items = [self._item(field) for field in section.fields if field in self.wanted]
            items = [item for item in items if item.bound is not None or item.group is not None or item.text]
            if items:
                yield section.set, items

    def _item(self, field: Field) -> Item:
        name = f"cf{field.pk}"
        return Item(
            field,
            self[name] if name in self.fields else None,
            self.groups.get(field.pk),
            rules_of(field),
            self.is_bound or self.sheet.visible(field),
            kinds.say(field, self.sheet.value(field)) if field.type == Field.Type.FORMULA else "",
        )
