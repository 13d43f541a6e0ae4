"""Forms of imports."""

from django import forms

from accounts.models import Member
from matters.models import Matter
from matters.queries.find import find_matters
from practice.fields import PickField


class UploadForm(forms.Form):
    """A calendar file, and whose calendar it goes to."""

    file = forms.FileField(
        label="Calendar file", help_text="An .ics file of at most 5 MB, with one or more calendars."
    )
    owner = forms.TypedChoiceField(label="Into the calendar of")

    def __init__(self, *args, owners: list[Member], **kwargs):
        super().__init__(*args, **kwargs)
        by_id = {str(member.pk): member for member in owners}
        self.fields["owner"].choices = [(key, member.name) for key, member in by_id.items()]
        self.fields["owner"].coerce = lambda value: by_id[value]
        self.fields["file"].widget.attrs["accept"] = ".ics,text/calendar"
        if len(by_id) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = next(iter(by_id))


class MatterForm(forms.Form):
    """The matter of all chosen lines."""

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["matter"] = PickField(
            Matter.objects.visible_to(member),
            url_name="matter_options",
            find=find_matters,
            required=False,
            label="Matter",
            help_text="Of the new events that are chosen and name none themselves.",
        )
