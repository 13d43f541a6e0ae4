"""Tasks given to others in bulk, for an absence, and taken back afterwards."""

from django.db import models
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel
from work.models.parts import OF_ITS_TASK


class Handover(FirmModel):
    """One bulk reassignment of a member's tasks: for the days of an absence, or for good."""

    member = FirmForeignKey("accounts.Member", related_name="handovers", help_text="Whose tasks they were.")
    absence = FirmForeignKey(
        "accounts.Absence", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    until = models.DateField(null=True, blank=True, help_text="Last day away; empty: for good.")
    reason = models.CharField(max_length=200, blank=True)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"tasks of {self.member_id}"


class HandedTask(FirmModel):
    """One task of a handover, and who got it. It goes back only while that person still has it."""

    handover = FirmForeignKey(Handover, on_delete=models.CASCADE, related_name="handed")
    task = FirmForeignKey("work.Task", on_delete=models.CASCADE, related_name="handed")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    to = FirmForeignKey("accounts.Member", related_name="+")
    back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "handover", "task"], name="handed_once"),
            Trigger(name="work_handed_matter", when="BEFORE INSERT OR UPDATE OF task_id", body=OF_ITS_TASK),
        ]

    def __str__(self):
        return f"task {self.task_id} to {self.to_id}"
