"""A file of another calendar program, read and shown before anything is taken over."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class CalendarImportQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Those the member uploaded, or that went to their calendar."""
        return self.filter(models.Q(created_by=member) | models.Q(owner=member))


class CalendarImport(FirmModel):
    """One .ics file: uploaded, looked at line by line, taken over in part or whole, and taken back while nothing changed."""

    class State(models.TextChoices):
        PREVIEW = "preview", "To look at"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        UNDONE = "undone", "Taken back"

    owner = FirmForeignKey("accounts.Member", related_name="+", help_text="Whose calendar it goes to.")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    job = FirmForeignKey("practice.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = firm_manager(CalendarImportQuerySet)()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("ics_import_detail", args=[self.pk])


class ImportLine(FirmModel):
    """One event of the file, and what became of it."""

    class Finding(models.TextChoices):
        NEW = "new", "New"
        SAME = "same", "Already there"
        CHANGED = "changed", "Changed"
        UNREADABLE = "unreadable", "Cannot be read"

    parent = FirmForeignKey(CalendarImport, on_delete=models.CASCADE, related_name="lines")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveIntegerField()
    at_line = models.PositiveIntegerField(default=0, help_text="The line of the file at which it begins.")
    room = FirmForeignKey("calendar_app.Room", null=True, on_delete=models.SET_NULL, related_name="+")
    is_private = models.BooleanField(default=False)
    calendar = models.CharField(max_length=200, blank=True, help_text="Name of the calendar in the file.")
    uid = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=300, blank=True)
    finding = models.CharField(max_length=10, choices=Finding)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it cannot be read, or what differs.")
    data = models.JSONField(default=dict, help_text="The event as it was read.")
    before = models.JSONField(default=dict, help_text="What the import replaced: for taking it back.")
    chosen = models.BooleanField(default=False)
    event = FirmForeignKey("calendar_app.Event", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=300, blank=True, help_text="What became of it.")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "parent", "position"], name="import_line_position_once")
        ]

    def __str__(self):
        return self.title or f"line {self.position}"
