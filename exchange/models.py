"""Imports of what a firm brings along."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel
from supervision.constraints import NeedsApproval


class ImportRun(FirmModel):
    """One file taken in: checked first (dry run), then imported."""

    class Kind(models.TextChoices):
        CONTACTS = "contacts", "Contacts (CSV)"
        MATTERS = "matters", "Matters (CSV)"
        TIME = "time", "Unbilled time (CSV)"
        EVENTS = "events", "Events (CSV)"
        LEDES = "ledes", "LEDES 1998B"

    class State(models.TextChoices):
        UPLOADED = "uploaded", "To be mapped"
        CHECKED = "checked", "Checked"
        IMPORTING = "importing", "Importing"
        DONE = "done", "Imported"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, related_name="+", help_text="Target of a LEDES file."
    )
    mapping = models.JSONField(default=dict, help_text="{column of the file: field}")
    options = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list, help_text="[{line, column, problem}]")
    totals = models.JSONField(default=dict, help_text="Control totals of the file and of what was imported.")
    job = FirmForeignKey("practice.Job", null=True, related_name="+")
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            NeedsApproval(
                kind="import",
                op="UPDATE OF state",
                when="NEW.state IN ('importing', 'done') AND OLD.state NOT IN ('importing', 'done')",
                name="exchange_import_approved",
            )
        ]

    def __str__(self):
        return self.filename
