"""What reports keep of their own: the firm's assumptions, suggestions that were turned down, notices of finished reports."""

from decimal import Decimal

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel
from practice.money import MoneyField

REFILL = 80
STAFF_COST = Decimal("40.00")
BENCHMARK = 9_000  # 2.5 hours


class Assumptions(FirmModel):
    """What the delegation report takes for granted. One row a firm; without one the defaults hold."""

    refill_percent = models.PositiveSmallIntegerField(
        default=REFILL, help_text="Of the hours freed, how many of a hundred become billable legal work."
    )
    staff_cost = MoneyField(
        default=STAFF_COST,
        help_text="What an hour of a person without a rate costs the firm, wages and overhead.",
    )
    benchmark_seconds = models.PositiveIntegerField(
        default=BENCHMARK, help_text="Billable seconds a day that the report compares with."
    )
    set_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    set_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "assumptions"
        constraints = [
            models.UniqueConstraint(fields=["firm"], name="assumptions_once"),
            models.CheckConstraint(
                condition=models.Q(refill_percent__lte=100, staff_cost__gte=0, benchmark_seconds__lte=86_400),
                name="assumptions_within_reason",
            ),
        ]

    def __str__(self):
        return "Assumptions of the delegation report"


class KeptAsLegal(FirmModel):
    """Somebody looked at an entry whose words sound delegable, and said that it is legal work."""

    entry = FirmForeignKey("billing.TimeEntry", on_delete=models.CASCADE, related_name="kept_as_legal")
    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    by = FirmForeignKey("accounts.Member", related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "kept as legal"
        constraints = [models.UniqueConstraint(fields=["firm", "entry"], name="kept_as_legal_once")]

    def __str__(self):
        return f"entry {self.entry_id}"


class ReportNotice(FirmModel):
    """A month's supervision report of an attorney was made ready: told by mail once, shown on the home page until opened."""

    attorney = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    month = models.DateField(help_text="First day of the month.")
    made_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-month", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "attorney", "month"], name="report_notice_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="report_notice_of_a_month"),
        ]

    def __str__(self):
        return f"Supervision report of {self.month:%B %Y}"
