"""What a member keeps at hand: pinned and lately opened matters."""

from django.db import models
from django.utils import timezone

from matters.models.matters import Matter
from practice.models import FirmForeignKey, FirmModel


class Pin(FirmModel):
    """A matter a member keeps in the sidebar."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="pins")
    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "member", "matter"], name="pin_once")]

    def __str__(self):
        return f"{self.matter_id}"


class Visit(FirmModel):
    """When a member last opened a matter: the recents of the palette and the pickers."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["firm", "member", "matter"], name="visit_once")]

    def __str__(self):
        return f"{self.member_id} opened {self.matter_id}"
