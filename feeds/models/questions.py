"""What another program wanted and may not do by itself."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class ChangeQuestionQuerySet(FirmQuerySet):
    def open(self):
        return self.filter(state=ChangeQuestion.State.OPEN)

    def visible_to(self, member):
        """Those of the member: as owner, for an owner they support, as attorney of the matter, or as whose program raised it."""
        supported = member.supports.values("attorney_id")
        # A private event is its people's alone, whoever keeps their desk or answers for its matter.
        own = models.Q(owner=member) | models.Q(raised_by=member)
        rows = self.filter(~models.Q(event__is_private=True) | own)
        return rows.filter(
            models.Q(owner=member)
            | models.Q(owner__in=supported)
            | models.Q(raised_by=member)
            | models.Q(matter__responsible=member)
            | models.Q(matter__supervising=member)
        )


class ChangeQuestion(FirmModel):
    """A program moved, changed or deleted something that only a person may: a verified court date, a deadline, a trip.

    Nothing is changed by it. The owner or who supports them accepts it, through the ordinary act with its own rules, or
    keeps the date.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", "Moved"
        CHANGED = "changed", "Changed"
        DELETED = "deleted", "Deleted"
        CONFLICT = "conflict", "Changed on both sides"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        KEPT = "kept", "Kept as it was"
        OVERTAKEN = "overtaken", "No longer open"

    matter = FirmForeignKey("matters.Matter", null=True, on_delete=models.CASCADE, related_name="+")
    event = FirmForeignKey("calendar_app.Event", null=True, on_delete=models.CASCADE, related_name="+")
    deadline = FirmForeignKey("calendar_app.Deadline", null=True, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=200, help_text="What it was called when the question was raised.")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    owner = FirmForeignKey("accounts.Member", related_name="+", help_text="Whose date it is.")
    raised_by = FirmForeignKey("accounts.Member", related_name="+", help_text="Whose program wanted it.")
    device = FirmForeignKey("AppPassword", null=True, related_name="+")
    said = models.JSONField(
        default=list, help_text="[[what, as it stood, as the program wants it]] in words."
    )
    plan = models.JSONField(
        default=list, help_text="The acts that would carry it out (feeds.services.plans)."
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    objects = firm_manager(ChangeQuestionQuerySet)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(event__isnull=False, deadline__isnull=True)
                | models.Q(event__isnull=True, deadline__isnull=False),
                name="change_question_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | models.Q(state="overtaken", decided_at__isnull=False)
                | models.Q(
                    state__in=["accepted", "kept"], decided_at__isnull=False, decided_by__isnull=False
                ),
                name="change_question_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["firm", "event", "kind"],
                condition=models.Q(state="open"),
                name="change_question_open_once",
            ),
            models.UniqueConstraint(
                fields=["firm", "deadline", "kind"],
                condition=models.Q(state="open"),
                name="change_question_deadline_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["firm", "owner", "id"],
                name="change_question_waiting",
                condition=models.Q(state="open"),
            )
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("change_question_detail", args=[self.pk])
