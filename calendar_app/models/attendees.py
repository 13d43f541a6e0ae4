"""Who comes to an event, and what they answered."""

from django.db import models
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel

# The matter is the event's own, whoever writes the row: its walls hold.
OF_ITS_EVENT = """
    SELECT e.matter_id INTO NEW.matter_id FROM calendar_app_event e
     WHERE e.firm_id = NEW.firm_id AND e.id = NEW.event_id;
    RETURN NEW;
"""


class Attendee(FirmModel):
    """A member, a contact or an e-mail address that is asked to an event."""

    class Role(models.TextChoices):
        REQUIRED = "required", "Takes part"
        OPTIONAL = "optional", "May come"

    class Response(models.TextChoices):
        WAITING = "waiting", "No answer yet"
        ACCEPTED = "accepted", "Comes"
        TENTATIVE = "tentative", "Perhaps"
        DECLINED = "declined", "Does not come"

    event = FirmForeignKey("calendar_app.Event", on_delete=models.CASCADE, related_name="attendees")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    member = FirmForeignKey(
        "accounts.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="attendances"
    )
    contact = FirmForeignKey(
        "matters.Contact", null=True, blank=True, on_delete=models.CASCADE, related_name="attendances"
    )
    email = models.EmailField(blank=True, help_text="Of somebody who is neither a member nor a contact.")
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.REQUIRED)
    response = models.CharField(max_length=10, choices=Response, default=Response.WAITING)
    response_note = models.CharField(max_length=300, blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, contact__isnull=True, email="")
                | models.Q(member__isnull=True, contact__isnull=False)
                | (models.Q(member__isnull=True, contact__isnull=True) & ~models.Q(email="")),
                name="attendee_is_one_person",
            ),
            models.UniqueConstraint(fields=["firm", "event", "member"], name="attendee_member_once"),
            models.UniqueConstraint(fields=["firm", "event", "contact"], name="attendee_contact_once"),
            models.UniqueConstraint(
                fields=["firm", "event", "email"],
                condition=models.Q(contact=None) & ~models.Q(email=""),
                name="attendee_email_once",
            ),
            Trigger(
                name="calendar_attendee_matter",
                when="BEFORE INSERT OR UPDATE OF event_id",
                body=OF_ITS_EVENT,
            ),
        ]

    def __str__(self):
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """Whoever it is, in words. Reads the member or contact when they are not loaded."""
        if self.member_id:
            return self.member.name
        return self.name or (self.contact.name if self.contact_id else self.email)
