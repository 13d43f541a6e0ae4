"""Deadlines. Events, rule packs and reminders join them here."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from supervision.constraints import NeedsApproval

# What a second person verified is this date for this thing: with another it is unverified again.
VERIFIED = """
    IF NEW.verified_at IS NOT NULL AND OLD.verified_at IS NOT NULL
       AND (NEW.title, NEW.due_on, NEW.kind, NEW.authority, NEW.matter_id)
           IS DISTINCT FROM (OLD.title, OLD.due_on, OLD.kind, OLD.authority, OLD.matter_id) THEN
        RAISE EXCEPTION 'deadline % was verified as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class DeadlineQuerySet(FirmQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def visible_to(self, member):
        """Deadlines of the matters the member may see (kept by the database)."""
        return self

    def unverified(self):
        """Dates of a court or a statute that no second person has verified."""
        return self.exclude(kind=Deadline.Kind.INTERNAL).filter(verified_at=None)


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
    dismissal = models.CharField(
        max_length=500, blank=True, help_text="Why it was dismissed; empty when it was met."
    )
    set_by = FirmForeignKey(
        "accounts.Member",
        null=True,
        related_name="+",
        help_text="Who set the date as it stands: never who verifies it.",
    )
    verified_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
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
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_by__isnull=True)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
                name="deadline_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(dismissal="") | models.Q(done_at__isnull=False),
                name="deadline_dismissed_is_done",
            ),
            NeedsApproval(
                kind="deadline",
                op="INSERT OR UPDATE OF verified_at",
                when="NEW.verified_at IS NOT NULL",
                name="calendar_deadline_verified",
            ),
            Trigger(name="calendar_deadline_moved", when="BEFORE UPDATE", body=VERIFIED),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deadline_detail", args=[self.pk])

    @property
    def is_binding(self) -> bool:
        """Whether a court or a statute set it, so that only an attorney moves it."""
        return self.kind != self.Kind.INTERNAL

    @property
    def is_unverified(self) -> bool:
        """Whether a second person still has to verify the date."""
        return self.is_binding and self.verified_at is None and self.done_at is None


class Closure(FirmModel):
    """Days on which the firm is closed beside weekends and legal holidays. They do not lengthen a court's period."""

    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="closure_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.name
