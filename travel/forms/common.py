"""Fields and parts that several forms of travel share."""

import datetime

from django import forms

from accounts.models import Member
from practice.exceptions import DomainError
from practice.fields import AmountField
from travel.models import Trip
from travel.queries.access import shares_of
from travel.zones import instant


def text(limit: int, label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        max_length=limit, required=required, label=label, help_text=hint, widget=forms.TextInput
    )


class RowChoice(forms.TypedChoiceField):
    """One of a short list of rows, or nothing."""

    def __init__(self, rows, *, none: str, label_of=str, **kwargs):
        self.by_id = {str(row.pk): row for row in rows}
        found = [(pk, label_of(row)) for pk, row in self.by_id.items()]
        if not kwargs.get("required", True):
            found.insert(0, ("", none))
        super().__init__(
            choices=found, coerce=lambda value: self.by_id[str(value)], empty_value=None, **kwargs
        )


class RowsChoice(forms.TypedMultipleChoiceField):
    """Some of a short list of rows, ticked."""

    def __init__(self, rows, **kwargs):
        self.by_id = {str(row.pk): row for row in rows}
        super().__init__(
            choices=[(pk, str(row)) for pk, row in self.by_id.items()],
            coerce=lambda value: self.by_id[str(value)],
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


def clock_field(label: str) -> forms.TimeField:
    """A time of day: 14:05."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def people() -> list[Member]:
    """Everybody who may travel."""
    return list(Member.objects.active().select_related("role").order_by("name"))


class PartForm(forms.Form):
    """What a leg and a stay have in common."""

    use_required_attribute = False

    def add_common(self, trip: Trip, member: Member) -> None:
        """Fields: who it is for, whose matter, who booked it, its cost."""
        crew = [row.member for row in trip.travellers.select_related("member")]
        self.trip = trip
        if len(crew) > 1:
            self.fields["only_for"] = RowChoice(
                crew, none="All who travel", required=False, label="For", label_of=lambda m: m.name
            )
        shares = shares_of(trip)
        if len(shares) > 1:
            self.fields["matter"] = RowChoice(
                [row.matter for row in shares],
                none="All, by their shares",
                required=False,
                label="Charged to",
            )
        self.fields["booked_by"] = RowChoice(
            people(), none="Not booked yet", required=False, label="Booked by", label_of=lambda m: m.name
        )
        self.fields["cost"] = AmountField(required=False, label="Cost, as far as it is known")

    def _instant(self, stem: str, zone: str) -> datetime.datetime | None:
        data = self.cleaned_data
        day, clock = data.get(f"{stem}_on"), data.get(f"{stem}_time")
        if day is None or clock is None or not data.get(zone):
            return None
        try:
            return instant(day, clock, data[zone], field=f"{stem}_time")
        except DomainError as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)
            return None
