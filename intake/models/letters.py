"""Letters to people who asked the firm to act: engagement and non-engagement."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from intake.models.leads import Lead
from practice.constraints import Frozen
from practice.models import FirmForeignKey, FirmModel
from supervision.constraints import NeedsApproval


class LetterText(FirmModel):
    """The firm's own wording of a letter, with places to be filled in."""

    class Kind(models.TextChoices):
        ENGAGEMENT = "engagement", "Engagement letter"
        NON_ENGAGEMENT = "non_engagement", "Non-engagement letter"
        REFERRAL = "referral", "Referral letter"

    kind = models.CharField(max_length=16, choices=Kind)
    practice_area = FirmForeignKey(
        "matters.PracticeArea", null=True, blank=True, related_name="+", help_text="Empty: for all others."
    )
    subject = models.CharField(max_length=200)
    body = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "kind", "practice_area"], name="letter_text_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class Letter(FirmModel):
    """A letter to a lead. An attorney signs it off before it leaves the firm; then it stays as it is (Guideline 3(c))."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SIGNED_OFF = "signed_off", "Signed off"
        SENT = "sent", "Sent"

    class How(models.TextChoices):
        NONE = "", "Not sent"
        LINK = "link", "By private link"
        EMAIL = "email", "By e-mail"
        POST = "post", "By post"
        HAND = "hand", "Handed over"

    lead = FirmForeignKey(Lead, related_name="letters")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=LetterText.Kind)
    to_name = models.CharField(max_length=200)
    to_email = models.EmailField(blank=True)
    to_address = models.TextField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    document = FirmForeignKey("documents.Document", null=True, related_name="+")
    version = FirmForeignKey("documents.Version", null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the PDF that was signed off.")
    size = models.PositiveBigIntegerField(default=0)
    signed_off_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=6, choices=How, default=How.NONE, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "lead", "kind"], condition=Q(state="draft"), name="letter_drafted_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (Q(signed_off_by__isnull=False) & Q(signed_off_at__isnull=False)),
                name="letter_signed_off_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | (Q(sent_at__isnull=False) & ~Q(how="")), name="letter_sent_how"
            ),
            NeedsApproval(
                kind="letter",
                op="INSERT OR UPDATE OF state",
                when="NEW.state <> 'draft'",
                name="intake_letter_approved",
            ),
            Frozen(
                state="state",
                unless=["draft"],
                free=["state", "how", "sent_at", "sent_by_id", "matter_id", "document_id", "version_id"],
                name="intake_letter_kept",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} to {self.to_name}"

    def get_absolute_url(self) -> str:
        return reverse("letter_detail", args=[self.pk])
