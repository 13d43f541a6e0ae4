"""How the firm handles conflicts, and what is new since checks were last looked through."""

from django.db import models
from django.utils import timezone

from conflicts.constraints import Watched
from practice.models import FirmForeignKey, FirmModel


class ConflictPolicy(FirmModel):
    """One row a firm."""

    attorney = FirmForeignKey(
        "accounts.Member",
        null=True,
        blank=True,
        related_name="+",
        help_text="Whom people ask about a hit that is hidden from them.",
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm"], name="conflict_policy_once")]

    def __str__(self):
        return "Conflict policy"


class Fresh(FirmModel):
    """A name or a party that was written, until the checks of the firm were compared with it. Triggers write it."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "kind", "object_id"], name="fresh_once"),
            Watched(name="conflicts_watched"),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
