"""Parts of the event form that apps above the calendar bring: a fieldset of theirs, kept after the event is.

A part is a class by dotted name, made anew for each form: `Part(member, event, instance)` with

- `label`, what the fold is called, and `is_open`, whether it stands open;
- `fields`, {name: form field with its initial value};
- `save(event, data, changed)`, called in the event's transaction with the cleaned values and the names of those that
  were changed. Raises DomainError with the field.
"""

from typing import Any, Protocol

from django import forms
from django.utils.module_loading import import_string

from accounts.models import Member
from calendar_app.models import Event

PARTS: tuple[str, ...] = ("reminders.event_form.Reminders",)


class Part(Protocol):
    """What such a class has."""

    label: str
    is_open: bool
    fields: dict[str, forms.Field]

    def save(self, event: Event, data: dict[str, Any], changed: set[str]) -> None: ...


def parts_for(member: Member, event: Event | None) -> list[Part]:
    """The parts of a form in which `member` enters an event, or changes `event`."""
    return [import_string(path)(member, event) for path in PARTS]
