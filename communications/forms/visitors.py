"""The form of a visit."""

from django import forms

from accounts.models import Member
from communications.forms.fields import PersonField, contact_field, matter_field


class VisitorForm(forms.Form):
    """Signing a visitor in."""

    name = forms.CharField(max_length=200, required=False, label="Visitor", widget=forms.TextInput)
    company = forms.CharField(max_length=200, required=False, widget=forms.TextInput)
    purpose = forms.CharField(max_length=200, required=False, label="What for", widget=forms.TextInput)
    badge = forms.CharField(max_length=20, required=False, label="Badge number", widget=forms.TextInput)

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"] = contact_field(member)
        self.fields["matter"] = matter_field(member)
        self.fields["host"] = PersonField(label="To see")
        self.order_fields(["name", "company", "contact", "host", "matter", "purpose", "badge"])

    def clean(self):
        data = super().clean()
        if not data.get("name") and not data.get("contact"):
            self.add_error("name", "Say who came.")
        return data
