"""The form of a call, with its follow-up task and time entry."""

from django import forms
from django.urls import NoReverseMatch, reverse
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
from communications.models import Call
from practice.fields import DayField


class CallForm(forms.Form):
    """A call in or out. New ones may make a task and a time entry in the same step."""

    direction = forms.ChoiceField(choices=Call.Direction, widget=forms.RadioSelect, initial=Call.Direction.IN)
    phone = forms.CharField(
        max_length=40,
        required=False,
        label="Number",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(max_length=200, label="With", required=False, widget=forms.TextInput)
    outcome = forms.ChoiceField(choices=Call.Outcome, initial=Call.Outcome.SPOKE)
    day = DayField(label="Day", widget=forms.DateInput)
    time = TimeOfDay(label="Time")
    duration = LengthField()
    note = forms.CharField(
        max_length=10_000, required=False, label="What was said", widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, member: Member, call: Call | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.member, self.call = member, call
        self.fields["contact"] = contact_field(member)
        self.fields["matter"] = matter_field(member)
        self.fields["member"] = PersonField(label="Who spoke")
        self.fields["time"].help_text = ""
        if call is None:
            self._follow_up(member)

    def _follow_up(self, member: Member) -> None:
        if member.can(Perm.TASK_CREATE) and _routed("task_create"):
            self.fields["task_title"] = forms.CharField(
                max_length=200, required=False, label="Follow-up task", widget=forms.TextInput
            )
            self.fields["task_due"] = DayField(label="Due", required=False, widget=forms.DateInput)
            self.fields["task_assignee"] = PersonField(label="Who does it", required=False, none="Me")
        if member.can(Perm.TIME_RECORD):
            self.fields["record_time"] = forms.BooleanField(
                required=False,
                label="Record the time on the matter",
                help_text="For who spoke, as long as the call.",
            )
            self.fields["narrative"] = forms.CharField(
                max_length=5000, required=False, label="Narrative", widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self):
        data = super().clean()
        if data.get("record_time"):
            if not data.get("matter"):
                self.add_error("matter", "Choose the matter the time is for.")
            if "duration" in data and not data["duration"]:
                self.add_error("duration", "Say how long it lasted, to record the time.")
        return data

    def values(self) -> dict:
        """What services.calls take of it."""
        data = self.cleaned_data
        found = {
            name: data[name]
            for name in ("direction", "name", "phone", "contact", "matter", "member", "outcome", "note")
        }
        found |= {"at": moment(data["day"], data["time"]), "seconds": data["duration"]}
        if self.call is not None:
            return found
        if data.get("task_title"):
            found["task"] = {
                "title": data["task_title"],
                "due_on": data.get("task_due"),
                "assignee": data.get("task_assignee") or self.member,
            }
        if data.get("record_time"):
            name = data["name"] or (data["contact"].name if data["contact"] else "caller")
            narrative = data.get("narrative") or f"Telephone call with {name}."
            found["time"] = {"seconds": data["duration"], "narrative": narrative}
        return found


def first_of_call(call: Call) -> dict:
    """The form's first values for an existing call."""
    at = timezone.localtime(call.at)
    found = {
        name: getattr(call, name)
        for name in ("direction", "name", "phone", "outcome", "note", "contact", "matter")
    }
    return found | {
        "member": str(call.member_id),
        "day": at.date(),
        "time": at.time(),
        "duration": call.seconds,
    }


def _routed(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
