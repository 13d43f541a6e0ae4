"""Reminders and the mails that carry them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Event
from practice.clock import reading
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from reminders.ladders import Kind
from reminders.plan import rung_words

# The owner's reminders of a critical date: seen is not enough.
TO_ACKNOWLEDGE = Q(critical=True, part="owner", acknowledged_at=None)


class Delivery(FirmModel):
    """One mail to one person with the reminders that fell due together, and what the mail server said."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Not needed any more"

    member = FirmForeignKey(
        "accounts.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    contact = FirmForeignKey(
        "matters.Contact", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(blank=True, help_text="Where it went, once it was tried.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, help_text="The server’s words.")
    is_final = models.BooleanField(
        default=False, help_text="The address was refused for good, and is not tried again by itself."
    )
    created_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, contact__isnull=True)
                | Q(member__isnull=True, contact__isnull=False),
                name="delivery_to_one",
            ),
            models.CheckConstraint(
                condition=Q(is_final=False) | Q(state="failed"), name="delivery_final_has_failed"
            ),
        ]

    def __str__(self):
        return f"delivery {self.pk}"


class ReminderQuerySet(FirmQuerySet):
    def told(self):
        """Those that were told to somebody: not the ones left out."""
        return self.exclude(state=Reminder.State.SKIPPED)

    def waiting_for(self, member):
        """The member's inbox: told in the product, about something that still stands, neither seen nor put off."""
        return self.told().filter(
            Q(snoozed_until=None) | Q(snoozed_until__lte=reading()),
            member=member,
            in_product=True,
            seen_at=None,
            closed_at=None,
        )

    def visible_to(self, member):
        """The member's own; for who runs the firm all but the private ones of others. Walls are the database's.

        An event that was made private after it was reminded of is private too.
        """
        own = Q(member=member)
        if member.can("firm.settings"):
            since = Event.objects.filter(is_private=True).order_by().values("pk")
            return self.filter(own | Q(is_private=False) & ~Q(about_kind="event", about_id__in=since))
        return self.filter(own)


class Reminder(FirmModel):
    """One rung of the ladder of one object, for one person. Its row is the claim: there is no second one.

    `occurrence` is the date or the instant of the object that was reminded of, so that a moved object starts anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being sent"
        SENT = "sent", "Told in the product"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Left out"

    about_kind = models.CharField(max_length=12)
    about_id = models.BigIntegerField()
    occurrence = models.CharField(max_length=20)
    occurs_at = models.DateTimeField(help_text="The start; of a date its first instant where the firm is.")
    all_day = models.BooleanField(default=True)
    kind = models.CharField(max_length=14, choices=Kind)
    title = models.CharField(max_length=200)
    is_private = models.BooleanField(default=False)
    critical = models.BooleanField(default=False, help_text="Wants an acknowledgment.")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    member = FirmForeignKey(
        "accounts.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="reminders"
    )
    contact = FirmForeignKey(
        "matters.Contact", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    part = models.CharField(max_length=12, help_text="Why this person: reminders.ladders.PARTS.")
    rung = models.CharField(max_length=6, help_text="d7: days before; m15: minutes before; e3: escalated.")
    moment = models.DateTimeField(help_text="When the ladder wanted it.")
    late = models.BooleanField(default=False)
    missed = models.PositiveSmallIntegerField(default=0, help_text="Earlier rungs told by this one.")
    in_product = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was left out.")
    delivery = FirmForeignKey(Delivery, null=True, blank=True, related_name="reminders")
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the thing was done, moved or called off."
    )

    objects = firm_manager(ReminderQuerySet)()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["firm", "member", "-created_at", "-id"],
                name="reminder_inbox",
                condition=Q(seen_at=None, closed_at=None),
            ),
            models.Index(fields=["firm", "-created_at", "-id"], name="reminder_latest"),
            models.Index(fields=["firm", "member", "-id"], name="reminder_of_member"),
            models.Index(fields=["firm", "about_kind", "about_id", "-id"], name="reminder_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "about_kind", "about_id", "occurrence", "rung", "member"],
                condition=Q(member__isnull=False),
                name="reminder_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["firm", "about_kind", "about_id", "occurrence", "rung", "contact"],
                condition=Q(contact__isnull=False),
                name="reminder_once_a_contact",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, contact__isnull=True)
                | Q(member__isnull=True, contact__isnull=False),
                name="reminder_to_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(reason=""), name="reminder_left_out_with_reason"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def rung_words(self) -> str:
        """The rung for people, with what is special about it: "3 days before, escalated"."""
        words = rung_words(self.rung)
        return f"{words}, escalated" if self.rung.startswith("e") else words

    def get_absolute_url(self) -> str:
        return reverse("reminder_detail", args=[self.pk])
