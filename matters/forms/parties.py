"""The form of a party."""

from django import forms

from accounts.models import Member
from accounts.permissions import Perm
from matters.forms.pickers import ContactPick
from matters.models import Contact, Party
from practice.fields import DayField


class PartyForm(forms.Form):
    """A contact's part in a matter. A new contact may be made on the spot, by name."""

    role = forms.ChoiceField(choices=[("", "Choose the role"), *Party.Role.choices])
    side = forms.ChoiceField(choices=[("", "As the role usually is"), *Party.Side.choices], required=False)
    from_on = DayField(required=False, label="From", widget=forms.DateInput)
    until_on = DayField(required=False, label="Until", widget=forms.DateInput)
    service_address = forms.CharField(
        max_length=1000,
        required=False,
        label="Address for service",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="When it is another than the contact’s own.",
    )
    e_service = forms.BooleanField(required=False, label="Consented to electronic service")
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, member: Member, party: Party | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["represented_by"] = ContactPick(
            member,
            label="Represented by",
            required=False,
            help_text="Their lawyer. The party is then not written to directly (Model Rule 4.2).",
        )
        names = ["role", "side", "represented_by"]
        if party is None:
            self.fields["contact"] = ContactPick(member, label="Who", required=False)
            names.insert(0, "contact")
            if member.can(Perm.CONTACT_EDIT):
                self.fields["new_name"] = forms.CharField(
                    max_length=200,
                    required=False,
                    label="Or a new contact",
                    help_text="Name of the person or body.",
                )
                self.fields["new_kind"] = forms.ChoiceField(
                    choices=Contact.Kind, required=False, label="Kind", initial=Contact.Kind.PERSON
                )
                names[1:1] = ["new_name", "new_kind"]
        self.order_fields(names)

    def clean(self):
        data = super().clean()
        if "contact" not in self.fields or "contact" in self.errors:
            return data
        if data.get("contact") and data.get("new_name"):
            self.add_error("new_name", f"{data['contact']} is chosen already. Clear the one or the other.")
        elif not data.get("contact") and not data.get("new_name"):
            self.add_error("contact", "Choose who it is.")
        return data

    def new_contact(self) -> dict | None:
        """The fields of a contact to be made, or None when one was chosen."""
        name = self.cleaned_data.pop("new_name", "")
        kind = self.cleaned_data.pop("new_kind", "") or Contact.Kind.PERSON
        if not name:
            return None
        found = {"kind": kind, "name": name}
        if kind == Contact.Kind.PERSON:
            first, _, last = name.strip().rpartition(" ")
            found |= {"first_name": first, "last_name": last}
        return found
