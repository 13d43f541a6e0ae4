"""Forms of packs and closures."""

from django import forms

from court_rules.models import FirmPack, FirmPackVersion
from court_rules.packs import shipped
from court_rules.queries import court_calendars
from practice.fields import DayField


def _uses():
    return [("", "No other pack"), *((key, pack.title) for key, pack in shipped().items())]


class PackForm(forms.Form):
    """A new pack."""

    name = forms.CharField(
        max_length=120, label="Name", help_text="The court and what it covers: Alameda, local rules."
    )
    jurisdiction = forms.ChoiceField(label="Court holidays", help_text="The calendar that its courts keep.")
    key = forms.CharField(
        max_length=60, required=False, label="Short name",
        help_text="It stands in rule ids and never changes. Empty: made from the name.",
    )  # fmt: skip
    uses = forms.ChoiceField(
        required=False, label="Builds on",
        help_text="Its rules may name the events and ways of service of that pack.",
    )  # fmt: skip
    effective_from = DayField(label="Holds from", widget=forms.DateInput)
    note = forms.CharField(
        required=False, label="Note", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].choices = list(court_calendars().items())
        self.fields["uses"].choices = _uses()


class HeadForm(PackForm):
    """What stands over a draft."""

    news = forms.CharField(max_length=300, required=False, label="What is new in this version")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["key"]


class TextForm(forms.Form):
    """A pack as YAML."""

    source = forms.CharField(
        label="YAML", max_length=1_000_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "mono", "spellcheck": "false", "autocomplete": "off", "wrap": "off"}),
    )  # fmt: skip


class CopyForm(forms.Form):
    """Into which pack a shipped rule is copied."""

    into = forms.ChoiceField(label="Into")
    name = forms.CharField(max_length=120, required=False, label="Name of the new pack")

    def __init__(self, *args, calendar: str, **kwargs):
        super().__init__(*args, **kwargs)
        packs = FirmPack.objects.active().filter(jurisdiction=calendar)
        drafted = set(
            FirmPackVersion.objects.filter(state=FirmPackVersion.State.DRAFT).values_list(
                "pack_id", flat=True
            )
        )
        own = [
            (str(pack.pk), f"{pack.name} ({'its draft' if pack.pk in drafted else 'a new version'})")
            for pack in packs
        ]
        self.fields["into"].choices = [*own, ("", "A new pack")]
        self.fields["into"].required = False

    def clean(self):
        data = super().clean()
        if not data.get("into") and not data.get("name"):
            self.add_error("name", "Give the new pack a name.")
        return data


class ClosureForm(forms.Form):
    """Days on which courts are closed by order."""

    jurisdiction = forms.ChoiceField(label="Courts")
    court = forms.CharField(
        max_length=120, required=False, label="Only this court",
        help_text="As it stands on the matter: Superior Court of Alameda County. Empty: all these courts.",
    )  # fmt: skip
    name = forms.CharField(max_length=120, label="Why")
    starts_on = DayField(label="First day", widget=forms.DateInput)
    ends_on = DayField(label="Last day", widget=forms.DateInput, required=False, help_text="Empty: one day.")
    source = forms.CharField(
        max_length=300, label="Order", help_text="Its number and date, or its address on the court’s site."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].choices = list(court_calendars().items())
