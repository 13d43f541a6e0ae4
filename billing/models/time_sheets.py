"""Time sheets: one person's time on one matter in one week, submitted and approved together."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from supervision.constraints import NeedsApproval

# Whose, what and when it is stays; only its state moves.
SAME_SHEET = """
    IF NEW.matter_id <> OLD.matter_id OR NEW.member_id <> OLD.member_id OR NEW.week_start <> OLD.week_start THEN
        RAISE EXCEPTION 'time sheet % is of another week', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class TimeSheetQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Sheets of matters the member may see; a guest sees only their own."""
        return self.filter(member=member) if member.sees_named_matters_only else self


class TimeSheet(FirmModel):
    """What one member worked on one matter in one week. It goes to the matter's attorney as a whole.

    A sheet of its own for each matter, so that the matter's walls hold for it. What is recorded after a week's sheet was
    approved goes on a further sheet of the same week: an approved sheet stays what was approved.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Not submitted"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned"
        APPROVED = "approved", "Approved"

    TRANSITIONS = {
        "draft": {"submitted", "approved"},
        "submitted": {"draft", "returned", "approved"},
        "returned": {"draft", "submitted", "approved"},
        "approved": {"draft"},
    }

    matter = FirmForeignKey("matters.Matter", related_name="time_sheets")
    member = FirmForeignKey("accounts.Member", related_name="time_sheets")
    week_start = models.DateField(help_text="The Monday.")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    return_note = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = firm_manager(TimeSheetQuerySet)()

    class Meta:
        ordering = ["-week_start", "-id"]
        indexes = [models.Index(fields=["firm", "member", "-week_start"], name="sheet_of_week")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(week_start__iso_week_day=1), name="sheet_starts_on_monday"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="sheet_approved_by_somebody",
            ),
            Trigger(
                name="billing_sheet_stays",
                when="BEFORE UPDATE OF matter_id, member_id, week_start",
                body=SAME_SHEET,
            ),
            NeedsApproval(
                kind="time",
                when="NEW.state = 'approved'",
                op="INSERT OR UPDATE OF state",
                name="billing_sheet_approval",
            ),
        ]

    def __str__(self):
        return f"Week of {self.week_start:%b} {self.week_start.day}"

    def get_absolute_url(self) -> str:
        """The sheet's own page."""
        return reverse("time_sheet", args=[self.pk])
