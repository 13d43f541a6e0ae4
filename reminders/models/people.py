"""How a person wants to be told, and the digest of each day."""

from datetime import time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel

DIGEST_AT = time(7)
# A worker that was down in the morning sends it until then; later than that it is no use.
AT_MOST_LATE = timedelta(hours=5)


def working_days() -> list[int]:
    """Monday to Friday, as numbers from 0."""
    return [0, 1, 2, 3, 4]


class Preferences(FirmModel):
    """How one member wants reminders. Without a row all of it stands as the defaults say."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="reminder_preferences")
    by_mail = models.BooleanField(default=True)
    mail_when_away = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField(default=DIGEST_AT)
    digest_days = ArrayField(
        models.PositiveSmallIntegerField(),
        default=working_days,
        blank=True,
        help_text="Weekdays, Monday is 0. None: no digest.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm", "member"], name="reminder_preferences_once"),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_two_ends",
            ),
        ]

    def __str__(self):
        return f"reminders of {self.member_id}"


class Digest(FirmModel):
    """That a member's digest of a day was asked for: one a day, however often the job runs."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    asked_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty while it waits, or when it was empty."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "member", "day"], name="reminder_digest_once_a_day")
        ]

    def __str__(self):
        return f"{self.member_id} on {self.day}"
