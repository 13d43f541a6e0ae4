"""The state whose holidays count beside the federal ones, Rule 6(a)(6)(C); on an appeal two of them may."""

from django import forms

from court_rules.forms.bench import STATES
from court_rules.packs import Pack


class StatesField(forms.CharField):
    """One state or two, as typed: "me, MA" is ME,MA."""

    def clean(self, value):
        names = [part for part in super().clean(value).upper().replace(",", " ").split() if part]
        names = list(dict.fromkeys(names))
        if len(names) > 2:
            raise forms.ValidationError("Two states at most: the district court’s and the circuit clerk’s.")
        for name in names:
            if name not in STATES:
                raise forms.ValidationError(f"“{name}” is no state. Write ME, MA.")
        return ",".join(names)


class StateField(forms.ChoiceField):
    """One state; of two that were typed for an appeal, the first."""

    def to_python(self, value):
        return super().to_python(value).partition(",")[0]


def state_field(pack: Pack | None = None) -> forms.Field:
    """Asks for the state of the court; where the rules count the holidays of two (FRAP 26(a)(6)(C)), for both."""
    if pack and pack.states == 2:
        return StatesField(
            label="States of court and circuit clerk",
            required=False,
            max_length=8,
            help_text="ME, MA. The holidays of both count forward, Rule 26(a)(6)(C).",
        )
    return StateField(
        label="State of the court",
        required=False,
        choices=[("", "No state"), *((one, one) for one in STATES)],
        help_text="Its holidays count forward, Rule 6(a)(6)(C).",
    )
