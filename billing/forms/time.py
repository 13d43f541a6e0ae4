"""Forms of time entries and timers. They check what was typed; the rules are in billing.services.time_rules."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing.durations import NotADuration, format_duration, parse_duration
from billing.models import TimeEntry
from billing.queries.rates import rate_for
from billing.queries.time import asks_for_consent, default_billable, default_nature, matters_for_time
from billing.services.time_rules import NARRATIVE
from billing.utbms import clean
from matters.models import Matter
from matters.queries.find import find_matters
from practice.exceptions import DomainError
from practice.fields import DayField, PickField


class DurationField(forms.CharField):
    """A duration as people type it; the cleaned value is integer seconds."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return parse_duration(text)
        except NotADuration as error:
            raise ValidationError(str(error), code="invalid") from None

    def run_validators(self, value):
        if value is not None:
            super().run_validators(str(value))

    def prepare_value(self, value):
        return format_duration(value) if isinstance(value, int) else value

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "spellcheck": "false", "maxlength": "30"}


class CodeField(forms.CharField):
    """A UTBMS code, typed or picked from the list `listed` (the id of a datalist); cleaned to the code
    alone.
    """

    def __init__(self, *, listed: str, **kwargs):
        super().__init__(max_length=100, **kwargs)
        self.widget.attrs |= {"list": listed, "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value):
        return clean(super().to_python(value) or "")


def matter_field(member: Member, **kwargs) -> PickField:
    """A picker of the matters on which the member may record time, the latest used first."""
    return PickField(
        matters_for_time(member),
        url_name="time_matters",
        find=find_matters,
        label_from=lambda matter: f"{matter.number} {matter.name}",
        placeholder="Name, number, client or case number",
        **({"label": "Matter"} | kwargs),
    )


class TimeForm(forms.Form):
    """A time entry, new or present. `by` is the actor, `member` whose work it is at first."""

    use_required_attribute = False  # the server says what is missing, at its field

    date = DayField(label="Date", widget=forms.DateInput(format="%b %-d, %Y"))
    duration = DurationField(label="Duration", help_text="1.2, .3, 1h 12m, 72m or 1:12")
    narrative = forms.CharField(
        label="Narrative",
        max_length=NARRATIVE,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true", "data-narrative": ""}),
    )
    task_code = CodeField(label="Task code", listed="utbms-tasks", required=False)
    activity_code = CodeField(label="Activity code", listed="utbms-activities", required=False)
    nature = forms.ChoiceField(label="Nature of work", choices=TimeEntry.Nature.choices)
    billable = forms.BooleanField(label="Billable", required=False)
    billable_reason = forms.CharField(
        label="Why clerical work is billed",
        max_length=200,
        required=False,
        help_text="Clerical work is overhead unless an attorney decides otherwise. The reason goes into the history.",
    )
    no_charge = forms.BooleanField(label="Show at no charge", required=False)
    timer = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["member", "matter", "date", "duration", "narrative"]

    def __init__(self, data=None, *, by: Member, entry: TimeEntry | None = None, initial=None, **kwargs):
        self.by, self.entry = by, entry
        start = _of_entry(entry) if entry is not None else {"date": timezone.localdate(), "member": by.pk}
        start |= initial or {}
        super().__init__(data, initial=start, **kwargs)
        self.fields["matter"] = matter_field(by)
        if by.can(Perm.TIME_RECORD_FOR_OTHERS):
            people = Member.objects.timekeepers()
            self.fields["member"] = forms.ModelChoiceField(people, label="Person", empty_label=None)
            if entry is None:  # the person may still change: what is usual for whom they choose
                self.fields["nature"].choices = [("", "As usual for the person"), *TimeEntry.Nature.choices]
                self.fields["nature"].required = False
        elif entry is not None and entry.member_id != by.pk:
            pass  # an attorney may correct the entry, but not give it to somebody else
        self.order_fields(self.field_order)
        if entry is None:
            self._defaults(start)
            first = "duration" if start.get("matter") else "matter"
            self.fields[first].widget.attrs["autofocus"] = True

    def _defaults(self, start: dict) -> None:
        """Nature and billable follow the person's role until somebody says otherwise."""
        if self.is_bound or ("nature" in start and "billable" in start):
            return
        member = self.by
        if start.get("member") and str(start["member"]) != str(self.by.pk) and "member" in self.fields:
            member = self.fields["member"].queryset.filter(pk=start["member"]).first() or self.by
        matter = start.get("matter")
        matter = Matter.objects.select_related("client").filter(pk=matter).first() if matter else None
        nature = start.get("nature") or default_nature(member)
        found = rate_for(member, matter, start.get("date") or timezone.localdate())
        self.initial.setdefault("nature", nature if self.fields["nature"].required else "")
        billed = default_billable(member, nature, found) or asks_for_consent(member, nature)
        self.initial.setdefault("billable", billed)

    def clean(self):
        found = super().clean()
        if not found.get("billable"):
            found["no_charge"] = False
        return found

    def values(self) -> dict:
        """What the services take, by their names."""
        found = {k: v for k, v in self.cleaned_data.items() if k not in ("duration", "timer")}
        found["seconds"] = self.cleaned_data["duration"]
        return found

    def blame(self, error: DomainError) -> None:
        """Show a rule's refusal at its field."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


def _of_entry(entry: TimeEntry) -> dict:
    return {
        "member": entry.member_id,
        "matter": entry.matter_id,
        "date": entry.date,
        "duration": entry.seconds,
        "narrative": entry.narrative,
        "task_code": entry.task_code,
        "activity_code": entry.activity_code,
        "nature": entry.nature,
        "billable": entry.billable,
        "billable_reason": entry.billable_reason,
        "no_charge": entry.no_charge,
    }


class EchoForm(forms.Form):
    """The part of a half-typed entry that decides what it bills as; everything may be missing."""

    date = DayField(required=False)
    duration = DurationField(required=False)
    billable = forms.BooleanField(required=False)
    no_charge = forms.BooleanField(required=False)

    def __init__(self, data, *, by: Member):
        super().__init__(data)
        self.fields["matter"] = matter_field(by, required=False)
        if by.can(Perm.TIME_RECORD_FOR_OTHERS):
            self.fields["member"] = forms.ModelChoiceField(Member.objects.timekeepers(), required=False)


class MoveForm(forms.Form):
    """Where to move entries or expenses."""

    use_required_attribute = False  # the server says what is missing, at its field

    wants_member = True

    def __init__(self, data=None, *, member: Member):
        super().__init__(data)
        self.fields["matter"] = matter_field(member, label="To matter")


class TimerForm(forms.Form):
    """What a timer is for."""

    use_required_attribute = False  # the server says what is missing, at its field

    narrative = forms.CharField(
        label="What you are doing", max_length=NARRATIVE, required=False, widget=forms.TextInput
    )
    field_order = ["matter", "narrative"]

    def __init__(self, data=None, *, by: Member, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["matter"] = matter_field(by, required=False)
        self.order_fields(self.field_order)


def day_of(text: str) -> datetime.date | None:
    """A date in an address, `2026-11-12`; None when it is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
