"""When people work, and how each looks at the calendar."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from practice.models import FirmForeignKey, FirmModel


class WorkingHours(FirmModel):
    """A stretch of a weekday in which a member works, in the clock of the firm. Several a day are a day with a break.

    A member without any row works as the firm does by default (queries.hours.DEFAULT).
    """

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    begins = models.TimeField("from")
    ends = models.TimeField("until")

    class Meta:
        ordering = ["weekday", "begins", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="working_weekday"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("begins")), name="working_has_length"
            ),
            models.UniqueConstraint(fields=["firm", "member", "weekday", "begins"], name="working_once"),
        ]

    def __str__(self):
        return f"{self.member_id}: {self.weekday} {self.begins}"


class CalendarView(FirmModel):
    """What a member looked at last: whose calendars, which layers, which view."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="calendar_views")
    view = models.CharField(max_length=8, blank=True)
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)
    rooms = ArrayField(models.BigIntegerField(), default=list, blank=True)
    layers = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    zone = models.CharField(max_length=64, blank=True, help_text="Clock to show; empty: the firm's.")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "member"], name="calendar_view_once")]

    def __str__(self):
        return f"calendar of {self.member_id}"
