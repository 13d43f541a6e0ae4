"""Forms of reminders. They check what was typed; the services keep the rules."""

import re

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.people import zone_choices
from accounts.models import Member
from practice.fields import DayField
from reminders.ladders import Kind, Rungs, Who
from reminders.models import OwnRungs, Preferences, ReminderRules

WEEKDAYS = [
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
]
TIMED = (Kind.HEARING, Kind.TRIAL, Kind.DEPOSITION, Kind.MEETING, Kind.CONSULTATION, Kind.TRIP)


class NumbersField(forms.CharField):
    """Whole numbers as people list them: "30, 14, 7" or "30 14 7". Cleans to a list, without an error for none."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 120} | kwargs)

    def to_python(self, value):
        if isinstance(value, list | tuple):
            return list(value)
        words = [word for word in re.split(r"[\s,;/]+", super().to_python(value) or "") if word]
        if any(not (word.isascii() and word.isdecimal() and len(word) < 6) for word in words):
            raise ValidationError("Whole numbers with commas between them: 30, 14, 7.", code="invalid")
        return [int(word) for word in words]

    def clean(self, value):
        found = self.to_python(value)
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return found

    def prepare_value(self, value):
        return ", ".join(str(n) for n in value) if isinstance(value, list | tuple) else value


def _clock(**kwargs) -> forms.TimeField:
    return forms.TimeField(
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
        **kwargs,
    )


class LadderForm(forms.Form):
    """When, how and whom a kind of thing is reminded of."""

    use_required_attribute = False

    is_on = forms.BooleanField(label="Remind of these", required=False)
    days = NumbersField(label="Days before", help_text="0 is the morning of the day itself.")
    minutes = NumbersField(label="Minutes before the start", help_text="60 is an hour, 180 three.")
    at = _clock(
        label="Hour",
        help_text="Where each person is. Something that starts earlier is reminded of an hour before.",
    )
    who = forms.MultipleChoiceField(
        label="Whom", choices=Who.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    by_mail = forms.BooleanField(
        label="By e-mail", required=False, help_text="Who wants no mail gets none, but for critical dates."
    )
    in_product = forms.BooleanField(label="Under Reminders", required=False)
    escalate_days = NumbersField(
        label="Escalate, days before",
        help_text="While nobody has acknowledged a critical date, or verified a court’s: to the supervising attorney and the backup.",
    )

    def __init__(self, data=None, *, kind: str, ladder: Rungs):
        names = ("is_on", "days", "minutes", "at", "who", "by_mail", "in_product", "escalate_days")
        super().__init__(data, initial={name: getattr(ladder, name) for name in names})
        if kind not in TIMED:
            del self.fields["minutes"]
        if kind in (Kind.TASK, Kind.MEETING, Kind.CONSULTATION, Kind.DEPOSITION, Kind.TRIP):
            del self.fields["escalate_days"]
        if kind == Kind.TASK:
            self.fields["who"].choices = [
                choice for choice in Who.choices if choice[0] not in (Who.ATTENDEES, Who.BACKUP)
            ]
        elif kind in (Kind.COURT, Kind.STATUTE, Kind.INTERNAL):
            self.fields["who"].choices = [choice for choice in Who.choices if choice[0] != Who.ATTENDEES]
        else:
            self.fields["who"].choices = [choice for choice in Who.choices if choice[0] != Who.BACKUP]


class RulesForm(forms.Form):
    """What mails say, and whether clients are reminded."""

    use_required_attribute = False

    subject = forms.ChoiceField(
        label="What the mails say", choices=ReminderRules.Subject.choices, widget=forms.RadioSelect
    )
    clients = forms.BooleanField(
        label="Remind clients of appointments",
        required=False,
        help_text="By e-mail, the clients among those invited. Nobody who has a lawyer of their own, nobody of a private event.",
    )
    client_days = NumbersField(label="Days before, for clients")

    def __init__(self, data=None, *, rules: ReminderRules):
        names = ("subject", "clients", "client_days")
        super().__init__(data, initial={name: getattr(rules, name) for name in names})


class PreferencesForm(forms.Form):
    """How I want to be told."""

    use_required_attribute = False

    by_mail = forms.BooleanField(
        label="Reminders by e-mail", required=False, help_text="Critical dates are mailed in any case."
    )
    mail_when_away = forms.BooleanField(
        label="Mail while I am away",
        required=False,
        help_text="Your substitute is told as well, whatever you choose.",
    )
    zone = forms.ChoiceField(label="Where you are", required=False, help_text="Your calendar goes by it too.")
    quiet_from = _clock(label="Quiet from", required=False)
    quiet_until = _clock(
        label="Until",
        required=False,
        help_text="Reminders wait until then. On the day itself a critical date does not.",
    )
    digest_at = _clock(label="Hour of the digest")
    digest_days = forms.TypedMultipleChoiceField(
        label="Days of the digest",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: no digest. On a day with nothing in it none is sent.",
    )

    def __init__(self, data=None, *, preferences: Preferences, member: Member):
        names = ("by_mail", "mail_when_away", "quiet_from", "quiet_until", "digest_at", "digest_days")
        initial = {name: getattr(preferences, name) for name in names}
        super().__init__(data, initial=initial | {"zone": member.time_zone})
        self.fields["zone"].choices = zone_choices(member)


class OwnRungsForm(forms.Form):
    """When this one thing is reminded of."""

    use_required_attribute = False

    days = NumbersField(label="Days before", help_text="0 is the morning of the day itself.")
    minutes = NumbersField(label="Minutes before the start")

    def __init__(self, data=None, *, ladder: Rungs, own: OwnRungs | None, timed: bool):
        kept = own or ladder
        super().__init__(data, initial={"days": list(kept.days), "minutes": list(kept.minutes)})
        if not timed:
            del self.fields["minutes"]


class MineForm(forms.Form):
    """The days on which the reader alone is reminded of this one thing besides."""

    use_required_attribute = False

    days = NumbersField(
        label="Days before",
        help_text="21, 10: besides the firm’s ladder, and to you alone. 0 is the morning of the day itself.",
    )


class SnoozeForm(forms.Form):
    """Until when a reminder is put off."""

    use_required_attribute = False

    wants_member = False
    until = DayField(label="Until", help_text="It comes back at eight in the morning of that day.")


class SampleForm(forms.Form):
    """The day of a made-up thing, for the preview."""

    use_required_attribute = False

    day = DayField(label="If it falls on", required=False)


def ladder_words(ladder: Rungs) -> str:
    """A ladder in one line."""
    if not ladder.is_on:
        return "Off"
    days = [str(n) for n in sorted(ladder.days, reverse=True) if n]
    parts = [f"{', '.join(days)} day{'s' if days != ['1'] else ''} before"] if days else []
    if 0 in ladder.days:
        parts.append("on the day")
    parts += [f"{n} min before" for n in sorted(ladder.minutes, reverse=True)]
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
