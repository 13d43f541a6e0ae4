"""Forms about one booking."""

import datetime

from django import forms
from django.utils import timezone

from accounts.models import Member
from booking.models import Booking
from practice.fields import DayField


class MoveForm(forms.Form):
    """Another time for a booking, and perhaps another host."""

    day = DayField(label="Day", widget=forms.DateInput)
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    host = forms.ChoiceField(label="With")
    reason = forms.CharField(
        max_length=300, required=False, label="Note", help_text="For the firm’s own history."
    )

    def __init__(self, *args, booking: Booking, hosts: list[Member], **kwargs):
        at = timezone.localtime(booking.starts_at)
        kwargs.setdefault(
            "initial",
            {
                "day": at.date(),
                "time": at.time().replace(second=0, microsecond=0),
                "host": str(booking.host_id),
            },
        )
        super().__init__(*args, **kwargs)
        names = {booking.host_id: booking.host.name} | {member.pk: member.name for member in hosts}
        self.fields["host"].choices = [(str(pk), name) for pk, name in names.items()]
        if len(names) == 1:
            del self.fields["host"]

    def moment(self) -> datetime.datetime:
        """Day and time in the firm's zone, as a moment."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.datetime.combine(data["day"], data["time"]))


class DeclineForm(forms.Form):
    """Why a booking is declined or cancelled: for the firm alone."""

    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Why",
        help_text="For the firm’s own history. The visitor does not read it.",
    )


class LinkForm(forms.Form):
    """Which page is sent to a lead."""

    page = forms.ModelChoiceField(None, label="Booking page", empty_label=None)

    def __init__(self, *args, pages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = pages
