"""The form of a leg."""

from django import forms
from django.utils import timezone

from accounts.models import Member
from practice.fields import DayField
from travel.forms.common import PartForm, clock_field, text
from travel.models import Leg, Trip
from travel.zones import choices as zones


class LegForm(PartForm):
    """A way: from, to, when by the clocks of each end."""

    kind = forms.ChoiceField(choices=Leg.Kind.choices, label="How")
    carrier = text(80, "Carrier", hint="United, Amtrak, Lyft")
    number = text(20, "Number", hint="UA 512")
    origin = text(120, "From", required=True)
    departs_on = DayField(label="Leaves on")
    departs_time = clock_field("Leaves at")
    origin_zone = forms.ChoiceField(label="By the clocks of", choices=zones)
    destination = text(120, "To", required=True)
    arrives_on = DayField(label="Arrives on")
    arrives_time = clock_field("Arrives at")
    destination_zone = forms.ChoiceField(label="By the clocks of", choices=zones)
    confirmation = text(60, "Confirmation number")
    seat = text(40, "Seat")
    phone = text(40, "Phone")
    note = text(300, "Note")

    def __init__(self, *args, trip: Trip, member: Member, leg: Leg | None = None, **kwargs):
        initial = dict(kwargs.pop("initial", None) or {})
        if leg is not None:
            initial |= {
                name: getattr(leg, name)
                for name in (
                    "kind", "carrier", "number", "origin", "origin_zone", "destination", "destination_zone",
                    "confirmation", "seat", "phone", "note",
                )
            }  # fmt: skip
            initial |= {
                "departs_on": leg.departs.date(), "departs_time": leg.departs.time(),
                "arrives_on": leg.arrives.date(), "arrives_time": leg.arrives.time(),
                "only_for": leg.only_for_id, "booked_by": leg.booked_by_id,
                "matter": None if leg.shared else leg.matter_id,
            }  # fmt: skip
            cost = leg.costs.first()
            initial["cost"] = cost.estimate if cost else None
        else:
            zone = timezone.get_current_timezone_name()
            initial = {
                "origin_zone": zone, "destination_zone": zone, "departs_on": trip.starts_on,
                "arrives_on": trip.starts_on, **initial,
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.add_common(trip, member)

    def clean(self):
        data = super().clean()
        data["departs_at"] = self._instant("departs", "origin_zone")
        data["arrives_at"] = self._instant("arrives", "destination_zone")
        return data

    def values(self) -> dict:
        """What the service takes."""
        skip = ("departs_on", "departs_time", "arrives_on", "arrives_time")
        return {name: value for name, value in self.cleaned_data.items() if name not in skip}
