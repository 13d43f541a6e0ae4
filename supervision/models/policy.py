"""How strictly a firm supervises. One row a firm; without one the defaults hold."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from practice.models import FirmModel
from practice.money import MoneyField


class Policy(FirmModel):
    """The firm's own rules on top of those of the law."""

    class TimeApproval(models.TextChoices):
        NOBODY = "nobody", "Nobody’s: bills are read line by line"
        GUESTS = "guests", "Guests’"
        STAFF = "staff", "Guests’ and non-attorneys’"

    second_person = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Kinds that an attorney does not approve alone when they prepared it themselves.",
    )
    time_approval = models.CharField(max_length=8, choices=TimeApproval, default=TimeApproval.GUESTS)
    expense_approval_from = MoneyField(
        null=True,
        blank=True,
        help_text="Expenses of this amount or more are approved before they are billed; empty: none.",
    )
    expense_admin_limit = MoneyField(
        null=True,
        blank=True,
        help_text="Up to this amount a firm administrator approves expenses; empty: any amount.",
    )
    remind_after_hours = models.PositiveIntegerField(default=24)
    escalate_after_hours = models.PositiveIntegerField(default=72)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["firm"], name="policy_once"),
            models.CheckConstraint(
                condition=models.Q(
                    remind_after_hours__gte=1, escalate_after_hours__gt=models.F("remind_after_hours")
                ),
                name="policy_reminds_before_escalating",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(expense_approval_from__isnull=True) | models.Q(expense_approval_from__gte=0)
                )
                & (models.Q(expense_admin_limit__isnull=True) | models.Q(expense_admin_limit__gte=0)),
                name="policy_limits_not_negative",
            ),
        ]

    def __str__(self):
        return "Supervision"
