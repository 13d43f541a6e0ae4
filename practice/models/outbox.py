"""Jobs wanted by transactions."""

from django.db import models
from django.utils import timezone

from practice.models.firms import Firm


class Outbox(models.Model):
    """A job to be queued, written in the transaction that wants it. Global: the relay serves every firm.

    Carries a job name and ids, never content.
    """

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", db_index=False)
    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], name="outbox_open", condition=models.Q(done_at=None)),
        ]

    def __str__(self):
        return f"{self.task} #{self.pk}"
