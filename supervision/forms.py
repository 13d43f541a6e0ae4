"""Forms of approvals. They check what was typed; the services keep the rules."""

from django import forms

from accounts.models import Member
from practice.fields import DayField


class SubmitForm(forms.Form):
    """To whom something is sent for a decision, by when, and with which words."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What to look at, or what has changed.",
    )
    due_on = DayField(label="Needed by", required=False)
    urgent = forms.BooleanField(
        label="Urgent", required=False, help_text="Sends a mail now and puts it first in the inbox."
    )

    def __init__(self, data=None, *, people: list[Member]):
        super().__init__(data)
        self.fields["to"] = PersonField(people, label="Send to")
        self.order_fields(["to", "note", "due_on", "urgent"])


class PersonField(forms.ChoiceField):
    """One of the given members; cleans to the member."""

    def __init__(self, people: list[Member], **kwargs):
        self.people = {str(person.pk): person for person in people}
        super().__init__(
            choices=[(key, f"{person.name}, {person.shown_title}") for key, person in self.people.items()],
            **kwargs,
        )

    def clean(self, value):
        return self.people[super().clean(value)]


class ReassignForm(forms.Form):
    """Who decides instead."""

    note = forms.CharField(label="Note", required=False, max_length=500)

    def __init__(self, data=None, *, people: list[Member]):
        super().__init__(data)
        self.fields["to"] = PersonField(people, label="Send to")
        self.order_fields(["to", "note"])
