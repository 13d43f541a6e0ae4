"""The parts of a trip that have a time: legs and stays. Each is an event of the calendar."""

import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from travel.constraints import hangs_on_its_trip
from travel.models.trips import Trip


class PartQuerySet(FirmQuerySet):
    def kept(self):
        """Those that were not taken out."""
        return self.filter(removed_at=None)


class Leg(FirmModel):
    """A way from one place to another. The times are instants; each end is told in its own zone."""

    class Kind(models.TextChoices):
        FLIGHT = "flight", "Flight"
        TRAIN = "train", "Train"
        CAR = "car", "Car"
        TAXI = "taxi", "Taxi or ride"
        OTHER = "other", "Other"

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="legs")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    shared = models.BooleanField(
        default=True, help_text="Time and cost go to all matters by their shares; off: to its own alone."
    )
    only_for = FirmForeignKey(
        "accounts.Member", null=True, blank=True, related_name="+", help_text="Empty: all who travel."
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.FLIGHT)
    origin = models.CharField(max_length=120)
    origin_zone = models.CharField(max_length=64)
    departs_at = models.DateTimeField()
    destination = models.CharField(max_length=120)
    destination_zone = models.CharField(max_length=64)
    arrives_at = models.DateTimeField()
    carrier = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=20, blank=True)
    seat = models.CharField(max_length=40, blank=True)
    confirmation = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    booked_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(PartQuerySet)()

    class Meta:
        ordering = ["departs_at", "id"]
        indexes = [
            models.Index(
                fields=["firm", "departs_at"], name="leg_by_time", condition=models.Q(removed_at=None)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(arrives_at__gt=models.F("departs_at"))
                & models.Q(arrives_at__lte=models.F("departs_at") + datetime.timedelta(hours=72)),
                name="leg_takes_its_time",
            ),
            hangs_on_its_trip("travel_leg"),
        ]

    def __str__(self):
        return f"{self.name}: {self.origin} – {self.destination}"

    def get_absolute_url(self) -> str:
        return self.trip.get_absolute_url()

    @property
    def name(self) -> str:
        """UA 512, or Flight when it has no number."""
        return " ".join(part for part in (self.carrier, self.number) if part) or self.get_kind_display()

    @property
    def departs(self) -> datetime.datetime:
        """When it leaves, by the clocks there."""
        return self.departs_at.astimezone(ZoneInfo(self.origin_zone))

    @property
    def arrives(self) -> datetime.datetime:
        """When it arrives, by the clocks there."""
        return self.arrives_at.astimezone(ZoneInfo(self.destination_zone))

    @property
    def seconds(self) -> int:
        """How long it takes: the time that passes, whatever the clocks say."""
        return int((self.arrives_at - self.departs_at).total_seconds())


class Stay(FirmModel):
    """A hotel, from check-in to check-out."""

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="stays")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    shared = models.BooleanField(
        default=True, help_text="The cost goes to all matters; off: to its own alone."
    )
    only_for = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    hotel = models.CharField(max_length=160)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64)
    check_in_at = models.DateTimeField()
    check_out_at = models.DateTimeField()
    confirmation = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    booked_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(PartQuerySet)()

    class Meta:
        ordering = ["check_in_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(check_out_at__gt=models.F("check_in_at")), name="stay_ends_after_it_begins"
            ),
            hangs_on_its_trip("travel_stay"),
        ]

    def __str__(self):
        return self.hotel

    def get_absolute_url(self) -> str:
        return self.trip.get_absolute_url()

    @property
    def check_in(self) -> datetime.datetime:
        """Check-in, by the clocks there."""
        return self.check_in_at.astimezone(ZoneInfo(self.zone))

    @property
    def check_out(self) -> datetime.datetime:
        """Check-out, by the clocks there."""
        return self.check_out_at.astimezone(ZoneInfo(self.zone))

    @property
    def nights(self) -> list[datetime.date]:
        """The evenings on which it gives a bed."""
        first, last = self.check_in.date(), self.check_out.date()
        return [first + datetime.timedelta(days=n) for n in range((last - first).days)]
