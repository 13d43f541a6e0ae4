"""Invitations to join a firm."""

from django.db import models
from django.utils import timezone

from accounts.models.members import Member, Role
from practice.models import FirmForeignKey, FirmModel


class Invitation(FirmModel):
    """An invitation to join the firm, sent by e-mail. The link's secret is stored as a hash."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=80, blank=True)
    role = FirmForeignKey(Role, related_name="+")
    supervisor = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    office = FirmForeignKey("practice.Office", null=True, blank=True, related_name="+")
    expires_on = models.DateField(null=True, blank=True, help_text="Last day of access, for guests.")
    secret_hash = models.CharField(max_length=64)
    invited_by = FirmForeignKey(Member, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.name} <{self.email}>"

    @property
    def is_open(self) -> bool:
        return not self.accepted_at and not self.revoked_at and self.valid_until > timezone.now()
