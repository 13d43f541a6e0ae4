"""Forms of the radar."""

import datetime

from django import forms
from django.utils import timezone

from practice.fields import DayField
from radar.models import RadarRules, Signal


class SnoozeForm(forms.Form):
    """What to put aside, until when and why."""

    use_required_attribute = False

    signal = forms.ChoiceField(label="What can wait", choices=Signal.choices)
    until = DayField(label="Until", help_text="The day on which it is asked about again.")
    reason = forms.CharField(label="Why", max_length=300, help_text="Kept in the history of the matter.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + datetime.timedelta(days=7)


class RulesForm(forms.Form):
    """After how long the radar asks."""

    use_required_attribute = False

    quiet_days = forms.IntegerField(
        label="Quiet after, days", min_value=1, max_value=365, help_text="Days on which nothing was recorded."
    )
    answer_hours = forms.IntegerField(
        label="A client waits too long after, hours",
        min_value=1,
        max_value=720,
        help_text="Questions about a bill, and messages that nobody called back about.",
    )
    limitation_days = forms.IntegerField(
        label="Limitation dates, days ahead",
        min_value=1,
        max_value=730,
        help_text="Until they are marked as kept.",
    )

    def __init__(self, data=None, *, kept: RadarRules):
        names = ("quiet_days", "answer_hours", "limitation_days")
        super().__init__(data, initial={name: getattr(kept, name) for name in names})
