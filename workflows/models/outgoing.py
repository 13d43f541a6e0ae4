"""What automations have sent: webhooks at once, e-mails only when a person sends the draft."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class OutgoingQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """What hangs on matters the member may see (kept by the database), and on none."""
        return self


class Delivery(FirmModel):
    """One webhook of a run: the body that is sent, and how the tries went."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Gave up"
        CANCELLED = "cancelled", "Cancelled"

    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    automation = FirmForeignKey("workflows.Automation", related_name="deliveries")
    run = FirmForeignKey("workflows.Run", related_name="deliveries")
    url = models.CharField(max_length=500)
    body = models.TextField(help_text="The exact JSON text; it is what was signed.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, help_text="Last HTTP status.")
    answer = models.CharField(max_length=500, blank=True, help_text="Last answer or fault.")
    next_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = firm_manager(OutgoingQuerySet)()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.url


class MailDraft(FirmModel):
    """An e-mail that an automation wrote. It goes out when a person has read it and sends it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        DISCARDED = "discarded", "Discarded"

    matter = FirmForeignKey("matters.Matter", null=True, on_delete=models.CASCADE, related_name="+")
    run = FirmForeignKey("workflows.Run", null=True, related_name="drafts")
    contact = FirmForeignKey("matters.Contact", null=True, related_name="+")
    to_name = models.CharField(max_length=200, blank=True)
    to_email = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    owner = FirmForeignKey("accounts.Member", related_name="+", help_text="Who is asked to send it.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    edited = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    settled_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = firm_manager(OutgoingQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "owner", "-id"], name="mail_draft_open", condition=Q(state="draft")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", settled_at__isnull=True) | Q(settled_at__isnull=False),
                name="mail_draft_settled_has_time",
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("maildraft_detail", args=[self.pk])
