"""Deadlines. Events, rule packs and reminders join them here."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class DeadlineQuerySet(FirmQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def visible_to(self, member):
        """Deadlines of the matters the member may see (kept by the database)."""
        return self


class Deadline(FirmModel):
    """A date by which something must be done on a matter."""

    class Kind(models.TextChoices):
        COURT = "court", "Court"
        STATUTE = "statute", "Limitation"
        INTERNAL = "internal", "Internal"

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="deadlines")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURT)
    due_on = models.DateField()
    original_due_on = models.DateField()
    authority = models.CharField(max_length=120, blank=True, help_text="Rule or order it comes from.")
    owner = FirmForeignKey("accounts.Member", related_name="deadlines")
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(DeadlineQuerySet)()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["firm", "due_on", "id"],
                name="deadline_open_by_date",
                condition=models.Q(done_at=None),
            ),
            models.Index(
                fields=["firm", "matter", "due_on", "id"],
                name="deadline_next",
                condition=models.Q(done_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="deadline_done_by_somebody",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deadline_detail", args=[self.pk])

    @property
    def is_binding(self) -> bool:
        """Whether a court or a statute set it, so that only an attorney moves it."""
        return self.kind != self.Kind.INTERNAL
