"""How fast a firm means to answer. One row a firm; without one the defaults hold."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from practice.models import FirmModel


def workdays() -> list[int]:
    """Monday to Friday, as date.weekday() counts."""
    return [0, 1, 2, 3, 4]


class IntakePolicy(FirmModel):
    """The hours in which the response clock runs, and how much of them an answer may take."""

    answer_minutes = models.PositiveIntegerField(
        default=60, help_text="Minutes of business time within which a new lead is answered."
    )
    opens = models.TimeField(default=datetime.time(9))
    closes = models.TimeField(default=datetime.time(17))
    days = ArrayField(models.PositiveSmallIntegerField(), default=workdays)

    class Meta:
        verbose_name_plural = "intake policies"
        constraints = [
            models.UniqueConstraint(fields=["firm"], name="intake_policy_once"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens"), answer_minutes__gte=1), name="intake_policy_hours"
            ),
            models.CheckConstraint(condition=~Q(days=[]), name="intake_policy_days"),
        ]

    def __str__(self):
        return "Intake"
