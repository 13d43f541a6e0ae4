"""The firm's ladders, the own rungs of an object, and the firm's rules on what reminders say and to whom."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel
from reminders.constraints import AwakeFirms
from reminders.ladders import Kind, Rungs


def _rungs(help_text: str) -> ArrayField:
    return ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, help_text=help_text)


class Ladder(FirmModel):
    """The firm's ladder of one kind. Without a row the usual one holds (reminders.ladders.USUAL)."""

    kind = models.CharField(max_length=14, choices=Kind)
    is_on = models.BooleanField(default=True)
    days = _rungs("Days before; 0 is the morning of the day.")
    minutes = _rungs("Minutes before the start.")
    escalate_days = _rungs("Days before on which what nobody acknowledged or verified is passed on.")
    at = models.TimeField(default=time(8), help_text="Hour of the days, where the person is.")
    by_mail = models.BooleanField(default=True)
    in_product = models.BooleanField(default=True)
    who = ArrayField(models.CharField(max_length=12), default=list)
    since = models.JSONField(default=dict, blank=True, help_text="{rung: since when it is on the ladder}")

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "kind"], name="ladder_once"),
            models.CheckConstraint(
                condition=models.Q(is_on=False) | models.Q(by_mail=True) | models.Q(in_product=True),
                name="ladder_has_a_channel",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def rungs(self) -> Rungs:
        """The ladder as the planning reads it."""
        return Rungs(
            tuple(self.days),
            tuple(self.minutes),
            tuple(self.who),
            self.at,
            self.by_mail,
            self.in_product,
            tuple(self.escalate_days),
            self.is_on,
            dict(self.since),
        )


class OwnRungs(FirmModel):
    """When one object is reminded of, in place of its kind's ladder. Whom and how stays as the kind says."""

    about_kind = models.CharField(max_length=12)
    about_id = models.BigIntegerField()
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    occurs_on = models.DateField(help_text="The day the thing had when the rungs were set.")
    days = _rungs("Days before; 0 is the morning of the day.")
    minutes = _rungs("Minutes before the start.")
    since = models.JSONField(default=dict, blank=True)
    set_by = FirmForeignKey("accounts.Member", related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "about_kind", "about_id"], name="own_rungs_once")
        ]

    def __str__(self):
        return f"{self.about_kind} {self.about_id}"


class PersonalRungs(FirmModel):
    """The days on which one person is reminded of one object besides: theirs alone, whatever the ladder says to others."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    about_kind = models.CharField(max_length=12)
    about_id = models.BigIntegerField()
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    days = _rungs("Days before; 0 is the morning of the day.")
    since = models.JSONField(default=dict, blank=True)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "member", "about_kind", "about_id"], name="personal_rungs_once"
            )
        ]

    def __str__(self):
        return f"{self.about_kind} {self.about_id}"


class ReminderRules(FirmModel):
    """What the firm's mails say, whether clients are reminded, and how far the job has looked. One row a firm."""

    class Subject(models.TextChoices):
        FULL = "full", "With the title and the matter"
        PLAIN = "plain", "Without names: the kind, the day and the matter’s number"

    subject = models.CharField(max_length=5, choices=Subject, default=Subject.FULL)
    clients = models.BooleanField(default=False, help_text="Clients are reminded of appointments by e-mail.")
    client_days = _rungs("Days before an appointment on which its clients are told.")
    began_at = models.DateTimeField(
        null=True, help_text="When reminders were first looked for: none is older."
    )
    looked_at = models.DateTimeField(null=True, help_text="Until when everything due has been claimed.")
    looked_seq = models.BigIntegerField(
        default=0, help_text="The last act the look has seen (AuditSeal.seq)."
    )
    wakes_at = models.DateTimeField(
        null=True, help_text="When the clock alone could bring something next (reminders.queries.awake)."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm"], name="reminder_rules_once"),
            AwakeFirms(name="reminders_awake"),
        ]

    def __str__(self):
        return "Reminder rules"
