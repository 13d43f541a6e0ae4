"""Days on which the firm is closed."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel


class Closure(FirmModel):
    """Days on which the firm is closed beside weekends and legal holidays. They do not lengthen a court's period."""

    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="closure_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.name
