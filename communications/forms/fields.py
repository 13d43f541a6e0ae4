"""Fields that several forms of this room have."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Member
from accounts.queries import away
from communications.lengths import parse_length, typed_length
from communications.queries.desk import colleagues
from matters.forms import ContactPick, MatterPick
from matters.models import Matter


class LengthField(forms.Field):
    """How long a call lasted; the value is seconds."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Length")
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        try:
            return parse_length(str(value or "")[:40])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value):
        return typed_length(value) if isinstance(value, int) else value

    def widget_attrs(self, widget):
        return {"inputmode": "text", "autocomplete": "off", "placeholder": "minutes"}


class PersonField(forms.TypedChoiceField):
    """A colleague; who is away says so in the list. `first` goes in front."""

    def __init__(self, *, people: list[Member] | None = None, none: str = "", **kwargs):
        people = list(colleagues()) if people is None else people
        gone = away()
        self.by_id = {str(m.pk): m for m in people}
        choices = [(str(m.pk), f"{m.name} ({gone[m.pk]})" if m.pk in gone else m.name) for m in people]
        if none or not kwargs.get("required", True):
            choices.insert(0, ("", none))
        elif len(people) != 1:
            choices.insert(0, ("", "Choose"))
        super().__init__(
            choices=choices, coerce=lambda value: self.by_id[str(value)], empty_value=None, **kwargs
        )


def contact_field(member: Member) -> ContactPick:
    """Who of the contacts it is."""
    return ContactPick(member, required=False)


def matter_field(member: Member) -> MatterPick:
    """The matter it is about: any that is not declined."""
    rows = Matter.objects.visible_to(member).exclude(state="declined")
    return MatterPick(member, queryset=rows, required=False)


class TimeOfDay(forms.TimeField):
    """A time of the day."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**kwargs)


def moment(day: datetime.date, at: datetime.time) -> datetime.datetime:
    """The moment of a day and a time, where the firm is."""
    return timezone.make_aware(datetime.datetime.combine(day, at))
