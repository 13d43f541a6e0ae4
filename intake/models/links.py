"""A form sent to somebody the firm knows, and files that wait while a stranger looks a page over again."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from intake.models.forms import IntakeForm, Question, Submission, new_key
from intake.models.leads import Lead
from practice.models import FirmForeignKey, FirmModel


class FormLink(FirmModel):
    """A form sent to one person: what is answered by the link lands on their lead, once and until `expires_at`."""

    form = FirmForeignKey(IntakeForm, on_delete=models.CASCADE, related_name="links")
    lead = FirmForeignKey(Lead, null=True, on_delete=models.CASCADE, related_name="form_links")
    contact = FirmForeignKey(
        "matters.Contact", null=True, on_delete=models.CASCADE, related_name="form_links"
    )
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, help_text="Where it was sent; empty when it was only copied.")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    expires_at = models.DateTimeField(help_text="Until when it can be answered.")
    sent_at = models.DateTimeField(default=timezone.now, help_text="When it was sent last.")
    times_sent = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, help_text="When the person opened it first.")
    submission = FirmForeignKey(Submission, null=True, related_name="+", help_text="What was answered by it.")
    revoked_at = models.DateTimeField(null=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(contact__isnull=False), name="form_link_is_somebodys"
            ),
        ]

    def __str__(self):
        return f"{self.form_id} for {self.name}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.submission_id is None and self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def has_expired(self) -> bool:
        """Whether its time ran out before anybody answered."""
        return self.submission_id is None and self.revoked_at is None and self.expires_at <= timezone.now()


class HeldFile(FirmModel):
    """A file that somebody chose on a public page which was not sent through: kept a short while under the page's own number.

    The bytes lie in the row and go with it, so that nothing of an enquiry that was never sent stays behind.
    """

    nonce = models.CharField(max_length=40, help_text="Of the signed page on which it was chosen.")
    question = FirmForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    held_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["firm", "nonce"], name="held_file_of_page"),
            models.Index(fields=["firm", "held_at"], name="held_file_by_age"),
        ]

    def __str__(self):
        return self.filename
