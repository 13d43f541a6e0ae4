"""Parts of the forms of events and deadlines that apps above the calendar bring: a fieldset of theirs, kept after the event is.

A part is a class by dotted name, made anew for each form: `Part(member, obj)` with

- `label`, what the fold is called, and `is_open`, whether it stands open;
- `fields`, {name: form field with its initial value};
- `save(event, data, changed)`, called in the event's transaction with the cleaned values and the names of those that
  were changed. Raises DomainError with the field.
"""

from typing import Any, Protocol

from django import forms
from django.utils.module_loading import import_string

from accounts.models import Member
from calendar_app.models import Deadline, Event

PARTS: tuple[str, ...] = ("reminders.event_form.Reminders",)
OF_DEADLINES: tuple[str, ...] = ("reminders.event_form.RemindMe",)


class Part(Protocol):
    """What such a class has."""

    label: str
    is_open: bool
    fields: dict[str, forms.Field]

    def save(self, event: Any, data: dict[str, Any], changed: set[str]) -> None: ...


def parts_for(member: Member, event: Event | None) -> list[Part]:
    """The parts of a form in which `member` enters an event, or changes `event`."""
    return [import_string(path)(member, event) for path in PARTS]


def parts_for_deadline(member: Member, deadline: Deadline | None) -> list[Part]:
    """The parts of a form in which `member` enters a deadline, or changes `deadline`."""
    return [import_string(path)(member, deadline) for path in OF_DEADLINES]


class WithParts(forms.Form):
    """A form that other apps bring parts to, kept in `parts`."""

    parts: list[Part]

    def add_parts(self, parts: list[Part]) -> None:
        """Take their fields over, at the end of the form."""
        self.parts = parts
        for part in parts:
            self.fields.update(part.fields)

    @property
    def folds(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """(label, whether it stands open, fields) of what other apps bring."""
        return [
            (
                part.label,
                part.is_open or any(self[name].errors for name in part.fields),
                [self[name] for name in part.fields],
            )
            for part in self.parts
        ]

    def own_data(self) -> dict[str, Any]:
        """What was typed into the form's own fields."""
        brought = {name for part in self.parts for name in part.fields}
        return {name: value for name, value in self.cleaned_data.items() if name not in brought}

    def save_parts(self, obj: Any) -> None:
        """Keep what other apps brought, for what was saved. Raises DomainError with the field."""
        changed = set(self.changed_data)
        for part in self.parts:
            part.save(obj, self.cleaned_data, changed)
