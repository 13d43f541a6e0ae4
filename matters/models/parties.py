"""Who takes part in a matter, on which side."""

from django.db import models
from django.utils import timezone

from matters.models.contacts import Contact
from matters.models.matters import Matter
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class PartyQuerySet(FirmQuerySet):
    def current(self, on=None):
        """Those who take part on the day `on`, today when none is given."""
        on = on or timezone.localdate()
        return self.filter(
            models.Q(from_on__isnull=True) | models.Q(from_on__lte=on),
            models.Q(until_on__isnull=True) | models.Q(until_on__gte=on),
        )

    def with_people(self):
        """Joined with the contact and who represents it."""
        return self.select_related("contact", "represented_by")


class Party(FirmModel):
    """A contact's part in a matter. The matter's own client is Matter.client; further clients are parties."""

    class Role(models.TextChoices):
        CLIENT = "client", "Client"
        OPPOSING_PARTY = "opposing_party", "Opposing party"
        OPPOSING_COUNSEL = "opposing_counsel", "Opposing counsel"
        CO_COUNSEL = "co_counsel", "Co-counsel"
        JUDGE = "judge", "Judge"
        CLERK = "clerk", "Clerk"
        WITNESS = "witness", "Witness"
        EXPERT = "expert", "Expert"
        INSURER = "insurer", "Insurer"
        LIENHOLDER = "lienholder", "Lienholder"
        GUARDIAN = "guardian", "Guardian"
        PAYER = "payer", "Payer"
        OTHER = "other", "Other"

    class Side(models.TextChoices):
        OURS = "ours", "Our side"
        OPPOSING = "opposing", "Opposing side"
        THIRD = "third", "Third party"
        NEUTRAL = "neutral", "Neutral"

    # The side a role has unless somebody says otherwise; roles not named here are third parties.
    USUAL_SIDE = {
        "client": "ours", "co_counsel": "ours", "payer": "ours", "guardian": "ours",
        "opposing_party": "opposing", "opposing_counsel": "opposing",
        "judge": "neutral", "clerk": "neutral",
    }  # fmt: skip

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="parties")
    contact = FirmForeignKey(Contact, related_name="party_roles")
    role = models.CharField(max_length=20, choices=Role)
    side = models.CharField(max_length=10, choices=Side, default=Side.THIRD)
    represented_by = FirmForeignKey(
        Contact,
        null=True,
        blank=True,
        related_name="represents_in",
        help_text="Their lawyer. They are then not written to directly (Model Rule 4.2).",
    )
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    service_address = models.TextField(blank=True)
    e_service = models.BooleanField(default=False, help_text="Consented to be served electronically.")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")

    objects = firm_manager(PartyQuerySet)()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["firm", "matter", "contact", "role"], name="party_once_a_role"),
            models.CheckConstraint(
                condition=models.Q(from_on__isnull=True)
                | models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="party_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(represented_by__isnull=True)
                | ~models.Q(represented_by=models.F("contact")),
                name="party_not_represented_by_itself",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} on {self.matter_id}"
