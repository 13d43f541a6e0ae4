"""Trips: who travels, for which matters in which shares, what to take and what to see to."""

from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Frozen
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from travel.constraints import hangs_on_its_trip, whole_shares

RUNNING = ("planned", "booked", "under_way")


class ExtraQuerySet(FirmQuerySet):
    def kept(self):
        """Those that were not taken off."""
        return self.filter(removed_at=None)


class TripQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Trips of the matters the member may see (kept by the database); a guest's also without a matter only their own."""
        if member.sees_named_matters_only:
            own = TripTraveller.objects.filter(member=member).order_by().values("trip")
            return self.filter(models.Q(matter__isnull=False) | models.Q(pk__in=own))
        return self

    def running(self):
        """Trips that are planned, booked or under way."""
        return self.filter(state__in=RUNNING)


class Trip(FirmModel):
    """A journey of one or more people, for one matter, several, or the firm itself.

    `matter` is the leading one: whoever is screened from it sees nothing of the trip. What the other matters are about is
    on their own rows (TripMatter), hidden with them.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        BOOKED = "booked", "Booked"
        UNDER_WAY = "under_way", "Under way"
        DONE = "done", "Done"
        SETTLED = "settled", "Settled"
        CANCELLED = "cancelled", "Cancelled"

    TRANSITIONS = {
        "planned": {"booked", "under_way", "done", "cancelled"},
        "booked": {"planned", "under_way", "done", "cancelled"},
        "under_way": {"planned", "booked", "done", "cancelled"},
        "done": {"planned", "booked", "under_way", "settled", "cancelled"},
        "settled": {"done"},
        "cancelled": {"planned", "booked", "under_way", "done"},
    }

    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="trips")
    title = models.CharField(
        max_length=120, help_text="Where to and when: everybody who sees the trip reads it."
    )
    purpose = models.CharField(max_length=300, blank=True)
    destination = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    buffer_hours = models.PositiveSmallIntegerField(
        default=3, help_text="Hours that a traveller arrives before a hearing, at the latest."
    )
    note = models.TextField(blank=True)
    arranged_by = FirmForeignKey(
        "accounts.Member", related_name="+", help_text="Who answers for the bookings."
    )
    cancelled_from = models.CharField(max_length=10, blank=True, help_text="The state it was cancelled in.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    people = models.ManyToManyField(
        "accounts.Member", through="TripTraveller", through_fields=("trip", "member"), related_name="+"
    )

    objects = firm_manager(TripQuerySet)()

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["firm", "-starts_on", "-id"], name="trip_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="trip_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=models.Q(buffer_hours__lte=96), name="trip_buffer_in_range"),
            models.CheckConstraint(
                condition=models.Q(
                    state="cancelled", cancelled_at__isnull=False, cancelled_from__in=(*RUNNING, "done")
                )
                | (~models.Q(state="cancelled") & models.Q(cancelled_at__isnull=True, cancelled_from="")),
                name="trip_cancelled_from_something",
            ),
            whole_shares("travel_trip", "id"),
            Frozen(
                state="state",
                unless=["planned", "booked", "under_way", "done", "cancelled"],
                free=["state"],
                name="travel_trip_settled",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("trip_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its plan can be changed: it is neither cancelled nor settled."""
        return self.state not in (self.State.CANCELLED, self.State.SETTLED)

    @property
    def nights(self) -> int:
        """Nights between the first and the last day."""
        return (self.ends_on - self.starts_on).days


class TripTraveller(FirmModel):
    """One who travels."""

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="travellers")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    member = FirmForeignKey("accounts.Member", related_name="trips")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "trip", "member"], name="traveller_once"),
            hangs_on_its_trip("travel_triptraveller"),
        ]

    def __str__(self):
        return f"{self.member_id} on trip {self.trip_id}"


class TripMatter(FirmModel):
    """A matter that the trip is for, its share of the costs and the time, and the rule by which the time is billed."""

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="matters")
    matter = FirmForeignKey("matters.Matter", related_name="trip_shares")
    share = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(100), help_text="Percent.")
    purpose = models.CharField(max_length=300, blank=True, help_text="What it is for, on this matter.")
    rule = FirmForeignKey(
        "travel.TravelRule",
        null=True,
        blank=True,
        related_name="+",
        help_text="How travel time is billed; empty: not chosen yet.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "trip", "matter"], name="trip_matter_once"),
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lte=100), name="trip_share_is_a_percentage"
            ),
            whole_shares("travel_tripmatter", "trip_id"),
        ]

    def __str__(self):
        return f"{self.share} % of trip {self.trip_id}"


class TripContact(FirmModel):
    """Somebody on the spot: the court's clerk, local counsel, the driver."""

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="contacts")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    contact = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=80, blank=True, help_text="Local counsel, driver, clerk.")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(ExtraQuerySet)()

    class Meta:
        ordering = ["id"]
        constraints = [hangs_on_its_trip("travel_tripcontact")]

    def __str__(self):
        return self.name


class TripItem(FirmModel):
    """One line of the checklist."""

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="items")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    text = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(ExtraQuerySet)()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="trip_item_done_by_somebody",
            ),
            hangs_on_its_trip("travel_tripitem"),
        ]

    def __str__(self):
        return self.text


class TripDocument(FirmModel):
    """A paper of a matter that goes along."""

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="documents")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    document = FirmForeignKey("documents.Document", related_name="+")
    added_by = FirmForeignKey("accounts.Member", related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(ExtraQuerySet)()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "trip", "document"], name="trip_document_once"),
            hangs_on_its_trip("travel_tripdocument"),
        ]

    def __str__(self):
        return f"document {self.document_id} of trip {self.trip_id}"
