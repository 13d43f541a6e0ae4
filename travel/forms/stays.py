"""The form of a hotel."""

import datetime

from django import forms
from django.utils import timezone

from accounts.models import Member
from practice.fields import DayField
from travel.forms.common import PartForm, clock_field, text
from travel.models import Stay, Trip
from travel.zones import choices as zones


class StayForm(PartForm):
    """A hotel."""

    hotel = text(160, "Hotel", required=True)
    address = text(300, "Address")
    phone = text(40, "Phone")
    zone = forms.ChoiceField(label="By the clocks of", choices=zones)
    check_in_on = DayField(label="Check-in")
    check_in_time = clock_field("From")
    check_out_on = DayField(label="Check-out")
    check_out_time = clock_field("Until")
    confirmation = text(60, "Confirmation number")
    note = text(300, "Note")

    def __init__(self, *args, trip: Trip, member: Member, stay: Stay | None = None, **kwargs):
        initial = dict(kwargs.pop("initial", None) or {})
        if stay is not None:
            initial |= {
                name: getattr(stay, name)
                for name in ("hotel", "address", "phone", "zone", "confirmation", "note")
            }
            initial |= {
                "check_in_on": stay.check_in.date(), "check_in_time": stay.check_in.time(),
                "check_out_on": stay.check_out.date(), "check_out_time": stay.check_out.time(),
                "only_for": stay.only_for_id, "booked_by": stay.booked_by_id,
                "matter": None if stay.shared else stay.matter_id,
            }  # fmt: skip
            cost = stay.costs.first()
            initial["cost"] = cost.estimate if cost else None
        else:
            last = trip.legs.kept().filter(arrives_at__isnull=False).first()
            zone = last.destination_zone if last else timezone.get_current_timezone_name()
            initial = {
                "zone": zone, "check_in_on": trip.starts_on, "check_in_time": datetime.time(15),
                "check_out_on": trip.ends_on, "check_out_time": datetime.time(11), **initial,
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.add_common(trip, member)

    def clean(self):
        data = super().clean()
        data["check_in_at"] = self._instant("check_in", "zone")
        data["check_out_at"] = self._instant("check_out", "zone")
        return data

    def values(self) -> dict:
        """What the service takes."""
        skip = ("check_in_on", "check_in_time", "check_out_on", "check_out_time")
        return {name: value for name, value in self.cleaned_data.items() if name not in skip}
