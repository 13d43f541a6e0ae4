"""The firm's equipment: serial, purchase, warranty, and who has it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel
from practice.money import MoneyField


class Equipment(FirmModel):
    """One device or piece of furniture the firm owns or rents."""

    class Kind(models.TextChoices):
        COMPUTER = "computer", "Computer"
        PHONE = "phone", "Phone"
        PRINTER = "printer", "Printer or scanner"
        KEY = "key", "Key or card"
        FURNITURE = "furniture", "Furniture"
        OTHER = "other", "Other"

    class State(models.TextChoices):
        SPARE = "spare", "In the office"
        LENT = "lent", "Lent"
        REPAIR = "repair", "In repair"
        RETIRED = "retired", "Retired"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    code = models.CharField(max_length=20, help_text="What its label and its QR code say.")
    serial = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=120, blank=True)
    supplier = models.CharField(max_length=120, blank=True)
    bought_on = models.DateField(null=True, blank=True)
    price = MoneyField(null=True, blank=True)
    warranty_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.SPARE)
    holder = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="equipment")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "equipment"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "code"], name="equipment_code_once"),
            models.CheckConstraint(
                condition=models.Q(state="lent", holder__isnull=False)
                | (~models.Q(state="lent") & models.Q(holder__isnull=True)),
                name="equipment_lent_to_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("equipment_detail", args=[self.pk])

    @property
    def warranty_days(self) -> int | None:
        """Days the warranty still runs; negative when it is over."""
        return (self.warranty_until - timezone.localdate()).days if self.warranty_until else None


class Loan(FirmModel):
    """Who had a piece of equipment, from when until when."""

    equipment = FirmForeignKey(Equipment, related_name="loans")
    member = FirmForeignKey("accounts.Member", related_name="loans")
    lent_at = models.DateTimeField(default=timezone.now)
    lent_by = FirmForeignKey("accounts.Member", related_name="+")
    due_on = models.DateField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "equipment"], condition=models.Q(returned_at=None), name="loan_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(returned_at__isnull=True, returned_by__isnull=True)
                | models.Q(returned_at__gte=models.F("lent_at"), returned_by__isnull=False),
                name="loan_returned_after_lent",
            ),
        ]

    def __str__(self):
        return f"loan of {self.equipment_id} to {self.member_id}"
