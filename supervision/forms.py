"""Forms of approvals. They check what was typed; the services keep the rules."""

from django import forms

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import away
from practice.fields import AmountField, DayField
from supervision.approvals import Ask
from supervision.kinds import KINDS, Kind, kind
from supervision.models import Policy


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


def _label(person: Member, absent) -> str:
    return f"{person.name}, {person.shown_title}{f' ({absent})' if absent else ''}"


class PersonField(forms.ChoiceField):
    """One of the given members; cleans to the member."""

    def __init__(self, people: list[Member], **kwargs):
        self.people = {str(person.pk): person for person in people}
        gone = away() if people else {}
        choices = [(key, _label(person, gone.get(person.pk))) for key, person in self.people.items()]
        super().__init__(choices=choices, **kwargs)

    def clean(self, value):
        return self.people[super().clean(value)]


class ReassignForm(forms.Form):
    """Who decides instead."""

    note = forms.CharField(label="Note", required=False, max_length=500)

    def __init__(self, data=None, *, people: list[Member]):
        super().__init__(data)
        self.fields["to"] = PersonField(people, label="Send to")
        self.order_fields(["to", "note"])


class DelegationAskForm(forms.Form):
    """Which power somebody wants lent, until when and for what."""

    power = forms.ChoiceField(label="Power")
    until = DayField(label="Until", help_text="Last day. A year at most.")
    text = forms.CharField(
        label="For what",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you will do.",
    )

    def __init__(self, data=None, *, powers: list[Perm], people: list[Member], power: str = ""):
        super().__init__(data, initial={"power": power})
        self.fields["power"].choices = [(perm.value, perm.label) for perm in powers]
        self.fields["to"] = PersonField(people, label="Send to")

    def clean_power(self):
        return Perm(self.cleaned_data["power"])


def _own_work_kinds() -> list[Kind]:
    """The kinds an attorney could decide about their own work; a request always goes to another."""
    found = [kind(key) for key in KINDS]
    return sorted((of for of in found if not isinstance(of, Ask)), key=lambda of: of.label)


def always_second_person() -> list[str]:
    """Labels of the kinds that need a second attorney whatever the firm chooses."""
    return [of.label for of in _own_work_kinds() if of.second_person]


class PolicyForm(forms.Form):
    """The firm's rules of supervision."""

    second_person = forms.MultipleChoiceField(
        label="A second attorney approves",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What an attorney prepared is approved by another one. A firm’s only attorney is excepted, and the log says so.",
    )
    time_approval = forms.ChoiceField(
        label="Time that an attorney approves",
        choices=Policy.TimeApproval,
        widget=forms.RadioSelect,
    )
    expense_approval_from = AmountField(
        label="Approve expenses from",
        required=False,
        min_value=0,
        help_text="Of this amount or more, before they are billed. Empty: none.",
    )
    expense_admin_limit = AmountField(
        label="Administrators approve up to",
        required=False,
        min_value=0,
        help_text="Above it an attorney does. Empty: any amount.",
    )
    remind_after_hours = forms.IntegerField(
        label="Remind after",
        min_value=1,
        max_value=720,
        help_text="Hours. Saturdays and Sundays do not count.",
    )
    escalate_after_hours = forms.IntegerField(
        label="Pass on after",
        min_value=2,
        max_value=720,
        help_text="Hours. Goes to the substitute, else the supervising attorney, else a partner.",
    )

    def __init__(self, data=None, *, rules: Policy):
        fields = (
            "second_person",
            "time_approval",
            "expense_approval_from",
            "expense_admin_limit",
            "remind_after_hours",
            "escalate_after_hours",
        )
        super().__init__(data, initial={name: getattr(rules, name) for name in fields})
        self.fields["second_person"].choices = [
            (of.key, of.label) for of in _own_work_kinds() if not of.second_person
        ]
