"""What was made of a call, a slip, a memo, a note or a visit in one step."""

from django.db import models
from django.utils import timezone

from practice.constraints import AppendOnly
from practice.models import FirmForeignKey, FirmModel


class Made(FirmModel):
    """A task, time entry, lead or contact that came of something here: what the one shows of the other."""

    class Source(models.TextChoices):
        CALL = "call", "Call"
        SLIP = "slip", "Message"
        MEMO = "memo", "Memo"
        NOTE = "note", "Note"
        VISITOR = "visitor", "Visit"

    source = models.CharField(max_length=8, choices=Source)
    source_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, help_text="task, time, lead, contact.")
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="+")
    made_by = FirmForeignKey("accounts.Member", related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["firm", "source", "source_id"], name="made_of_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "source", "source_id", "kind", "object_id"], name="made_said_once"
            ),
            AppendOnly(name="communications_made_kept"),
        ]

    def __str__(self):
        return self.label
