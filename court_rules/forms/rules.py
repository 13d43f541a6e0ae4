"""The form of a rule, with every field that a rule has."""

import re
from typing import Any

from django import forms
from django.forms import formset_factory

from court_rules.packs.pack import MOST

MODES = (
    ("one", "One period"),
    ("earliest", "The earlier of several periods"),
    ("latest", "The later of several periods"),
    ("dates", "By the day of the event (the law changed), or by a choice"),
)
UNITS = (
    ("days", "days"), ("court_days", "court days"), ("weeks", "weeks"), ("months", "months"), ("years", "years"),
    ("hours", "hours"),
)  # fmt: skip
ROLLS = (
    ("", "on in the direction of the count"), ("forward", "forward"), ("backward", "backward"), ("none", "not at all"),
)  # fmt: skip
NEW = "new:"
# What of a rule stands in its rows.
_IN_ROWS = ("count", "unit", "direction", "roll", "service", "from", "until", "when", "take", "of", "periods")


class TooDeep(ValueError):
    """The rule has periods within periods, or names no day, which the form does not show; it is edited as YAML."""


class PeriodForm(forms.Form):
    """A row: so many days after or before an event."""

    count = forms.CharField(
        max_length=60, required=False, label="How many",
        widget=forms.TextInput(attrs={"class": "num", "autocomplete": "off"}),
    )  # fmt: skip
    unit = forms.ChoiceField(choices=UNITS, required=False, label="Of what")
    direction = forms.ChoiceField(
        choices=(("after", "after"), ("before", "before")), required=False, label="Direction"
    )
    roll = forms.ChoiceField(choices=ROLLS, required=False, label="From a holiday it moves")
    service = forms.ChoiceField(required=False, label="Service adds days by")
    event = forms.ChoiceField(required=False, label="Counted from")
    title = forms.CharField(max_length=200, required=False, label="What this period is")
    start = forms.DateField(
        required=False, label="For events from", widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(required=False, label="until", widget=forms.DateInput(attrs={"type": "date"}))
    when = forms.CharField(
        required=False,
        max_length=200,
        label="Only for the choice",
        help_text="key=option, as in the pack’s choices.",
    )
    cite = forms.CharField(required=False, max_length=300, label="Citation, if another")
    note = forms.CharField(required=False, max_length=2000, label="Note")

    def __init__(self, *args, pack: dict[str, Any], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", "Nothing"), *pack["schemes"]]
        self.fields["event"].choices = [("", "the event of the rule"), *pack["events"]]

    @property
    def is_used(self) -> bool:
        """Whether the row says a period."""
        return self.cleaned_data.get("count") not in (None, "") if hasattr(self, "cleaned_data") else False

    def clean_count(self) -> int | str | None:
        """A number, or the key of a choice that asks for the number; None for an empty row."""
        text = self.cleaned_data["count"].strip()
        if not text:
            return None
        if re.fullmatch(r"[0-9]{1,5}", text) and int(text) <= MOST:
            return int(text)
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", text):
            return text
        raise forms.ValidationError(f"0 to {MOST:,}, or the key of a choice.")

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "It ends before it begins.")
        for pair in filter(None, (part.strip() for part in data.get("when", "").split(","))):
            if "=" not in pair:
                self.add_error("when", "Write key=option.")
        if data.get("count") is None and "count" not in self.errors:
            rest = ("title", "start", "end", "when", "cite", "note", "service", "event", "roll")
            if any(data.get(name) for name in rest):
                self.add_error("count", "Say how many.")
        return data

    def as_data(self, *, arm: bool = False, alone: bool = False) -> dict[str, Any]:
        """The row as packs have it: a period, one of several (`arm`), or the rule's only one (`alone`)."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        if arm:
            found |= {name: data[name] for name in ("title", "event") if data[name]}
        else:
            if data["start"]:
                found["from"] = data["start"].isoformat()
            if data["end"]:
                found["until"] = data["end"].isoformat()
            if data["when"]:
                pairs = (part.split("=", 1) for part in data["when"].split(",") if "=" in part)
                found["when"] = {key.strip(): value.strip() for key, value in pairs}
        found["count"] = data["count"]
        if data["unit"] and data["unit"] != "days":
            found["unit"] = data["unit"]
        if data["direction"] == "before":
            found["direction"] = "before"
        found |= {name: data[name] for name in ("roll", "service") if data[name]}
        if not alone:
            found |= {name: data[name] for name in ("cite", "note") if data[name]}
        return found


_Periods = formset_factory(PeriodForm, extra=0)


class RuleForm(forms.Form):
    """A rule of a draft: its head, and rows of periods. `errors_of(problems)` puts what the engine finds at the right field."""

    title = forms.CharField(max_length=200, label="What is due")
    cite = forms.CharField(
        max_length=300, min_length=3, label="Citation", help_text="Alameda Local Rule 3.30(c)."
    )
    event = forms.ChoiceField(label="Counted from")
    new_event = forms.CharField(max_length=200, required=False, label="Name of the new event")
    with_time = forms.BooleanField(required=False, label="The hour of the event matters")
    mode = forms.ChoiceField(choices=MODES, label="Periods", initial="one")
    kind = forms.ChoiceField(
        choices=(("deadline", "The last day to act"), ("earliest", "No act before it"), ("expiry", "Something ends by itself")),
        label="What the day is",
    )  # fmt: skip
    party = forms.CharField(max_length=200, required=False, label="Who must act")
    critical = forms.BooleanField(required=False, label="Critical: it must be acknowledged")
    note = forms.CharField(
        max_length=2000, required=False, label="Note", widget=forms.Textarea(attrs={"rows": 2})
    )
    no_extension = forms.CharField(
        max_length=300, min_length=3, required=False, label="No extension, by",
        help_text="The rule that forbids one. Empty: the court may extend it.",
    )  # fmt: skip
    key = forms.CharField(
        max_length=60,
        required=False,
        label="Key",
        help_text="Letters, digits, - and _. Empty: made from the title.",
    )

    def __init__(
        self, data=None, *, content: dict[str, Any], base: dict[str, Any], rule: dict[str, Any] | None = None
    ):
        self.rule = rule or {}
        super().__init__(data, initial=_head(self.rule))
        # Its own events before those of the pack it builds on.
        events: dict[str, str] = {}
        for part in (content, base):
            for one in part.get("triggers", ()):
                events.setdefault(one["key"], one["title"])
        others = [
            (f"after:{one['key']}", f"the day of “{one['title']}”")
            for one in content.get("rules", ())
            if one.get("key") != self.rule.get("key")
        ]
        self.fields["event"].choices = [
            *([] if rule else [("", "Choose the event")]),
            *((f"on:{key}", title) for key, title in events.items()), *others, (NEW, "A new event"),
        ]  # fmt: skip
        schemes = {
            one["key"]: one.get("title", one["key"])
            for part in (base, content)
            for one in part.get("service", ())
        }
        pack = {"schemes": list(schemes.items()), "events": list(events.items())}
        rows = _rows(self.rule)
        extra = max(len(rows), 2)
        self.periods = _Periods(
            data, initial=rows + [{}] * (extra - len(rows)), prefix="p", form_kwargs={"pack": pack}
        )

    def is_valid(self) -> bool:
        """Whether head and rows hold; a rule needs at least one row, and several where it takes one of several."""
        good = super().is_valid()
        good = self.periods.is_valid() and good
        if not good:
            return False
        used = [row for row in self.periods if row.is_used]
        if not used:
            self.periods.forms[0].add_error("count", "Say how many.")
            return False
        if self.cleaned_data["mode"] in ("earliest", "latest") and len(used) < 2:
            self.add_error(
                "mode",
                "Of several periods there must be two at least. Fill in another row, or choose one period.",
            )
            return False
        if self.cleaned_data["mode"] == "one" and len(used) > 1:
            self.add_error("mode", "There are several rows. Say how they go together.")
            return False
        if self.cleaned_data["event"] == NEW and not self.cleaned_data["new_event"].strip():
            self.add_error("new_event", "Name the event: Notice of hearing served.")
            return False
        return True

    def rule_data(self) -> dict[str, Any]:
        """The rule as packs have it, without its event when that is new."""
        data = self.cleaned_data
        how, _, name = data["event"].partition(":")
        found: dict[str, Any] = {"key": data["key"].strip(), "title": data["title"], "cite": data["cite"]}
        if how == "on":
            found["trigger"] = name
        elif how == "after":
            found["after"] = name
        if data["kind"] != "deadline":
            found["kind"] = data["kind"]
        if data["party"]:
            found["party"] = data["party"]
        if data["critical"]:
            found["critical"] = True
        if data["note"]:
            found["note"] = data["note"]
        if data["no_extension"]:
            # What the rule says beside the citation stays: the form has no field for it.
            found["no_extension"] = {**self.rule.get("no_extension", {}), "cite": data["no_extension"]}
        used = [row for row in self.periods if row.is_used]
        mode = data["mode"]
        if mode == "one":
            found |= used[0].as_data(alone=True)
        elif mode == "dates":
            found["periods"] = [row.as_data() for row in used]
        else:
            found |= {"take": mode, "of": [row.as_data(arm=True) for row in used]}
        return found

    def place(self, problems) -> None:
        """Put what the engine found at the field it is about."""
        for problem in problems:
            parts = problem.at.split(".")
            last = {"from": "start", "until": "end", "trigger": "event", "after": "event"}.get(
                parts[-1], parts[-1]
            )
            number = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
            if parts[0] in ("periods", "of") or (last in PeriodForm.base_fields and last not in self.fields):
                row = self.periods.forms[min(number, len(self.periods.forms) - 1)]
                row.add_error(last if last in row.fields else None, problem.message)
            else:
                self.add_error(last if last in self.fields else None, problem.message)


def _head(rule: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: rule[name]
        for name in ("title", "cite", "kind", "party", "critical", "note", "key")
        if name in rule
    }
    if "no_extension" in rule:
        found["no_extension"] = rule["no_extension"]["cite"]
    if "trigger" in rule:
        found["event"] = f"on:{rule['trigger']}"
    elif "after" in rule:
        found["event"] = f"after:{rule['after']}"
    found["mode"] = rule.get("take") or ("dates" if "periods" in rule else "one")
    return found


def _rows(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a rule for the form. Raises TooDeep."""
    if not rule:
        return []
    shared: dict[str, Any] = {
        name: rule[name] for name in ("unit", "direction", "roll", "service") if name in rule
    }
    if "says" in rule or any("says" in one for one in rule.get("periods", ())):
        raise TooDeep
    if "periods" in rule:
        if any("of" in one for one in rule["periods"]):
            raise TooDeep
        return [_row({**shared, **one}) for one in rule["periods"]]
    if "of" in rule:
        if {"from", "until", "when"} & rule.keys():
            raise TooDeep
        return [_row({**shared, **one}) for one in rule["of"]]
    return [_row({name: rule[name] for name in _IN_ROWS if name in rule})]


def _row(data: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in data.items() if name not in ("from", "until", "when")}
    if "from" in data:
        found["start"] = data["from"]
    if "until" in data:
        found["end"] = data["until"]
    if "when" in data:
        found["when"] = ", ".join(f"{key}={value}" for key, value in data["when"].items())
    return found
