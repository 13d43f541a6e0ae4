"""Forms of feeds and devices."""

from django import forms

from accounts.models import Member
from feeds.models import Feed


class FeedForm(forms.Form):
    """What a feed is called and shows."""

    name = forms.CharField(
        max_length=80, label="Name", help_text="What you know it by: Phone, Google, my assistant."
    )
    detail = forms.ChoiceField(
        choices=Feed.Detail, widget=forms.RadioSelect, initial=Feed.Detail.FULL, label="Detail"
    )
    layers = forms.MultipleChoiceField(
        choices=Feed.Layer,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[Feed.Layer.EVENTS, Feed.Layer.DEADLINES],
        label="Shows",
    )
    deadlines_as_tasks = forms.BooleanField(
        required=False,
        label="Deadlines as to-dos",
        help_text="For programs that keep a list of to-dos. Others show them as all-day events.",
    )
    people = forms.TypedMultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Whose calendar",
        help_text="Of others you see what you see here: private events as busy, matters behind a wall not at all.",
    )

    def __init__(self, *args, people: list[Member], **kwargs):
        super().__init__(*args, **kwargs)
        by_id = {str(member.pk): member for member in people}
        self.fields["people"].choices = [(key, member.name) for key, member in by_id.items()]
        self.fields["people"].coerce = lambda value: by_id[str(value)]


class DeviceForm(forms.Form):
    """What a device is called and may."""

    name = forms.CharField(max_length=80, label="Device", help_text="iPhone, Thunderbird at the office.")
    may_write = forms.BooleanField(
        required=False, initial=True, label="May also write", help_text="Without it the device only reads."
    )


class ReasonForm(forms.Form):
    """Why a date moves."""

    reason = forms.CharField(
        max_length=500, required=False, label="Reason", widget=forms.Textarea(attrs={"rows": 2})
    )
