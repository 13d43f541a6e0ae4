"""Forms of what a trip has on it: people on the spot, the checklist, papers."""

from django import forms

from accounts.models import Member
from documents.models import Document
from matters.forms import ContactPick
from practice.fields import DayField
from travel.forms.common import RowChoice, text
from travel.models import Trip


class TripContactForm(forms.Form):
    """Somebody on the spot."""

    use_required_attribute = False

    name = text(200, "Name", hint="Taken from the contact, if left empty.")
    part = text(80, "Part", hint="Local counsel, clerk, driver")
    phone = text(40, "Phone")
    email = forms.EmailField(required=False, label="E-mail")
    address = text(300, "Address")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"] = ContactPick(member, required=False, label="Contact of the firm")
        self.order_fields(["contact", "name", "part", "phone", "email", "address"])


class ItemForm(forms.Form):
    """A line for the checklist."""

    use_required_attribute = False

    text = text(200, "What is to be seen to", required=True)
    due_on = DayField(required=False, label="By")


class DocumentForm(forms.Form):
    """A paper of one of the trip's matters."""

    use_required_attribute = False

    def __init__(self, *args, trip: Trip, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        rows = (
            Document.objects.visible_to(member)
            .kept()
            .filter(matter__in=trip.matters.values("matter"))
            .exclude(pk__in=trip.documents.kept().values("document"))
            .select_related("matter")
        )
        self.fields["document"] = RowChoice(
            rows[:200], none="", label="Document", label_of=lambda d: f"{d.name} ({d.matter.number})"
        )
