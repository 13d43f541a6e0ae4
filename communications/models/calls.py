"""The phone log."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class CallQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Calls the member may read. Walls are kept by the database; a guest reads those of their matters and their own."""
        if member.sees_named_matters_only:
            return self.filter(models.Q(matter__isnull=False) | models.Q(member=member))
        return self

    def kept(self):
        """Without those that were deleted."""
        return self.filter(deleted_at=None)


class Call(FirmModel):
    """One phone call with somebody outside: who, when, how long, on which matter, and what came of it."""

    class Direction(models.TextChoices):
        IN = "in", "Incoming"
        OUT = "out", "Outgoing"

    class Outcome(models.TextChoices):
        SPOKE = "spoke", "Spoke"
        MESSAGE = "message", "Took a message"
        THROUGH = "through", "Put through"
        LEFT = "left", "Left a message"
        NO_ANSWER = "no_answer", "No answer"
        WRONG = "wrong", "Wrong number"

    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    name = models.CharField(max_length=200, help_text="The other party, as they gave their name.")
    phone = models.CharField(max_length=40, blank=True)
    digits = models.CharField(max_length=20, blank=True, help_text="The number without anything but digits.")
    contact = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="calls")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="calls")
    member = FirmForeignKey("accounts.Member", related_name="calls", help_text="Who of the firm spoke.")
    at = models.DateTimeField(default=timezone.now, help_text="When it began.")
    seconds = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.SPOKE)
    note = models.TextField(blank=True)
    slip = FirmForeignKey(
        "communications.Slip",
        null=True,
        blank=True,
        related_name="calls",
        help_text="The slip that it answered, or that was taken in it.",
    )
    recorded_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(CallQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["firm", "-at", "-id"], name="call_by_time"),
            models.Index(fields=["firm", "digits", "-at"], name="call_by_number"),
            models.Index(fields=["firm", "contact", "-at"], name="call_by_contact"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(seconds__lte=86400), name="call_within_a_day"),
            models.CheckConstraint(
                condition=models.Q(digits__regex=r"^[0-9]*$"), name="call_digits_are_digits"
            ),
        ]

    def __str__(self):
        return f"call {'from' if self.direction == 'in' else 'to'} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("call_detail", args=[self.pk])
