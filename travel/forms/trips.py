"""Forms of a trip: who and when, for which matters, why it is cancelled."""

from decimal import Decimal

from django import forms

from accounts.models import Member
from matters.forms import MatterPick
from matters.models import Matter
from practice.fields import DayField
from travel.forms.common import RowChoice, RowsChoice, people, text
from travel.models import Trip
from travel.queries.access import shares_of
from travel.services.trips import Share

MATTERS = 4


class TripForm(forms.Form):
    """A trip: who, where, when. For which matters is asked with it when it is new."""

    use_required_attribute = False

    destination = text(120, "Where to", required=True)
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
    purpose = text(300, "Purpose", hint="Only who sees the leading matter reads it.")
    title = text(120, "Title", hint="“Denver, Dec 3”, if left empty. Name no matter here.")
    buffer_hours = forms.IntegerField(
        label="Hours before a hearing", min_value=0, max_value=96, initial=3,
        help_text="How long before it a traveller wants to be there.",
    )  # fmt: skip
    note = forms.CharField(
        label="Notes", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, member: Member, new: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        crew = people()
        self.fields["travellers"] = RowsChoice(crew, label="Who travels")
        self.fields["arranged_by"] = RowChoice(
            [one for one in crew if not one.sees_named_matters_only], none="Me", required=False, label="Arranged by",
            label_of=lambda m: m.name,
        )  # fmt: skip
        self.order_fields(
            ["travellers", "destination", "starts_on", "ends_on", "purpose", "title", "buffer_hours", "arranged_by", "note"]
        )  # fmt: skip

    def clean_travellers(self):
        return list(self.cleaned_data["travellers"])


class SharesForm(forms.Form):
    """The matters of a trip and their shares. Left empty it is the firm's own trip."""

    use_required_attribute = False

    def __init__(self, *args, member: Member, trip: Trip | None = None, **kwargs):
        initial = dict(kwargs.pop("initial", None) or {})
        rows = shares_of(trip) if trip else []
        for n, row in enumerate(rows[:MATTERS], start=1):
            initial |= {
                f"matter{n}": row.matter, f"share{n}": f"{row.share.normalize():f}", f"purpose{n}": row.purpose
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        open_ones = Matter.objects.visible_to(member).exclude(state__in=("declined", "closed", "archived"))
        for n in range(1, MATTERS + 1):
            self.fields[f"matter{n}"] = MatterPick(
                member,
                queryset=open_ones,
                required=False,
                label="Leading matter" if n == 1 else f"Matter {n}",
            )
            self.fields[f"share{n}"] = forms.DecimalField(
                label="Percent", required=False, min_value=Decimal("0.01"), max_value=100, max_digits=5,
                decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
            if n > 1:
                self.fields[f"purpose{n}"] = text(300, "What it is for")

    def rows(self):
        """The fields matter by matter, for the template."""
        return [
            [self[name] for name in (f"matter{n}", f"share{n}", f"purpose{n}") if name in self.fields]
            for n in range(1, MATTERS + 1)
        ]

    def shares(self) -> list[Share]:
        """What was filled in. One matter alone has all of it; without percents they share alike."""
        data = self.cleaned_data
        given = [n for n in range(1, MATTERS + 1) if data.get(f"matter{n}")]
        if not given:
            return []
        if not any(data.get(f"share{n}") for n in given):
            part = (Decimal(100) / len(given)).quantize(Decimal("0.01"))
            parts = [part] * (len(given) - 1)
            parts.append(Decimal(100) - sum(parts, Decimal(0)))
        else:
            parts = [data.get(f"share{n}") or Decimal(0) for n in given]
        return [
            Share(data[f"matter{n}"], percent, data.get(f"purpose{n}") or "")
            for n, percent in zip(given, parts, strict=True)
        ]

    def clean(self):
        data = super().clean()
        if not data.get("matter1") and any(data.get(f"matter{n}") for n in range(2, MATTERS + 1)):
            self.add_error("matter1", "Say which matter leads.")
        return data


class CancelForm(forms.Form):
    """Why a trip is cancelled."""

    reason = text(300, "Why", required=True)
