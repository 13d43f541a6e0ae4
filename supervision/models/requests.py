"""What people ask of those who may: that something be done for them, or that a power be lent to them."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel


class Request(FirmModel):
    """A request in words after a refusal. With `until` it asks for a delegation of `power` on `matter` until that day."""

    by = FirmForeignKey("accounts.Member", related_name="+")
    power = models.CharField(max_length=40, help_text="The power that was missing.")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="requests")
    path = models.CharField(max_length=500, blank=True, help_text="The page they were on.")
    text = models.TextField(help_text="What they want done.")
    until = models.DateField(null=True, blank=True, help_text="Last day of the delegation asked for.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="request_says_something"),
            models.CheckConstraint(condition=~models.Q(power=""), name="request_names_a_power"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(matter__isnull=False),
                name="request_of_delegation_has_matter",
            ),
        ]

    def __str__(self):
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"
