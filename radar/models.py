"""What the firm asks of its radar, and what somebody put aside for a while."""

from django.db import models
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel

# Why and until when is said once; the one thing that happens to it later is its end.
KEPT = """
    IF OLD.ended_at IS NOT NULL OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN
        RAISE EXCEPTION 'snooze % stays as it was made', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Signal(models.TextChoices):
    """What can be wrong with a matter that nobody looks at."""

    LIMITATION = "limitation", "Limitation runs out"
    NO_LIMITATION = "no_limitation", "No limitation date"
    UNHEEDED = "unheeded", "Date not heeded"
    UNSETTLED = "unsettled", "Dates not settled"
    NO_DEADLINE = "no_deadline", "No deadline in its stage"
    CLIENT = "client", "Client waits for an answer"
    DEPOSITION = "deposition", "Deposition not prepared"
    NOTHING_PLANNED = "nothing_planned", "Nothing planned"
    QUIET = "quiet", "Quiet"


class RadarRules(FirmModel):
    """After how long a matter is asked about. One row a firm; without one the defaults hold."""

    quiet_days = models.PositiveSmallIntegerField(default=30)
    answer_hours = models.PositiveSmallIntegerField(default=24)
    limitation_days = models.PositiveSmallIntegerField(default=60)

    class Meta:
        verbose_name_plural = "radar rules"
        constraints = [
            models.UniqueConstraint(fields=["firm"], name="radar_rules_once"),
            models.CheckConstraint(
                condition=models.Q(
                    quiet_days__range=(1, 365), answer_hours__range=(1, 720), limitation_days__range=(1, 730)
                ),
                name="radar_rules_in_range",
            ),
        ]

    def __str__(self):
        return "Radar"


class Snooze(FirmModel):
    """One signal of one matter, put aside until a day, with the reason. It ends on that day or when somebody ends it."""

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="radar_snoozes")
    signal = models.CharField(max_length=20, choices=Signal)
    until = models.DateField(help_text="The first day on which it is asked about again.")
    reason = models.CharField(max_length=300)
    made_by = FirmForeignKey("accounts.Member", related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["firm", "matter", "signal", "until"],
                name="snooze_running",
                condition=models.Q(ended_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="snooze_has_reason"),
            models.UniqueConstraint(
                fields=["firm", "matter", "signal"],
                condition=models.Q(ended_at=None),
                name="snooze_once_a_signal",
            ),
            Trigger(name="radar_snooze_kept", when="BEFORE UPDATE", body=KEPT),
        ]

    def __str__(self):
        return f"{self.get_signal_display()} until {self.until}"
