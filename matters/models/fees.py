"""How clients are charged."""

from django.db import models
from django.utils import timezone

from matters.models.matters import Matter
from practice.models import FirmForeignKey, FirmModel
from practice.money import MoneyField


class FeeArrangement(FirmModel):
    """How the client is charged, from a date on. A new version never changes an old one."""

    class Kind(models.TextChoices):
        HOURLY = "hourly", "Hourly"
        FLAT = "flat", "Flat fee"
        CONTINGENCY = "contingency", "Contingency"
        PRO_BONO = "pro_bono", "Pro bono"

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="fee_arrangements")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.HOURLY)
    flat_amount = MoneyField(null=True, blank=True)
    contingency_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    payment_terms_days = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    effective_from = models.DateField()
    set_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-effective_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="flat") | models.Q(flat_amount__gt=0), name="flat_fee_has_amount"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="contingency")
                | models.Q(contingency_percent__gt=0, contingency_percent__lte=100),
                name="contingency_has_percent",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
