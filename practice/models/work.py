"""Long work with progress, and views people keep of lists."""

from django.db import models
from django.utils import timezone

from practice.tenancy import FirmForeignKey, FirmModel


class Job(FirmModel):
    """Long work with progress that a person watches: a bill run, an import, a large export."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=list, help_text="[{label, reason, url}]")
    result_url = models.CharField(max_length=300, blank=True)
    started_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.title

    @property
    def percent(self) -> int:
        """0–100."""
        return (
            100 if self.state == self.State.DONE else int(100 * self.done / self.total) if self.total else 0
        )

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)


class SavedView(FirmModel):
    """A named set of filters, sort and columns of a list page. `query` is the URL's query string."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="saved_views")
    list_name = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "member", "list_name", "name"], name="view_name_once")
        ]

    def __str__(self):
        return self.name
