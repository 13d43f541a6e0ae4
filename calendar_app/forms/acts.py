"""Forms of what happens to a deadline: it is met, extended, or set to another date."""

import datetime

from django import forms

from accounts.models import Member
from calendar_app.forms.people import PaperField
from calendar_app.models import DateChange, Deadline
from practice.fields import DayField


class ProofForm(forms.Form):
    """The document that proves that a date was met, or why there is none."""

    def __init__(self, *args, member: Member, deadline: Deadline, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"] = PaperField(
            deadline.matter,
            member,
            label="Document that proves it",
            help_text="The filed paper with its stamp, or the proof of service.",
        )
        self.fields["no_proof"] = forms.CharField(
            max_length=500,
            required=False,
            label="Why there is none",
            help_text="Needed when no document is picked: argued at the hearing, notice of nonopposition.",
        )


class ExtendForm(forms.Form):
    """A later date, on what it rests, and the paper."""

    to_on = DayField(label="New date", widget=forms.DateInput)
    basis = forms.ChoiceField(
        choices=DateChange.Basis, label="It rests on", widget=forms.RadioSelect, initial="stipulation"
    )
    reason = forms.CharField(
        max_length=500, label="Which one", help_text="Stipulation of Nov 20, filed as ECF 41"
    )

    def __init__(self, *args, member: Member, deadline: Deadline, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"] = PaperField(deadline.matter, member, label="Document")


class OverrideForm(forms.Form):
    """Another date than the rule gives, with a reason."""

    to_on = DayField(label="Date", widget=forms.DateInput)
    reason = forms.CharField(
        max_length=500, label="Why", help_text="Department 14 wants papers two days sooner"
    )


def at_of(day: datetime.date, time: datetime.time | None, zone: datetime.tzinfo) -> datetime.datetime | None:
    """The instant of a time typed beside a day, in the zone; None without a time."""
    return datetime.datetime.combine(day, time, zone) if time else None
