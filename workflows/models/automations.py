"""Automations: when something happens, and it is so, then do that. Declared data, with a version for each edit."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from practice.constraints import AppendOnly
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class AutomationQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Automations belong to the firm and hang on no matter."""
        return self.filter(archived_at=None)

    def on(self):
        """Automations that are switched on."""
        return self.filter(is_on=True, archived_at=None)


class Automation(FirmModel):
    """One rule: a trigger with its settings, conditions, and actions in order.

    It runs by `runs_as`, the member who switched it on, with that member's powers and walls as they are at each run.
    """

    class Match(models.TextChoices):
        ALL = "all", "all of these are true"
        ANY = "any", "any of these is true"

    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    trigger = models.CharField(max_length=40)
    settings = models.JSONField(default=dict, blank=True, help_text="Settings of the trigger.")
    match = models.CharField(max_length=4, choices=Match, default=Match.ALL)
    conditions = models.JSONField(default=list, blank=True, help_text="[{field, op, value}]")
    actions = models.JSONField(default=list, blank=True, help_text="[{kind, …}]")
    version = models.PositiveIntegerField(default=1)
    is_on = models.BooleanField(default=False)
    runs_as = FirmForeignKey("accounts.Member", null=True, related_name="+")
    switched_on_at = models.DateTimeField(null=True)
    since_seq = models.BigIntegerField(
        default=0, help_text="Events sealed up to here happened before it was switched on."
    )
    off_reason = models.CharField(max_length=300, blank=True, help_text="Why it was switched off by itself.")
    told_at = models.DateTimeField(null=True, help_text="When people were last mailed that a run failed.")
    key_salt = models.CharField(
        max_length=32, blank=True, help_text="Changes the key that signs its webhooks."
    )
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True)

    objects = firm_manager(AutomationQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "firm", Lower("name"), condition=Q(archived_at=None), name="automation_name_once"
            ),
            models.CheckConstraint(
                condition=Q(is_on=False)
                | Q(runs_as__isnull=False, switched_on_at__isnull=False, archived_at__isnull=True),
                name="automation_on_by_somebody",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("automation_detail", args=[self.pk])


class AutomationVersion(FirmModel):
    """What an automation said at one version. Append-only: a run's version is always readable."""

    automation = FirmForeignKey(Automation, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            AppendOnly(name="workflows_version_kept"),
            models.UniqueConstraint(fields=["firm", "automation", "number"], name="automation_version_once"),
        ]

    def __str__(self):
        return f"version {self.number}"


class Follow(FirmModel):
    """How far the audit trail of the firm has been read for automations: the number of the last sealed event."""

    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm"], name="workflows_follow_once")]

    def __str__(self):
        return f"{self.seq}"
