"""The event form: one for a new event, for all of a series, and for one of its dates."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import Member
from accounts.time_zones import ZONES
from calendar_app.forms.extras import WithParts, parts_for
from calendar_app.models import COURT_KINDS, Event, Room
from calendar_app.queries.access import kept_by, may_keep
from calendar_app.recurrence import local_of, placed
from calendar_app.services.events import default_zone
from matters.forms import ContactPick, MatterPick
from matters.models import Matter
from practice.exceptions import DomainError
from practice.fields import DayField
from practice.rrules import PRESETS, clean_rule

CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])?\.?m?\.?$")


def read_clock(text: str) -> datetime.time:
    """The time that 9, 9:30, 930a, 2pm or 14:15 means; one to six without a letter is the afternoon. Raises ValueError."""
    found = CLOCK.match(text.strip().lower())
    if found is None:
        raise ValueError(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour <= 6 and len(found[1]) == 1:
        hour += 12
    return datetime.time(hour, minute)


class ClockField(forms.Field):
    """A time of day as people type it."""

    def to_python(self, value):
        if isinstance(value, datetime.time) or value in self.empty_values:
            return None if value in self.empty_values else value
        try:
            return read_clock(str(value)[:12])
        except ValueError:
            raise ValidationError("Type a time such as 9:30 AM or 2pm.") from None

    def prepare_value(self, value):
        if isinstance(value, datetime.time):
            return f"{value.hour % 12 or 12}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"
        return value

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "inputmode": "text", "maxlength": 12}


class EventForm(WithParts):
    """An event. `values()` gives what the services take."""

    title = forms.CharField(max_length=200, widget=forms.TextInput())
    kind = forms.ChoiceField(choices=Event.Kind, label="Type", initial=Event.Kind.MEETING)
    starts_on = DayField(label="Date", widget=forms.DateInput)
    all_day = forms.BooleanField(required=False, label="All day")
    starts = ClockField(label="From", required=False)
    ends = ClockField(label="Until", required=False)
    ends_on = DayField(label="Last day", widget=forms.DateInput, required=False)
    zone = forms.ChoiceField(choices=ZONES, label="Time zone")
    room = forms.TypedChoiceField(required=False)
    location = forms.CharField(max_length=300, required=False)
    remote_link = forms.URLField(max_length=500, required=False, label="Link to join", assume_scheme="https")
    court = forms.CharField(max_length=120, required=False)
    department = forms.CharField(max_length=60, required=False, label="Department or courtroom")
    judge = forms.CharField(max_length=120, required=False)
    hearing_type = forms.CharField(
        max_length=120, required=False, label="Type of hearing", help_text="Motion to compel, CMC, ex parte"
    )
    appearance_required = forms.BooleanField(required=False, label="Appearance required")
    travel_before = forms.IntegerField(
        required=False, min_value=0, max_value=1440, label="Minutes on the way there"
    )
    travel_after = forms.IntegerField(
        required=False, min_value=0, max_value=1440, label="Minutes on the way back"
    )
    emails = forms.CharField(
        max_length=1000,
        required=False,
        label="Others, by e-mail",
        help_text="Addresses with commas between.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    repeats = forms.ChoiceField(choices=[*PRESETS, ("own", "Another rule")], required=False, label="Repeats")
    rrule = forms.CharField(
        max_length=200, required=False, label="Rule", help_text="FREQ=MONTHLY;BYDAY=2TU, as in iCalendar."
    )
    repeats_until = DayField(label="Repeats until", required=False, widget=forms.DateInput)
    state = forms.ChoiceField(
        choices=[("confirmed", "Confirmed"), ("tentative", "Tentative")],
        widget=forms.RadioSelect,
        initial="confirmed",
        required=False,
        label="Stands",
    )
    is_private = forms.BooleanField(
        required=False, label="Private", help_text="Others see busy time and nothing else."
    )
    note = forms.CharField(max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    accept = forms.BooleanField(required=False, label="Save it all the same")

    def __init__(self, *args, member: Member, event: Event | None = None, instance: bool = False, **kwargs):
        self.member, self.event, self.instance = member, event, instance
        super().__init__(*args, **kwargs)
        active = list(Member.objects.active().select_related("role").order_by("name"))
        self.by_id = {str(one.pk): one for one in active}
        self._people(active)
        self._rooms()
        self.fields["zone"].initial = default_zone()
        self.fields["zone"].required = False
        self.fields["matter"] = MatterPick(
            member,
            queryset=Matter.objects.visible_to(member).exclude(state="declined"),
            required=False,
        )
        # One more than there are: nobody who was invited falls off the form.
        there = event.attendees.exclude(contact=None).count() if event is not None else 0
        self.contacts = [f"contact_{number}" for number in range(1, max(3, there + 1) + 1)]
        for number, name in enumerate(self.contacts, 1):
            self.fields[name] = ContactPick(
                member, required=False, label="Contact" if number == 1 else f"Contact {number}"
            )
        self.fields["starts"].widget.attrs["list"] = "clock-times"
        self.fields["ends"].widget.attrs["list"] = "clock-times"
        for name in ("travel_before", "travel_after"):
            self.fields[name].widget.attrs["step"] = 5
        if event is not None and event.verified_at is not None:
            self.fields["reason"] = forms.CharField(
                max_length=500,
                required=False,
                label="Why the court date moves",
                help_text="It was verified. Needed when time, court or department change.",
            )
        if instance:
            for name in ("repeats", "rrule", "repeats_until", "matter"):
                del self.fields[name]
        self.add_parts(parts_for(member, event))

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        """The fields in which contacts are picked."""
        return [self[name] for name in self.contacts]

    def _people(self, active: list[Member]) -> None:
        kept = kept_by(self.member)
        own = self.event.organizer if self.event is not None else None
        owners = [one for one in active if one.pk in kept or (own is not None and one.pk == own.pk)]
        matter = self.event.matter if self.event is not None else None
        owners = owners or [one for one in active if may_keep(self.member, one, matter)]
        self.fields["organizer"] = forms.TypedChoiceField(
            choices=[(one.pk, one.name) for one in owners],
            coerce=lambda value: self.by_id[str(value)],
            label="Whose calendar",
            initial=self.member.pk,
        )
        self.fields["people"] = forms.TypedMultipleChoiceField(
            choices=[(one.pk, one.name) for one in active],
            coerce=lambda value: self.by_id[str(value)],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label="Who takes part",
        )

    def _rooms(self) -> None:
        rooms = {str(room.pk): room for room in Room.objects.open().select_related("office")}
        if self.event is not None and self.event.room_id and str(self.event.room_id) not in rooms:
            rooms[str(self.event.room_id)] = self.event.room
        label = {
            pk: f"{room.name} ({room.office})" if room.office_id else room.name for pk, room in rooms.items()
        }
        field = self.fields["room"]
        field.choices = [("", "None"), *label.items()]
        field.coerce, field.empty_value = (lambda value: rooms[str(value)]), None

    @classmethod
    def initial_of(cls, event: Event, *, start=None, end=None) -> dict:
        """What the form shows for an event, or for its instance from `start` until `end`."""
        start, end = start or event.starts_at, end or event.ends_at
        local, local_end = local_of(start, event.zone), local_of(end, event.zone)
        rows = list(event.attendees.select_related("member", "contact"))
        contacts = [row.contact for row in rows if row.contact_id]
        presets = {rule for rule, _label in PRESETS}
        rule, until = _without_until(event.rrule)
        last = (local_end - datetime.timedelta(microseconds=1)).date() if event.all_day else local_end.date()
        simple = (
            "title",
            "kind",
            "all_day",
            "zone",
            "location",
            "remote_link",
            "court",
            "department",
            "judge",
            "hearing_type",
            "appearance_required",
            "state",
            "is_private",
            "note",
            "matter",
        )
        found = {name: getattr(event, name) for name in simple}
        return found | {
            "organizer": event.organizer_id,
            "room": event.room_id or "",
            "starts_on": local.date(),
            "ends_on": last if last != local.date() else None,
            "starts": None if event.all_day else local.time(),
            "ends": None if event.all_day else local_end.time(),
            "travel_before": event.travel_before // 60 or None,
            "travel_after": event.travel_after // 60 or None,
            "people": [row.member_id for row in rows if row.member_id],
            "emails": ", ".join(row.email for row in rows if not row.member_id and not row.contact_id),
            "repeats": rule if rule in presets else "own",
            "rrule": "" if rule in presets else rule,
            "repeats_until": until,
            **{f"contact_{number}": contact for number, contact in enumerate(contacts, 1)},
        }

    def clean_emails(self) -> list[str]:
        """The addresses, one each."""
        found = [
            part.strip().lower() for part in re.split(r"[,;\s]+", self.cleaned_data["emails"]) if part.strip()
        ]
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(f"“{address}” is no e-mail address.") from None
        return found

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if not data.get("all_day") and data.get("starts_on") and not self.errors:
            if data.get("starts") is None:
                self.add_error("starts", "Say when it starts, or tick All day.")
            elif data.get("ends") is None:
                moment = datetime.datetime.combine(data["starts_on"], data["starts"])
                data["ends"] = (moment + datetime.timedelta(hours=1)).time()
        if (
            data.get("kind") in COURT_KINDS
            and "matter" in self.fields
            and not data.get("matter")
            and not self.errors
        ):
            self.add_error("matter", "Say of which matter the court date is.")
        if "repeats" in self.fields and not self.errors:
            data["rule"] = self._rule(data)
        return data

    def _rule(self, data: dict) -> str:
        chosen = data.get("repeats", "")
        rule = data.get("rrule", "") if chosen == "own" else chosen
        if not rule:
            return ""
        if data.get("repeats_until"):
            rule = f"{rule};UNTIL={data['repeats_until']:%Y%m%d}"
        try:
            return clean_rule(rule, start=data["starts_on"])
        except DomainError as error:
            self.add_error("rrule" if chosen == "own" else "repeats", error.message)
            return ""

    def values(self) -> dict:
        """What create_event and change_event take."""
        data = self.cleaned_data
        zone = data.get("zone") or default_zone(data.get("room"))
        names = (
            "title",
            "kind",
            "state",
            "room",
            "location",
            "remote_link",
            "is_private",
            "note",
            "organizer",
        )
        found = {name: data[name] for name in names}
        found["state"] = data["state"] or Event.State.CONFIRMED
        found |= {name: data[name] for name in ("court", "department", "judge", "hearing_type")}
        found["appearance_required"] = data["appearance_required"]
        found["travel_before"] = (data.get("travel_before") or 0) * 60
        found["travel_after"] = (data.get("travel_after") or 0) * 60
        found["zone"] = zone
        if "matter" in self.fields:
            found["matter"] = data.get("matter")
        if "repeats" in self.fields:
            found["rrule"] = data.get("rule", "")
        guests = list(data["people"])
        guests += [data[name] for name in self.contacts if data.get(name)]
        guests += data["emails"]
        found["attendees"] = guests or [data["organizer"]]
        if data["all_day"]:
            found |= {"starts_on": data["starts_on"], "ends_on": data.get("ends_on") or data["starts_on"]}
            return found
        start = datetime.datetime.combine(data["starts_on"], data["starts"])
        end = datetime.datetime.combine(data.get("ends_on") or data["starts_on"], data["ends"])
        if end <= start and not data.get("ends_on"):
            end += datetime.timedelta(days=1)
        return found | {"starts_at": placed(start, zone), "ends_at": placed(end, zone)}


def _without_until(rule: str) -> tuple[str, datetime.date | None]:
    parts = [part for part in rule.split(";") if not part.startswith("UNTIL=")]
    until = re.search(r"UNTIL=(\d{8})", rule)
    day = datetime.datetime.strptime(until[1], "%Y%m%d").date() if until else None
    return ";".join(parts), day
