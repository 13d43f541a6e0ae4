"""Hourly rates, dated."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel
from practice.money import MoneyField


class Rate(FirmModel):
    """An hourly rate from a date on, for a person or a role, for everyone or for one client or matter.

    The most particular rate that is in force on the day of the work applies (billing.queries.rates).
    """

    member = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="rates")
    role = FirmForeignKey("accounts.Role", null=True, blank=True, related_name="rates")
    client = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="rates")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="rates")
    amount = MoneyField(help_text="Per hour.")
    effective_from = models.DateField()
    set_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-effective_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="rate_not_negative"),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, role__isnull=True)
                | models.Q(member__isnull=True, role__isnull=False),
                name="rate_for_person_or_role",
            ),
            models.CheckConstraint(
                condition=models.Q(client__isnull=True) | models.Q(matter__isnull=True),
                name="rate_for_client_or_matter",
            ),
            models.UniqueConstraint(
                fields=["firm", "member", "role", "client", "matter", "effective_from"],
                nulls_distinct=False,
                name="rate_once_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.amount} from {self.effective_from}"
