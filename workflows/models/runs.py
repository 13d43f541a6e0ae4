"""Runs of automations: one a cause, ever."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from practice.constraints import AppendOnly, Frozen
from practice.models import AuditEvent, FirmForeignKey, FirmModel, firm_manager
from practice.veils import LinesQuerySet
from workflows.models.automations import Automation


class RunQuerySet(LinesQuerySet):
    def visible_to(self, member):
        """Runs on matters the member may see (kept by the database), and those on none."""
        return self


class Run(FirmModel):
    """One automation taking up one cause. PostgreSQL keeps it to one row a cause, which is never removed.

    The effects, the steps and the state commit together, so a run that was cut off has done nothing and is taken up again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        SKIPPED = "skipped", "Not run"
        FAILED = "failed", "Failed"
        UNDONE = "undone", "Undone"

    automation = FirmForeignKey(Automation, related_name="runs")
    version = models.PositiveIntegerField()
    cause = models.CharField(
        max_length=120, help_text="What it answers to, in one key: an event or an occasion."
    )
    event = FirmForeignKey(AuditEvent, null=True, related_name="+")
    occasion = models.CharField(max_length=300, help_text="What happened, in words.")
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    object_label = models.CharField(max_length=300)
    matter = FirmForeignKey("matters.Matter", null=True, related_name="automation_runs")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    member = FirmForeignKey("accounts.Member", null=True, related_name="+", help_text="By whom it ran.")
    parent = FirmForeignKey(
        "self", null=True, related_name="children", help_text="The run whose act caused it."
    )
    depth = models.PositiveSmallIntegerField(default=0)
    findings = models.JSONField(default=list, help_text="[{text, value, holds}] for each condition.")
    reason = models.TextField(blank=True, help_text="Why it did not run or failed, and what to do.")
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True, help_text="When somebody opened or dealt with a failure.")
    undone_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = firm_manager(RunQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "automation", "-id"], name="run_of_automation"),
            models.Index(fields=["firm", "matter", "-id"], name="run_of_matter"),
            models.Index(
                fields=["firm", "id"], name="run_failed", condition=Q(state="failed", looked_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["firm", "automation", "cause"], name="run_once_a_cause"),
            Frozen(
                state="state",
                unless=["none"],
                free=[
                    "state", "version", "member_id", "findings", "reason", "tries", "finished_at", "looked_at",
                    "undone_by_id", "undone_at",
                ],
                name="workflows_run_kept",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.automation} · {self.object_label}"

    def get_absolute_url(self) -> str:
        return reverse("automationrun_detail", args=[self.pk])


class RunStep(FirmModel):
    """What one action of a run did, and what takes it back."""

    class State(models.TextChoices):
        DONE = "done", "Done"
        SKIPPED = "skipped", "Nothing to do"
        FAILED = "failed", "Failed"
        HELD = "held", "Not done"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Kept"

    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    run = FirmForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=State)
    said = models.TextField(help_text="What was done, or would be, in words.")
    note = models.TextField(blank=True, help_text="Why it failed or was kept, and what to do.")
    url = models.CharField(max_length=300, blank=True)
    back = models.JSONField(default=dict, help_text="What undo needs.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["firm", "run", "position"], name="run_step_once")]

    def __str__(self):
        return self.said


class RunEvent(FirmModel):
    """An event of the audit trail that a run itself caused: the run's automation does not answer to it."""

    event = FirmForeignKey(AuditEvent, related_name="+")
    run = FirmForeignKey(Run, related_name="events")

    class Meta:
        constraints = [
            AppendOnly(name="workflows_runevent_kept"),
            models.UniqueConstraint(fields=["firm", "event"], name="run_event_once"),
        ]

    def __str__(self):
        return f"{self.event_id}"
