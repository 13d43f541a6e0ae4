"""Forms of rates."""

from django import forms
from django.utils import timezone

from accounts.models import Member, Role
from billing.queries.time import matters_for_time
from matters.models import Contact
from matters.queries.find import find_contacts, find_matters
from practice.exceptions import DomainError
from practice.fields import AmountField, DayField, PickField


class RateForm(forms.Form):
    """A new rate: whose, for whom, how much, from when."""

    use_required_attribute = False  # the server says what is missing, at its field

    who = forms.ChoiceField(label="Whose rate")
    amount = AmountField(label="Rate per hour", min_value=0)
    effective_from = DayField(
        label="In force from",
        widget=forms.DateInput(format="%b %-d, %Y"),
        help_text="A day ahead schedules it. A day in the past leaves recorded entries as they are.",
    )
    field_order = ["who", "client", "matter", "amount", "effective_from"]

    def __init__(self, data=None, *, by: Member, initial=None):
        super().__init__(data, initial={"effective_from": timezone.localdate()} | (initial or {}))
        self.people = {f"m{member.pk}": member for member in Member.objects.timekeepers()}
        self.roles = {f"r{role.pk}": role for role in Role.objects.all()}
        self.fields["who"].choices = [
            ("", "Choose a person or a role"),
            ("People", [(key, member.name) for key, member in self.people.items()]),
            ("Everyone in a role", [(key, role.name) for key, role in self.roles.items()]),
        ]
        self.fields["client"] = PickField(
            Contact.objects.visible_to(by),
            url_name="contact_options",
            find=find_contacts,
            label="Only for client",
            required=False,
            placeholder="Everyone",
        )
        self.fields["matter"] = PickField(
            matters_for_time(by),
            url_name="time_matters",
            find=find_matters,
            label="Only for matter",
            required=False,
            placeholder="All matters",
            label_from=lambda matter: f"{matter.number} {matter.name}",
        )
        self.order_fields(self.field_order)

    def values(self) -> dict:
        """What `set_rate` takes."""
        found = dict(self.cleaned_data)
        who = found.pop("who")
        return found | {"member": self.people.get(who), "role": self.roles.get(who)}

    def blame(self, error: DomainError) -> None:
        """Show a rule's refusal at its field."""
        field = "who" if error.field in ("member", "role") else error.field
        self.add_error(field if field in self.fields else None, error.message)


class CorrectRateForm(forms.Form):
    """Another amount for a rate that is on record."""

    use_required_attribute = False  # the server says what is missing, at its field

    amount = AmountField(label="Rate per hour", min_value=0)
    reason = forms.CharField(label="Reason", max_length=500, help_text="Goes into the history.")
