"""Forms of travel."""

import datetime
from decimal import Decimal

from django import forms
from django.utils import timezone

from accounts.models import Member
from documents.models import Document
from matters.forms import ContactPick, MatterPick
from matters.models import Matter
from practice.exceptions import DomainError
from practice.fields import AmountField, DayField
from travel.models import Leg, Stay, TravelRule, Trip, TripCost, TripMatter
from travel.queries.access import shares_of
from travel.services.trips import Share
from travel.zones import choices as zones
from travel.zones import instant

MATTERS = 4


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


class CostForm(forms.Form):
    """A cost, thought or paid."""

    use_required_attribute = False

    kind = forms.ChoiceField(choices=TripCost.Kind.choices, label="What")
    description = text(200, "Description", required=True)
    vendor = text(120, "Paid to")
    date = DayField(label="Day")
    estimate = AmountField(required=False, label="Estimate")
    actual = AmountField(required=False, label="Paid")
    billable = forms.BooleanField(required=False, initial=True, label="Charged to the client")

    def __init__(self, *args, trip: Trip, member: Member, cost: TripCost | None = None, **kwargs):
        names = ("kind", "description", "vendor", "date", "estimate", "actual", "billable")
        initial = {name: getattr(cost, name) for name in names} if cost else {"date": trip.starts_on}
        if cost:
            initial |= {"paid_by": cost.paid_by_id, "matter": None if cost.shared else cost.matter_id}
        super().__init__(*args, initial=initial, **kwargs)
        crew = {row.member_id: row.member for row in trip.travellers.select_related("member")}
        for one in (trip.arranged_by, member, *([cost.paid_by] if cost else [])):
            crew.setdefault(one.pk, one)
        self.fields["paid_by"] = RowChoice(crew.values(), none="", label="Paid by", label_of=lambda m: m.name)
        self.fields["paid_by"].initial = self.initial.get("paid_by", member.pk)
        shares = shares_of(trip)
        if len(shares) > 1 and not (cost and (cost.leg_id or cost.stay_id)):
            self.fields["matter"] = RowChoice(
                [row.matter for row in shares],
                none="All, by their shares",
                required=False,
                label="Charged to",
            )
        if not shares:
            del self.fields["billable"]


class TripContactForm(forms.Form):
    """Somebody on the spot."""

    use_required_attribute = False

    name = text(200, "Name", hint="Taken from the contact, if left empty.")
    part = text(80, "Part", hint="Local counsel, clerk, driver")
    phone = text(40, "Phone")
    email = forms.EmailField(required=False, label="E-mail")
    address = text(300, "Address")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"] = ContactPick(member, required=False, label="Contact of the firm")
        self.order_fields(["contact", "name", "part", "phone", "email", "address"])


class ItemForm(forms.Form):
    """A line for the checklist."""

    use_required_attribute = False

    text = text(200, "What is to be seen to", required=True)
    due_on = DayField(required=False, label="By")


class DocumentForm(forms.Form):
    """A paper of one of the trip's matters."""

    use_required_attribute = False

    def __init__(self, *args, trip: Trip, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        rows = (
            Document.objects.visible_to(member)
            .kept()
            .filter(matter__in=trip.matters.values("matter"))
            .exclude(pk__in=trip.documents.values("document"))
            .select_related("matter")
        )
        self.fields["document"] = RowChoice(
            rows[:200], none="", label="Document", label_of=lambda d: f"{d.name} ({d.matter.number})"
        )


class CancelForm(forms.Form):
    """Why a trip is cancelled."""

    reason = text(300, "Why", required=True)


class RuleForm(forms.Form):
    """How travel time is billed."""

    use_required_attribute = False

    name = text(80, "Name", required=True, hint="Half rate, Halden guidelines")
    kind = forms.ChoiceField(choices=TravelRule.Kind.choices, label="How travel is billed")
    percent = forms.IntegerField(required=False, min_value=1, max_value=100, label="Percent of the rate")
    rate = AmountField(required=False, label="Rate of an hour")
    guideline = text(300, "Where it is written", hint="Client’s billing guidelines, section 4.2")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client"] = ContactPick(
            member, url_name="client_options", label="For the client", required=False,
            help_text="Left empty with no matter: for the whole firm.",
        )  # fmt: skip
        self.fields["matter"] = MatterPick(member, label="For the matter", required=False)


class ChooseRuleForm(forms.Form):
    """A rule for one matter of a trip."""

    def __init__(self, *args, row: TripMatter, rules: list[TravelRule], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"] = RowChoice(
            rules, none="", label="Rule", label_of=lambda rule: f"{rule.name}: {rule.terms}"
        )
