"""What a trip costs, and by which rule its time is billed."""

from decimal import Decimal

from django.db import models
from django.db.models.functions import Round
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField
from travel.constraints import hangs_on_its_trip
from travel.models.parts import Leg, Stay
from travel.models.trips import Trip

# What became expenses stays as it was charged, until none of them is left: then it can be charged anew. With the owner's
# rights, so that an expense behind the writer's wall is seen too; it reads rows of the row's own firm and key alone.
CHARGED = """
    IF OLD.expensed_at IS NOT NULL THEN
        IF TG_OP = 'UPDATE' AND NEW.expensed_at IS NULL
           AND (to_jsonb(NEW) - ARRAY['expensed_at', 'expensed_by_id'])
               IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['expensed_at', 'expensed_by_id'])
           AND NOT EXISTS (SELECT 1 FROM billing_expense e WHERE e.firm_id = OLD.firm_id
                            AND e.external_id LIKE 'travel:' || OLD.id || ':%') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'travel cost % stands on expenses', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
"""
# A rule is written once; another one takes its place. What was billed by it can be read afterwards.
WRITTEN = """
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - ARRAY['retired_at', 'retired_by_id']) IS DISTINCT FROM
                           (to_jsonb(OLD) - ARRAY['retired_at', 'retired_by_id']) THEN
        RAISE EXCEPTION 'travel rule % stays as it was set', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class CostQuerySet(FirmQuerySet):
    def kept(self):
        """Those that were not taken out."""
        return self.filter(removed_at=None)

    def to_charge(self):
        """Paid costs that are no expenses yet."""
        return self.filter(removed_at=None, expensed_at=None, actual__gt=0)


class TripCost(FirmModel):
    """One cost: what it was thought to be, what it was, who paid. It becomes expenses of the trip's matters, once."""

    class Kind(models.TextChoices):
        FARE = "fare", "Fare"
        HOTEL = "hotel", "Hotel"
        LOCAL = "local", "Local travel"
        MEAL = "meal", "Meals"
        OTHER = "other", "Other"

    # UTBMS codes of the expenses it becomes.
    CODES = {"fare": "E110", "hotel": "E110", "local": "E109", "meal": "E111", "other": "E110"}

    trip = FirmForeignKey(Trip, on_delete=models.CASCADE, related_name="costs")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    shared = models.BooleanField(default=True)
    leg = FirmForeignKey(Leg, null=True, blank=True, on_delete=models.CASCADE, related_name="costs")
    stay = FirmForeignKey(Stay, null=True, blank=True, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.OTHER)
    description = models.CharField(max_length=200)
    vendor = models.CharField(max_length=120, blank=True)
    date = models.DateField()
    estimate = MoneyField(null=True, blank=True)
    actual = MoneyField(null=True, blank=True, help_text="What was paid; empty until it is known.")
    currency = models.CharField(
        max_length=3, blank=True, help_text="ISO 4217, of what was paid in another currency than dollars."
    )
    foreign_amount = MoneyField(null=True, blank=True, help_text="What was paid, in that currency.")
    exchange_rate = models.DecimalField(
        max_digits=14, decimal_places=6, null=True, blank=True, help_text="Dollars for one unit of it."
    )
    billable = models.BooleanField(default=True)
    paid_by = FirmForeignKey("accounts.Member", related_name="+")
    receipt = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    expensed_at = models.DateTimeField(null=True, blank=True)
    expensed_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(CostQuerySet)()

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(estimate__isnull=True) | models.Q(estimate__gte=0),
                name="trip_cost_estimate_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(actual__isnull=True) | models.Q(actual__gte=0),
                name="trip_cost_not_negative",
            ),
            # What is charged is what was paid: the dollars are the foreign amount at the rate, to the cent.
            models.CheckConstraint(
                condition=models.Q(currency="", foreign_amount__isnull=True, exchange_rate__isnull=True)
                | models.Q(
                    currency__regex=r"^[A-Z]{3}$",
                    foreign_amount__gt=0,
                    exchange_rate__gt=0,
                    actual=Round(models.F("foreign_amount") * models.F("exchange_rate"), precision=2),
                ),
                name="trip_cost_exchanged_to_the_cent",
            ),
            models.CheckConstraint(
                condition=models.Q(leg__isnull=True) | models.Q(stay__isnull=True),
                name="trip_cost_of_one_part",
            ),
            models.CheckConstraint(
                condition=models.Q(expensed_at__isnull=True, expensed_by__isnull=True)
                | models.Q(
                    expensed_at__isnull=False,
                    expensed_by__isnull=False,
                    actual__gt=0,
                    matter__isnull=False,
                    removed_at__isnull=True,
                ),
                name="trip_cost_expensed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["firm", "leg"], condition=models.Q(leg__isnull=False), name="leg_cost_once"
            ),
            models.UniqueConstraint(
                fields=["firm", "stay"], condition=models.Q(stay__isnull=False), name="stay_cost_once"
            ),
            hangs_on_its_trip("travel_tripcost"),
            Trigger(
                name="travel_tripcost_charged", when="BEFORE UPDATE OR DELETE", definer=True, body=CHARGED
            ),
        ]

    def __str__(self):
        return self.description

    def get_absolute_url(self) -> str:
        return self.trip.get_absolute_url()

    @property
    def exchanged(self) -> str:
        """EUR 180.00 at 1.085, or nothing when it was paid in dollars."""
        if not self.currency or self.foreign_amount is None or self.exchange_rate is None:
            return ""
        return f"{self.currency} {self.foreign_amount:,.2f} at {self.exchange_rate.normalize():f}"


