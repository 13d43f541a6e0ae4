"""Forms of documents."""

from django import forms

from accounts.models import Member
from documents.lists import CATEGORIES
from documents.models import Document
from matters.forms.pickers import ContactPick, MatterPick


class MatterForm(forms.Form):
    """The matter that an upload belongs to."""

    def __init__(self, data=None, *, member: Member):
        super().__init__(data)
        self.fields["matter"] = MatterPick(member)


class DocumentForm(forms.Form):
    """Name and category of a document."""

    name = forms.CharField(label="Name", max_length=200)
    category = forms.ChoiceField(label="Category", choices=CATEGORIES)

    def __init__(self, data=None, *, document: Document):
        super().__init__(data, initial={"name": document.name, "category": document.category})


class PrivilegeForm(forms.Form):
    """What a document is, and why."""

    to = forms.ChoiceField(label="It is", choices=Document.Privilege.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason", max_length=500, help_text="Such as: advice to the client of November 2."
    )

    def __init__(self, data=None, *, document: Document):
        super().__init__(data, initial={"to": document.privilege})


class ShareForm(forms.Form):
    """Who may look, and for how long."""

    DAYS = (("7", "A week"), ("30", "30 days"), ("60", "60 days"), ("90", "90 days"), ("365", "A year"))

    days = forms.TypedChoiceField(label="Works for", choices=DAYS, coerce=int, initial="60")

    def __init__(self, data=None, *, member: Member, contact):
        super().__init__(data, initial={"contact": contact.pk})
        self.fields["contact"] = ContactPick(member, label="For whom", initial=contact.pk)
        self.order_fields(["contact", "days"])
