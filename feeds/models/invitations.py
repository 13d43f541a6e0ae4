"""Invitations by e-mail (iTIP, RFC 5546) to people who have no seat in the firm."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel


class Invitation(FirmModel):
    """What one attendee was told of one event, and what they answered.

    `sequence` is the event's number in the last message that was sent. The answer link is the same in each message: it is
    signed with PORTAL_KEY over the firm, this row and its `nonce`, so that the database alone opens none.
    """

    class Answer(models.TextChoices):
        NONE = "", "No answer yet"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        TENTATIVE = "tentative", "Tentative"
        DELEGATED = "delegated", "Sends somebody else"

    class Via(models.TextChoices):
        NONE = "", ""
        LINK = "link", "by the link"
        MAIL = "mail", "by e-mail"
        UPLOAD = "upload", "by an uploaded reply"

    matter = FirmForeignKey("matters.Matter", null=True, on_delete=models.CASCADE, related_name="+")
    event = FirmForeignKey("calendar_app.Event", on_delete=models.CASCADE, related_name="invitations")
    attendee = FirmForeignKey(
        "calendar_app.Attendee", null=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField()
    nonce = models.CharField(max_length=32)
    sequence = models.IntegerField(
        default=-1, help_text="The event's number when it was last told; -1 before."
    )
    told = models.CharField(max_length=64, blank=True, help_text="Digest of what the last message said.")
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True, help_text="When the attendee was told that it is off.")
    failed = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    answered_sequence = models.IntegerField(null=True)
    answered_via = models.CharField(max_length=6, choices=Via, blank=True, default=Via.NONE)
    comment = models.CharField(max_length=500, blank=True)
    delegate = models.EmailField(blank=True, help_text="Whom they send in their place (DELEGATED-TO).")
    proposed_start = models.DateTimeField(null=True, help_text="Another time that they proposed (COUNTER).")
    proposed_end = models.DateTimeField(null=True)
    counter_declined_at = models.DateTimeField(
        null=True, help_text="When the firm declined the proposed time; empty while it is open."
    )
    counter_told_at = models.DateTimeField(null=True, help_text="When the attendee was told of that.")
    counter_note = models.CharField(
        max_length=500, blank=True, default="", help_text="What they are told besides."
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "event", "email"], name="invitation_once"),
            models.CheckConstraint(
                condition=models.Q(proposed_start=None, proposed_end=None)
                | models.Q(proposed_end__gt=models.F("proposed_start")),
                name="invitation_proposes_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(counter_declined_at=None, counter_told_at=None)
                | models.Q(counter_declined_at__isnull=False, proposed_start__isnull=False),
                name="invitation_declines_a_proposal",
            ),
        ]

    def __str__(self):
        return f"{self.name or self.email}"


class DateProposal(FirmModel):
    """Another time that a guest proposed for one date of a series (COUNTER with a RECURRENCE-ID). The newest one counts.

    It is open while that date stands where it stood then, and nobody has declined it.
    """

    matter = FirmForeignKey("matters.Matter", null=True, on_delete=models.CASCADE, related_name="+")
    invitation = FirmForeignKey(Invitation, on_delete=models.CASCADE, related_name="dates")
    instance = models.DateTimeField(help_text="The date of the series, by the start that its rule gives it.")
    stood = models.DateTimeField(help_text="When that date started as this was proposed.")
    proposed_start = models.DateTimeField()
    proposed_end = models.DateTimeField()
    counter_declined_at = models.DateTimeField(null=True, help_text="When the firm declined it.")
    counter_told_at = models.DateTimeField(null=True, help_text="When the attendee was told of that.")
    counter_note = models.CharField(
        max_length=500, blank=True, default="", help_text="What they are told besides."
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["instance", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "invitation", "instance"], name="date_proposal_once"),
            models.CheckConstraint(
                condition=models.Q(proposed_end__gt=models.F("proposed_start")),
                name="date_proposal_is_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(counter_told_at=None) | models.Q(counter_declined_at__isnull=False),
                name="date_proposal_declined_before_told",
            ),
        ]

    def __str__(self):
        return f"{self.invitation}: {self.instance:%Y-%m-%d}"
