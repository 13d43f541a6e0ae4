"""Which client is reminded of which appointment, where somebody decided that for one event."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel


class ClientChoice(FirmModel):
    """Whether one contact is reminded of one event by e-mail, in place of the firm's rule (ReminderRules.clients)."""

    event = FirmForeignKey("calendar_app.Event", on_delete=models.CASCADE, related_name="+")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    contact = FirmForeignKey("matters.Contact", on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField()
    set_by = FirmForeignKey("accounts.Member", related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "event", "contact"], name="client_choice_once")
        ]

    def __str__(self):
        return f"contact {self.contact_id}, event {self.event_id}"
