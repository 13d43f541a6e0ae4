"""The test bench: a case to count, and the example that is kept of it."""

import datetime
from typing import Any

from django import forms

from court_rules.packs import Pack
from practice.dates import NotADate, parse_day

STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MP MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA PR RI SC SD TN TX UT VT VA VI WA WV WI WY"
).split()


class BenchForm(forms.Form):
    """What the bench counts: a rule or an event of `pack`, the day, how it was served. `further` are fields for other events."""

    rule = forms.CharField(max_length=60, required=False, label="Rule or event")
    on = forms.CharField(max_length=40, required=False, label="Day of the event")
    at = forms.TimeField(required=False, label="Time", widget=forms.TimeInput(attrs={"type": "time"}))
    service = forms.CharField(max_length=60, required=False, label="Served by")
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "No state"), *((one, one) for one in STATES)]
    )
    clerk = forms.ChoiceField(
        required=False,
        label="State of the circuit clerk",
        choices=[("", "The same"), *((one, one) for one in STATES)],
    )
    closed = forms.CharField(max_length=400, required=False, label="Closed days")

    def __init__(self, data=None, *, pack: Pack | None, today: datetime.date):
        super().__init__(data)
        self.pack, self.today = pack, today
        self.further: dict[str, datetime.date] = {}
        self.answers: dict[str, str] = {}

    def _day(self, name: str, text: str) -> datetime.date | None:
        try:
            return parse_day(text, today=self.today)
        except NotADate as error:
            self.add_error(name, str(error))
            return None

    def clean(self):
        data = super().clean()
        data["day"] = self._day("on", data["on"]) if data.get("on", "").strip() else self.today
        if self.pack and self.pack.states == 2 and data.get("clerk"):
            data["states"] = ",".join(dict.fromkeys(filter(None, (data.get("state"), data["clerk"]))))
        data["days"] = [
            day
            for part in data.get("closed", "").replace(";", ",").split(",")
            if part.strip() and (day := self._day("closed", part.strip()))
        ]
        if self.pack:
            for key in self.pack.triggers:
                text = self.data.get(f"d-{key}", "").strip()
                if text:
                    try:
                        self.further[key] = parse_day(text, today=self.today)
                    except NotADate as error:
                        self.add_error(None, f"{self.pack.triggers[key].title}: {error}")
            for key, choice in self.pack.choices.items():
                value = self.data.get(f"c-{key}", "").strip()
                # An answer to another rule's question may still stand in the form: it is left out.
                if value and (choice.number or not choice.refuses(value)):
                    self.answers[key] = value
        return data


class ExampleForm(forms.Form):
    """An example of a draft: the case of the bench, and the day counted by hand."""

    due = forms.CharField(max_length=40, label="Day you counted")
    why = forms.CharField(max_length=300, required=False, label="Why")

    def __init__(self, data=None, *, today: datetime.date):
        super().__init__(data)
        self.today = today

    def clean_due(self) -> str:
        """The day as ISO text."""
        try:
            return parse_day(self.cleaned_data["due"], today=self.today).isoformat()
        except NotADate as error:
            raise forms.ValidationError(str(error)) from None

    def as_test(
        self, case: dict[str, Any], further: dict[str, datetime.date], answers: dict[str, str]
    ) -> dict[str, Any]:
        """The example as packs have it."""
        test: dict[str, Any] = {"rule": case["rule"], "trigger": case["day"].isoformat()}
        if case.get("at"):
            test["trigger"] += f"T{case['at']:%H:%M}"
        test |= {name: case[name] for name in ("service", "state") if case.get(name)}
        if case.get("states"):
            test["state"] = case["states"]
        if case["days"]:
            test["closed"] = [day.isoformat() for day in case["days"]]
        if answers:
            test["choices"] = answers
        if further:
            test["dates"] = {key: day.isoformat() for key, day in further.items()}
        test["due"] = self.cleaned_data["due"]
        if self.cleaned_data["why"]:
            test["why"] = self.cleaned_data["why"]
        return test
