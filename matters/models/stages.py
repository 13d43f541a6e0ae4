"""How long matters stayed in their stages, and what was ticked off before they closed."""

from django.db import models
from django.utils import timezone

from matters.models.areas import Stage
from matters.models.matters import Matter
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel

# A stay is written once and ended once; a matter's past is not rewritten.
STAYED = """
    IF TG_OP = 'DELETE'
       OR OLD.left_at IS NOT NULL
       OR (to_jsonb(NEW) - 'left_at') IS DISTINCT FROM (to_jsonb(OLD) - 'left_at') THEN
        RAISE EXCEPTION 'stay % in a stage stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class StageVisit(FirmModel):
    """A matter's stay in a stage. `name` is what the stage was called then."""

    matter = FirmForeignKey(Matter, related_name="stage_visits")
    stage = FirmForeignKey(Stage, related_name="visits")
    name = models.CharField(max_length=40)
    entered_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    moved_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    back = models.BooleanField(default=False, help_text="Moved to an earlier stage.")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it went back.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "matter"], condition=models.Q(left_at=None), name="one_stage_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(back=False) | ~models.Q(reason=""), name="stage_back_has_reason"
            ),
            Trigger(name="matters_stagevisit_kept", when="BEFORE UPDATE OR DELETE", body=STAYED),
        ]

    def __str__(self):
        return f"{self.matter_id} in {self.name}"


class ClosingMark(FirmModel):
    """A line of the closing checklist that somebody ticked off by hand."""

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="closing_marks")
    text = models.CharField(max_length=160)
    marked_by = FirmForeignKey("accounts.Member", related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "matter", "text"], name="closing_mark_once")]

    def __str__(self):
        return self.text
