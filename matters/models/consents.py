"""Leave to deal directly with somebody who has a lawyer of their own."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel


class DirectConsent(FirmModel):
    """An attorney's recorded decision that a represented contact may be written to or called directly.

    Model Rule 4.2: a lawyer does not communicate about the subject of the representation with a person known to have a
    lawyer in the matter, unless that lawyer consents or the law allows it. `matter` empty: whatever the matter.
    """

    class Ground(models.TextChoices):
        LAWYER = "lawyer", "Their lawyer consents"
        LAW = "law", "A law or court order allows it"
        OTHER_MATTER = "other_matter", "Our client: their lawyer is for another matter"

    contact = FirmForeignKey("matters.Contact", on_delete=models.CASCADE, related_name="consents")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="+")
    ground = models.CharField(
        max_length=12, choices=Ground, blank=True, default="", help_text="Empty: the reason alone says it."
    )
    reason = models.CharField(max_length=500)
    until_on = models.DateField(null=True, blank=True, help_text="Last day; empty: until withdrawn.")
    allowed_by = FirmForeignKey("accounts.Member", related_name="+")
    allowed_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="direct_consent_says_why")]

    def __str__(self):
        return f"Direct contact with {self.contact}"
