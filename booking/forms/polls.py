"""Forms of “find a time” and of polls."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import Member
from booking.queries.zones import groups
from calendar_app.models import Event, Room
from calendar_app.recurrence import placed
from matters.forms.matters import team_field
from matters.forms.pickers import ContactPick, MatterPick
from practice.fields import DayField

LENGTHS = (
    (15, "15 min"),
    (30, "30 min"),
    (45, "45 min"),
    (60, "1 h"),
    (90, "1½ h"),
    (120, "2 h"),
    (180, "3 h"),
    (240, "4 h"),
)
# What a meeting found here can be; dates of a court are entered with the court.
KINDS = [
    (value, label)
    for value, label in Event.Kind.choices
    if value in ("meeting", "call", "consultation", "mediation", "deposition", "other")
]
WHO = re.compile(r"^(?:(?P<name>[^<>]*?)\s*<)?(?P<email>[^<>\s]+@[^<>\s]+)>?$")


class FindForm(forms.Form):
    """Whose common time is looked for."""

    minutes = forms.TypedChoiceField(choices=LENGTHS, coerce=int, initial=60, label="Length")
    first = DayField(label="From", widget=forms.DateInput)
    days = forms.TypedChoiceField(
        choices=((7, "1 week"), (14, "2 weeks"), (28, "4 weeks")), coerce=int, initial=14, label="Over"
    )
    room = forms.ModelChoiceField(None, required=False, empty_label="No room")
    guest_zone = forms.ChoiceField(required=False, label="An outside guest’s time zone")

    def __init__(self, *args, people: list[Member], rooms: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"] = team_field(people, label="Needed")
        self.fields["wished"] = team_field(people, required=False, label="If they can")
        self.takes_rooms = rooms
        self.fields["room"].queryset = Room.objects.open() if rooms else Room.objects.none()
        self.fields["guest_zone"].choices = [("", "None"), *groups()]

    def clean(self):
        data = super().clean()
        needed = data.get("people") or []
        data["wished"] = [person for person in data.get("wished") or [] if person not in needed]
        return data


class GuestsField(forms.CharField):
    """Outside people, one a line: Name <mail@example.com>."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value):
        found = []
        for line in re.split(r"[\n;]", super().to_python(value)):
            line = line.strip().rstrip(",")
            if not line:
                continue
            match = WHO.match(line)
            try:
                validate_email(match["email"] if match else "")
            except ValidationError:
                raise forms.ValidationError(
                    f"“{line}” has no e-mail address. Type Name <name@example.com>."
                ) from None
            name = " ".join((match["name"] or "").split()) or match["email"].split("@")[0]
            found.append((name, match["email"]))
        return found

    def prepare_value(self, value):
        return "\n".join(f"{name} <{email}>" for name, email in value) if isinstance(value, list) else value


class Outside(forms.Form):
    """People outside the firm: contacts that are picked, and others as Name <mail@example.com>."""

    CONTACTS = ("contact_1", "contact_2", "contact_3")

    guests = GuestsField(label="Others", help_text="One a line: Name <name@example.com>.")

    def __init__(self, *args, member: Member, contacts: int = 3, **kwargs):
        super().__init__(*args, **kwargs)
        self.contacts = self.CONTACTS[:contacts]
        for number, name in enumerate(self.contacts, 1):
            self.fields[name] = ContactPick(
                member, required=False, label="Contact" if number == 1 else f"Contact {number}"
            )

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        """The fields in which contacts are picked."""
        return [self[name] for name in self.contacts]

    def clean(self):
        data = super().clean()
        data["contacts"] = list(dict.fromkeys(data[name] for name in self.contacts if data.get(name)))
        for name in self.contacts:
            contact = data.get(name)
            if contact is not None and not contact.email:
                self.add_error(name, f"{contact.name} has no e-mail address. Add one, or type it below.")
        return data


class EventForm(Outside):
    """A meeting at a time that was found."""

    title = forms.CharField(max_length=200, label="What")
    kind = forms.ChoiceField(choices=KINDS, label="Type", initial="meeting")
    place = forms.CharField(max_length=300, required=False, label="Where")
    tentative = forms.BooleanField(required=False, label="Tentative: hold the time only")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        self.fields["matter"] = MatterPick(member, required=False)


class PollForm(Outside):
    """A question about several times."""

    title = forms.CharField(max_length=200, label="What")
    kind = forms.ChoiceField(choices=KINDS, label="Type", initial="meeting")
    place = forms.CharField(max_length=300, required=False, label="Where")
    note = forms.CharField(
        max_length=3000, required=False, label="Message", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Read by everybody who is asked.",
    )  # fmt: skip

    def __init__(self, *args, people: list[Member], member: Member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        self.fields["matter"] = MatterPick(member, required=False)
        self.fields["members"] = team_field(people, required=False, label="Of the firm")


class PollPeopleForm(Outside):
    """Further people for a poll that runs. `people`: members who are not asked yet."""

    def __init__(self, *args, people: list[Member], member: Member, **kwargs):
        super().__init__(*args, member=member, contacts=1, **kwargs)
        self.fields["members"] = team_field(people, required=False, label="Of the firm")

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["members"] or data["contacts"] or data["guests"]):
            raise forms.ValidationError("Choose or type whom to ask.")
        return data


class PollTimeForm(forms.Form):
    """Another time for a poll that runs."""

    day = DayField(label="Day", widget=forms.DateInput)
    time = forms.TimeField(label="Begins at", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def moment(self, zone: str) -> datetime.datetime:
        """Day and time in `zone`, as a moment."""
        return placed(datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]), zone)
