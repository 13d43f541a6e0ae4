"""Supplies: what the office keeps, what people ask for, and what came and went."""

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import AppendOnly, Trigger
from practice.models import FirmForeignKey, FirmModel
from practice.money import MoneyField

# The stock is what the moves add up to, whoever writes them.
COUNTED = """
    UPDATE office_supplyitem SET stock = stock + NEW.quantity WHERE firm_id = NEW.firm_id AND id = NEW.item_id;
    RETURN NULL;
"""


class SupplyItem(FirmModel):
    """Something the office keeps in stock."""

    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=30, default="piece", help_text="Box, ream, piece.")
    place = models.CharField(max_length=120, blank=True, help_text="Where it lies.")
    supplier = models.CharField(max_length=120, blank=True)
    supplier_code = models.CharField(max_length=60, blank=True)
    price = MoneyField(null=True, blank=True)
    stock = models.IntegerField(default=0)
    minimum = models.PositiveIntegerField(default=0, help_text="Order again when no more than this is left.")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "name"], name="supply_name_once"),
            models.CheckConstraint(condition=models.Q(stock__gte=0), name="supply_not_below_nothing"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("supply_detail", args=[self.pk])

    @property
    def is_low(self) -> bool:
        """Whether it is time to order again."""
        return self.is_active and self.stock <= self.minimum


class SupplyRequest(FirmModel):
    """What somebody asks for: of the stock, or something the office does not keep."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        DONE = "done", "Handed out"
        WITHDRAWN = "withdrawn", "Withdrawn"

    TRANSITIONS = {
        "asked": {"approved", "declined", "withdrawn"},
        "approved": {"done", "withdrawn"},
        "declined": set(),
        "done": set(),
        "withdrawn": {"asked"},
    }

    item = FirmForeignKey(SupplyItem, null=True, blank=True, related_name="requests")
    what = models.CharField(max_length=200, help_text="What is wanted, in words.")
    quantity = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)])
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = FirmForeignKey("accounts.Member", related_name="supply_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    done_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "request"
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["firm", "state", "-id"], name="supply_request_by_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="supply_request_of_something"),
            models.CheckConstraint(
                condition=models.Q(state__in=["approved", "declined", "done"], decided_by__isnull=False)
                | models.Q(state__in=["asked", "withdrawn"]),
                name="supply_request_decided",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="done") & models.Q(done_by__isnull=False, done_at__isnull=False))
                | (~models.Q(state="done") & models.Q(done_by__isnull=True, done_at__isnull=True)),
                name="supply_request_done_by",
            ),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("supply_request_detail", args=[self.pk])


class StockMove(FirmModel):
    """What came into the stock, or went out of it."""

    class Kind(models.TextChoices):
        IN = "in", "Delivered"
        OUT = "out", "Handed out"
        COUNT = "count", "Counted"

    item = FirmForeignKey(SupplyItem, related_name="moves")
    kind = models.CharField(max_length=6, choices=Kind)
    quantity = models.IntegerField(help_text="Positive came in, negative went out.")
    request = FirmForeignKey(SupplyRequest, null=True, blank=True, related_name="moves")
    note = models.CharField(max_length=200, blank=True)
    by = FirmForeignKey("accounts.Member", related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="in", quantity__gt=0)
                | models.Q(kind="out", quantity__lt=0)
                | (models.Q(kind="count") & ~models.Q(quantity=0)),
                name="stock_move_of_its_kind",
            ),
            AppendOnly(name="office_stockmove_kept"),
            Trigger(name="office_stockmove_counted", when="AFTER INSERT", body=COUNTED),
        ]

    def __str__(self):
        return f"{self.quantity:+d} {self.item_id}"
