"""Licences to practise law."""

from django.db import models

from accounts.models.members import Member
from practice.models import FirmForeignKey, FirmModel


class BarLicence(FirmModel):
    """A licence to practise law. Reserved powers hang on a current one."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "Inactive"
        SUSPENDED = "suspended", "Suspended"

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="licences")
    jurisdiction = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    admitted_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    verified_by = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    self_declared = models.BooleanField(default=False, help_text="Declared by a firm's only attorney.")

    class Meta:
        ordering = ["jurisdiction"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "jurisdiction", "number"], name="licence_once"),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True) | ~models.Q(verified_by=models.F("member")),
                name="licence_not_verified_by_oneself",
            ),
        ]

    def __str__(self):
        return f"{self.jurisdiction} {self.number}"

    def is_current(self, on) -> bool:
        """Whether the licence holds on the date `on`: active, not expired, verified (or a sole attorney's own word)."""
        vouched = self.verified_by_id is not None or self.self_declared
        return (
            vouched
            and self.status == self.Status.ACTIVE
            and (self.expires_on is None or self.expires_on >= on)
        )