class TravelRule(FirmModel):
    """How travel time is billed: for a matter, for a client, or for the firm. An attorney sets it (fee.set)."""

    class Kind(models.TextChoices):
        FULL = "full", "Full rate"
        PERCENT = "percent", "Percentage of the rate"
        RATE = "rate", "Travel rate"
        NONE = "none", "Not billed"

    class Cap(models.TextChoices):
        LEG = "leg", "Each leg"
        DAY = "day", "A day"
        TRIP = "trip", "A trip"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=7, choices=Kind)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    rate = MoneyField(null=True, blank=True, help_text="Per hour.")
    cap_hours = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Hours of one traveller that are billed at most; what is over them is recorded and not billed.",
    )
    cap_per = models.CharField(max_length=4, choices=Cap, blank=True)
    client = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="travel_rules")
    guideline = models.CharField(
        max_length=300,
        blank=True,
        help_text="Where it is written: the client’s guidelines, the engagement letter.",
    )
    set_by = FirmForeignKey("accounts.Member", related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="percent", percent__range=(1, 100), rate__isnull=True)
                | models.Q(kind="rate", rate__gt=0, percent__isnull=True)
                | models.Q(kind__in=("full", "none"), percent__isnull=True, rate__isnull=True),
                name="travel_rule_has_its_figure",
            ),
            models.CheckConstraint(
                condition=models.Q(cap_hours__isnull=True, cap_per="")
                | (
                    models.Q(cap_hours__gt=0, cap_hours__lte=200, cap_per__in=("leg", "day", "trip"))
                    & ~models.Q(kind="none")
                ),
                name="travel_rule_caps_something",
            ),
            models.CheckConstraint(
                condition=models.Q(client__isnull=True) | models.Q(matter__isnull=True),
                name="travel_rule_of_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True, retired_by__isnull=True)
                | models.Q(retired_at__isnull=False, retired_by__isnull=False),
                name="travel_rule_retired_by_somebody",
            ),
            Trigger(name="travel_rule_written", when="BEFORE UPDATE OR DELETE", body=WRITTEN),
        ]

    def __str__(self):
        return self.name

    @property
    def terms(self) -> str:
        """Full rate, 50 % of the rate, $200.00 an hour, not billed; and at most how much of it."""
        said = str(self.get_kind_display())
        if self.kind == self.Kind.PERCENT:
            said = f"{self.percent} % of the rate"
        elif self.kind == self.Kind.RATE:
            said = f"${self.rate:,.2f} an hour"
        return f"{said}, {self.cap_words}" if self.cap_words else said

    @property
    def cap_words(self) -> str:
        """At most 4 h a day, or nothing."""
        if self.cap_hours is None:
            return ""
        return f"at most {Decimal(self.cap_hours).normalize():f} h {self.get_cap_per_display().lower()}"
