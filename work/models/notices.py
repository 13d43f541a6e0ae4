"""What people are told of tasks: gathered for ten minutes and mailed once."""

from django.db import models
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel
from work.models.parts import OF_ITS_TASK


class Notice(FirmModel):
    """Something about a task that a member is told. Mailed once, with the others of the same ten minutes."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", "Given to you"
        RETURNED = "returned", "Returned to you"
        UNBLOCKED = "unblocked", "You can go on with"
        MENTIONED = "mentioned", "You were named on"
        WATCHED = "watched", "Done"

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    task = FirmForeignKey("work.Task", on_delete=models.CASCADE, related_name="notices")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["firm", "member", "id"], name="notice_to_mail", condition=models.Q(mailed_at=None)
            )
        ]
        constraints = [
            Trigger(name="work_notice_matter", when="BEFORE INSERT OR UPDATE OF task_id", body=OF_ITS_TASK),
        ]

    def __str__(self):
        return f"{self.kind}: {self.task_id}"
