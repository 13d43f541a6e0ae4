"""Forms of court dates that follow from an event, by rules or by a count of days."""

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Member
from calendar_app.forms.acts import at_of
from calendar_app.forms.further import FurtherFields, matter_given
from calendar_app.forms.people import PersonField, owners
from calendar_app.forms.states import state_field
from calendar_app.models import Deadline, TriggerEvent
from calendar_app.queries.rules import (
    DIRECTIONS,
    SECOND,
    UNITS,
    Counted,
    Facts,
    Free,
    calendar_choices,
    rule_sets,
)
from calendar_app.queries.triggers import dates_of
from calendar_app.services import Further, Pick
from court_rules.packs import Choice
from matters.forms import MatterPick
from matters.models import Matter
from practice.fields import DayField

QUESTION = "q-"


def question_field(question: Choice) -> forms.Field:
    """The field of a question of the rules: one of its options, or the number that an order gives."""
    if not question.number:
        return forms.ChoiceField(label=question.title, choices=question.options, required=False)

    def fits(value: str) -> None:
        if why := question.refuses(value):
            raise forms.ValidationError(why.replace(f"“{question.key}”", "This"))

    return forms.CharField(
        label=question.title,
        required=False,
        max_length=5,
        validators=[fits],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
    )


class FactsForm(forms.Form):
    """What a chain is counted from. Which events, services and questions there are depends on the rule set."""

    pack = forms.ChoiceField(label="Rules of")
    kind = forms.ChoiceField(label="What happened", error_messages={"required": "Choose what happened."})
    on = DayField(label="On", widget=forms.DateInput)
    time = forms.TimeField(
        label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    service = forms.ChoiceField(label="Served by", required=False)
    state = state_field()

    def __init__(self, data=None, *, initial: dict[str, Any] | None = None, **kwargs):
        initial = dict(initial or {})
        super().__init__(data, initial=initial, **kwargs)
        self.packs = rule_sets()
        self.fields["pack"].choices = [(key, pack.title) for key, pack in self.packs.items()]
        chosen = self._given("pack") or next(iter(self.packs), "")
        self.rules = self.packs.get(chosen)
        if self.rules is None:
            return
        self.fields["kind"].choices = [
            ("", "Choose"),
            *((key, one.title) for key, one in self.rules.triggers.items() if self.rules.next_of.get(key)),
        ]
        kind = self._given("kind")
        event = self.rules.triggers.get(kind)
        methods = self.rules.methods(kind) if event else {}
        if methods:
            self.fields["service"].choices = [("", "No paper was served, or by hand"), *methods.items()]
        else:
            del self.fields["service"]
        if not event or not event.time:
            del self.fields["time"]
        if not self.rules.calendar.startswith("us.federal"):
            del self.fields["state"]
        elif self.rules.states == 2:
            self.fields["state"] = state_field(self.rules)
        self.questions = self.rules.choices_of(kind) if event else []
        for question in self.questions:
            self.fields[QUESTION + question.key] = question_field(question)

    def _given(self, name: str) -> str:
        return str(self.data.get(name) or self.initial.get(name) or "")

    def clean(self):
        data = super().clean()
        if "time" in self.fields and not data.get("time") and "time" not in self.errors:
            self.add_error("time", "This counts by the hour: say when it happened.")
        return data

    @property
    def told(self) -> bool:
        """Whether enough was said to count, whatever else is missing."""
        wanted = {"pack", "kind", "on", "time", "service", "state"}
        return self.is_bound and not set(self.errors) & wanted and bool(self.cleaned_data.get("kind"))

    @property
    def facts(self) -> Facts:
        """What was said, once the form is `told`."""
        data = self.cleaned_data
        return Facts(
            pack=data["pack"],
            kind=data["kind"],
            on=data["on"],
            at=at_of(data["on"], data.get("time"), timezone.get_current_timezone()),
            service=data.get("service", ""),
            state=data.get("state", ""),
            choices={
                name.removeprefix(QUESTION): value
                for name, value in data.items()
                if name.startswith(QUESTION) and value
            },
            court=self.court,
        )

    @property
    def court(self) -> str:
        """The court of the matter, as far as one was chosen."""
        matter = self.cleaned_data.get("matter")
        return matter.court if matter else ""


class ChainForm(FactsForm):
    """The event on a matter, and which of the dates that follow from it are docketed for whom."""

    def __init__(self, data=None, *, member: Member, trigger: TriggerEvent | None = None, **kwargs):
        super().__init__(data, **kwargs)
        self.people = owners()
        self.trigger = trigger
        matter = trigger.matter if trigger else matter_given(self, member)
        self.further = FurtherFields(self, matter, member, but=trigger.pk if trigger else None)
        self.dates = dates_of(trigger) if trigger else {}
        kind = self._given("kind")
        if self.rules and kind in self.rules.triggers:
            for key, one in self.rules.further_of(kind).items():
                if key not in self.dates:
                    self.further.add(key, one.title, time=one.time)
        self.fields["label"] = forms.CharField(
            max_length=200, required=False, label="Called", help_text="Hearing on the motion to compel"
        )
        self.fields["owner"] = PersonField(
            self.people, empty="The responsible attorney", label="Answers for them"
        )
        self.fields["backup"] = PersonField(self.people, empty="Nobody", label="Backup")
        order = ["pack", "kind", "on", "time", "service", "state", "label", "owner", "backup"]
        if trigger is None:
            working = Matter.objects.visible_to(member).exclude(state__in=[*Matter.ENDED, "declined"])
            self.fields["matter"] = MatterPick(member, queryset=working)
            order.insert(0, "matter")
        else:
            # What the trigger is, and when, stands: it is moved on its own page.
            for name, field in self.fields.items():
                field.disabled = name not in ("owner", "backup") and name not in self.further.names
        self.order_fields(order)

    def clean(self):
        data = super().clean()
        if data.get("owner") and data.get("owner") == data.get("backup"):
            self.add_error("backup", "The backup is another person than who answers for it.")
        return data

    @property
    def facts(self) -> Facts:
        """What was said, with the further dates as far as they are known."""
        told = {one.key: one.moment for one in self.further.told()}
        known = {key: moment for key, moment in told.items() if moment is not None}
        return replace(super().facts, dates={**self.dates, **known})

    def picks(self, sent: QueryDict) -> list[Pick]:
        """The ticked dates, each with its own people where they were chosen."""
        by_id = {str(m.pk): m for m in self.people}
        found = []
        for rule_id in sent.getlist("pick"):
            owner = by_id.get(sent.get(f"owner-{rule_id}", "")) or self.cleaned_data["owner"]
            backup = by_id.get(sent.get(f"backup-{rule_id}", "")) or self.cleaned_data["backup"]
            if backup == owner:
                backup = None
            critical = f"critical-{rule_id}" in sent
            found.append(Pick(rule_id, owner, backup, critical))
        return found


def ticked(sent: QueryDict, line: Counted, docketed: set[str]) -> bool:
    """Whether a date of the preview is ticked: as it was left, and from the start when it is a deadline still ahead."""
    if line.rule_id in docketed or line.due_on is None:
        return False
    if line.rule_id in sent.getlist("shown"):
        return line.rule_id in sent.getlist("pick")
    return line.due_on >= timezone.localdate()


class CountForm(forms.Form):
    """One date by a count of days from an event."""

    title = forms.CharField(max_length=200, label="What is due")
    n = forms.IntegerField(min_value=0, max_value=5000, label="How many", initial=10)
    unit = forms.ChoiceField(choices=UNITS, label="Of what", initial="court_days")
    direction = forms.ChoiceField(choices=DIRECTIONS, label="Which way", initial="after")
    label = forms.CharField(max_length=200, label="Counted from", help_text="Ruling on the demurrer")
    on = DayField(label="On", widget=forms.DateInput)
    time = forms.TimeField(
        label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    take = forms.ChoiceField(
        label="And a second count",
        required=False,
        choices=[
            ("", "No, one count"),
            ("latest", "The later of both"),
            ("earliest", "The earlier of both"),
        ],
    )
    n2 = forms.IntegerField(min_value=0, max_value=5000, label="How many", required=False)
    unit2 = forms.ChoiceField(choices=UNITS, label="Of what", initial="days", required=False)
    direction2 = forms.ChoiceField(choices=DIRECTIONS, label="Which way", initial="before", required=False)
    label2 = forms.CharField(
        max_length=200, label="Second event is called", required=False, help_text="Trial"
    )
    calendar = forms.ChoiceField(label="Court holidays of")
    state = state_field()
    kind = forms.ChoiceField(choices=Deadline.Kind, widget=forms.RadioSelect, initial=Deadline.Kind.COURT)
    authority = forms.CharField(max_length=120, required=False, label="Rule or order")
    critical = forms.BooleanField(required=False, label="Critical: its owner acknowledges it")
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, *, member: Member, **kwargs):
        super().__init__(data, **kwargs)
        people = owners()
        self.fields["calendar"].choices = calendar_choices()
        self.fields["owner"] = PersonField(people, empty="The responsible attorney", label="Answers for it")
        self.fields["backup"] = PersonField(people, empty="Nobody", label="Backup")
        working = Matter.objects.visible_to(member).exclude(state__in=[*Matter.ENDED, "declined"])
        self.fields["matter"] = MatterPick(member, queryset=working)
        self.order_fields(
            ["matter", "title", "n", "unit", "direction", "label", "on", "time", "calendar", "state"]
        )
        self.further = FurtherFields(self, matter_given(self, member), member)
        if self.data.get("take"):
            self.further.add(SECOND, "Second event", time=self.data.get("unit2") == "hours")

    def clean(self):
        data = super().clean()
        if data.get("unit") == "hours" and not data.get("time") and "time" not in self.errors:
            self.add_error("time", "A count of hours starts at an hour.")
        second = self.second
        if data.get("take") and (second is None or data.get("n2") is None):
            self.add_error("take", "Say the second count and when its event is.")
        elif (
            data.get("take")
            and data.get("unit2") == "hours"
            and not isinstance(second.moment, datetime.datetime)
        ):
            self.add_error("take", "A count of hours starts at an hour.")
        return data

    @property
    def second(self) -> Further | None:
        """The event of the second count."""
        label = " ".join(str(self.cleaned_data.get("label2") or "").split()) or "Second event"
        return next(iter(self.further.told({SECOND: label})), None)

    @property
    def told(self) -> bool:
        """Whether enough was said to count, whatever else is missing."""
        wanted = {"n", "unit", "direction", "on", "time", "calendar", "state", "take", "n2"}
        return self.is_bound and not set(self.errors) & (wanted | self.further.names)

    @property
    def count(self) -> Free:
        """The count that was asked for."""
        data = self.cleaned_data
        other = None
        if data.get("take"):
            other = Free(data["n2"], data["unit2"], data["direction2"], data["calendar"])
        return Free(data["n"], data["unit"], data["direction"], data["calendar"], data.get("take", ""), other)

    @property
    def facts(self) -> Facts:
        """What it starts from."""
        data = self.cleaned_data
        at: datetime.datetime | None = at_of(data["on"], data["time"], timezone.get_current_timezone())
        court = data["matter"].court if data.get("matter") else ""
        second = self.second.moment if data.get("take") and self.second else None
        dates = {SECOND: second} if second is not None else {}
        return Facts(
            pack=data["calendar"], kind="", on=data["on"], at=at, state=data["state"], court=court, dates=dates
        )  # fmt: skip


class MoveForm(forms.Form):
    """Where an event moved to, or how its papers were really served."""

    on = DayField(label="New date", widget=forms.DateInput)
    time = forms.TimeField(
        label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reason = forms.CharField(
        max_length=500, label="Why", help_text="Continued by the court, minute order of Nov 20"
    )

    def __init__(self, *args, trigger: TriggerEvent, **kwargs):
        super().__init__(*args, **kwargs)
        rules = rule_sets().get(trigger.jurisdiction)
        event = rules.triggers.get(trigger.kind) if rules else None
        if rules and event:
            methods = rules.methods(trigger.kind)
            if methods:
                self.fields["service"] = forms.ChoiceField(
                    label="Served by",
                    required=False,
                    choices=[("", "No paper was served, or by hand"), *methods.items()],
                )
            for question in rules.choices_of(trigger.kind):
                self.fields[QUESTION + question.key] = question_field(question)
        if trigger.jurisdiction.startswith("us.federal") or (
            rules and rules.calendar.startswith("us.federal")
        ):
            self.fields["state"] = state_field(rules)
        if trigger.happened_at is None and not (event and event.time):
            del self.fields["time"]
        self.move_to_end("reason")

    def move_to_end(self, name: str) -> None:
        """Put a field last."""
        self.fields[name] = self.fields.pop(name)

    @property
    def choices(self) -> dict[str, str]:
        """The answers to the questions of the rule set."""
        return {
            name.removeprefix(QUESTION): value
            for name, value in self.cleaned_data.items()
            if name.startswith(QUESTION) and value
        }
