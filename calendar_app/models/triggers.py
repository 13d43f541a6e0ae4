"""What deadlines are counted from: a service, a hearing, a judgment; and the moves of it that wait to be accepted."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.veils import VeiledQuerySet


class TriggerQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Triggers of the matters the member may see (kept by the database)."""
        return self


class TriggerEvent(FirmModel):
    """An event on a matter from which deadlines are counted: papers served, a hearing set, a judgment entered."""

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="triggers")
    kind = models.CharField(max_length=80, blank=True, help_text="Key of the kind in the rule set: hearing.")
    label = models.CharField(max_length=200)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True, blank=True, help_text="Where the hour counts.")
    service_method = models.CharField(max_length=40, blank=True)
    jurisdiction = models.CharField(
        max_length=80, blank=True, help_text="Key of the rule set, or of the calendar."
    )
    state = models.CharField(max_length=8, blank=True, help_text="Of the district court: CA.")
    event = FirmForeignKey(
        "calendar_app.Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="triggers"
    )
    document = FirmForeignKey(
        "documents.Document",
        null=True,
        blank=True,
        related_name="+",
        help_text="The paper that says it: the proof of service, the notice of hearing, the order.",
    )
    choices = models.JSONField(
        default=dict, blank=True, help_text="Answers to the questions of the rule set: {key: option}."
    )
    note = models.TextField(blank=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(TriggerQuerySet)()

    class Meta:
        ordering = ["happened_on", "id"]
        indexes = [models.Index(fields=["firm", "matter", "happened_on"], name="trigger_of_matter")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(label=""), name="trigger_has_a_label"),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("trigger_detail", args=[self.pk])


class FurtherDate(FirmModel):
    """Another event whose day a trigger's rules need: the judgment beside the notice of its entry.

    That event is a trigger itself: it has one date for all that is counted from it, and moves on its own page.
    """

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    trigger = FirmForeignKey(TriggerEvent, on_delete=models.CASCADE, related_name="further")
    key = models.CharField(max_length=80, help_text="Key of the event in the rule set; “second” for a count.")
    other = FirmForeignKey(TriggerEvent, on_delete=models.CASCADE, related_name="needed_by")
    given_by = FirmForeignKey("accounts.Member", related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "trigger", "key"], name="furtherdate_one_a_key"),
            models.CheckConstraint(
                condition=~models.Q(trigger=models.F("other")), name="furtherdate_is_another_event"
            ),
        ]

    def __str__(self):
        return f"{self.key}: {self.other}"


class Recalculation(FirmModel):
    """A trigger moved, or the rules or court days behind it did: its dates wait to be accepted one by one."""

    class Cause(models.TextChoices):
        MOVED = "moved", "The event moved"
        SERVICE = "service", "The service was corrected"
        RULES = "rules", "The rules changed"
        CLOSURE = "closure", "The court’s days changed"
        FURTHER = "further", "Another date became known"
        OFF = "off", "The event was called off"

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    trigger = FirmForeignKey(TriggerEvent, on_delete=models.CASCADE, related_name="recalculations")
    cause = models.CharField(max_length=8, choices=Cause)
    reason = models.CharField(max_length=500, blank=True)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True, blank=True)
    service_method = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    opened_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    settled_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    taken_back = models.BooleanField(default=False, help_text="The event did not move after all.")
    accepted = models.PositiveIntegerField(default=0, help_text="Dates that were moved by it.")

    objects = firm_manager(VeiledQuerySet)()

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "trigger"],
                condition=models.Q(settled_at=None),
                name="recalculation_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="recalculation_settled_by_one",
            ),
        ]

    def __str__(self):
        return f"{self.trigger}: {self.get_cause_display()}"

    def get_absolute_url(self) -> str:
        return reverse("recalculation_detail", args=[self.pk])

    @property
    def cause_is_ours(self) -> bool:
        """Whether the event stayed where it was, and what is counted beside it changed."""
        return self.cause in (self.Cause.RULES, self.Cause.CLOSURE, self.Cause.FURTHER)
