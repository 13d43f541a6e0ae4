"""Forms of message slips: taking one, calling back, handing on."""

import datetime

from django import forms
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from communications.forms.fields import (
    LengthField,
    PersonField,
    TimeOfDay,
    contact_field,
    matter_field,
    moment,
)
from communications.models import Call, Slip
from communications.queries.desk import colleagues
from matters.queries.access import seers_of
from practice.fields import DayField


class SlipForm(forms.Form):
    """While you were out."""

    phone = forms.CharField(
        max_length=40,
        required=False,
        label="Number",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(max_length=200, required=False, label="Caller", widget=forms.TextInput)
    company = forms.CharField(max_length=200, required=False, label="Company", widget=forms.TextInput)
    asks = forms.ChoiceField(choices=Slip.Asks, label="The caller", initial=Slip.Asks.CALL)
    urgency = forms.ChoiceField(choices=Slip.Urgency, widget=forms.RadioSelect, initial=Slip.Urgency.ROUTINE)
    reason = forms.CharField(
        max_length=2000, required=False, label="Reason", widget=forms.Textarea(attrs={"rows": 3})
    )
    call_on = DayField(label="Call back on", required=False, widget=forms.DateInput)
    call_from = TimeOfDay(label="From", required=False)
    call_until = TimeOfDay(label="Until", required=False)

    def __init__(self, *args, member: Member, slip: Slip | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"] = contact_field(member)
        self.fields["matter"] = matter_field(member)
        if slip is None:
            self.fields["for_member"] = PersonField(label="For")

    def clean(self):
        data = super().clean()
        if not data.get("name") and not data.get("contact"):
            self.add_error("name", "Say who called. “Unknown” will do.")
        if data.get("call_from") and data.get("call_until") and data["call_until"] < data["call_from"]:
            self.add_error("call_until", "The window ends before it begins.")
        return data

    def values(self) -> dict:
        """What services.slips take of it; a window without a day is today's."""
        data = dict(self.cleaned_data)
        day, start, end = data.pop("call_on"), data.pop("call_from"), data.pop("call_until")
        day = day or timezone.localdate()
        whole = self.cleaned_data["call_on"] is not None and not end
        data["call_from"] = moment(day, start or datetime.time(9)) if start or whole else None
        data["call_until"] = moment(day, end or datetime.time(18)) if end or whole else None
        return data


def first_of_slip(slip: Slip) -> dict:
    """The form's first values for an existing message."""
    names = ("phone", "name", "company", "asks", "urgency", "reason", "contact", "matter")
    start = timezone.localtime(slip.call_from) if slip.call_from else None
    end = timezone.localtime(slip.call_until) if slip.call_until else None
    return {name: getattr(slip, name) for name in names} | {
        "call_on": (start or end).date() if start or end else None,
        "call_from": start.time() if start else None,
        "call_until": end.time() if end else None,
    }


class AnswerForm(forms.Form):
    """The call back."""

    OUTCOMES = [
        (value, label)
        for value, label in Call.Outcome.choices
        if value in ("spoke", "left", "no_answer", "wrong")
    ]
    outcome = forms.ChoiceField(
        choices=OUTCOMES, widget=forms.RadioSelect, initial=Call.Outcome.SPOKE, label="How it went"
    )
    duration = LengthField()
    note = forms.CharField(
        max_length=10_000, required=False, label="What was said", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, member: Member, slip: Slip, **kwargs):
        super().__init__(*args, **kwargs)
        self.slip = slip
        if slip.matter_id and member.can(Perm.TIME_RECORD):
            self.fields["record_time"] = forms.BooleanField(
                required=False, label="Record the time on the matter"
            )
        self.fields["close"] = forms.BooleanField(
            required=False, label="Close the message", help_text="Nothing more is to be done."
        )

    def clean(self):
        data = super().clean()
        if data.get("record_time") and "duration" in data and not data["duration"]:
            self.add_error("duration", "Say how long it lasted, to record the time.")
        return data

    def values(self) -> dict:
        """What services.slips.answer_slip takes of it."""
        data = self.cleaned_data
        found = {"outcome": data["outcome"], "seconds": data["duration"], "note": data["note"]}
        if data.get("record_time"):
            about = " ".join(self.slip.reason.split()).rstrip(".")[:200]
            said = f"Telephone call with {self.slip.name}" + (f" regarding {about}" if about else "") + "."
            found["time"] = {"seconds": data["duration"], "narrative": said}
        return found


class ForwardForm(forms.Form):
    """Handing a message on to somebody who sees its matter."""

    note = forms.CharField(max_length=300, required=False, label="Why", widget=forms.TextInput)

    def __init__(self, *args, slip: Slip, **kwargs):
        super().__init__(*args, **kwargs)
        people = [m for m in colleagues() if m.pk != slip.for_member_id]
        if slip.matter is not None:
            seers = seers_of(slip.matter)
            people = [m for m in people if m.pk in seers]
        self.fields["to"] = PersonField(label="To", people=people)
        self.order_fields(["to", "note"])
