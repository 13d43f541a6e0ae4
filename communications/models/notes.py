"""Notes on matters, contacts and leads, with mentions and pins."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import AppendOnly
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from search.constraints import IndexedText


class NoteQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Notes the member may read: walls are kept by the database; a guest reads those of their matters."""
        return self.filter(matter__isnull=False) if member.sees_named_matters_only else self

    def kept(self):
        """Without those that were deleted."""
        return self.filter(deleted_at=None)


class Note(FirmModel):
    """What people of the firm write for each other on a matter, a contact or a lead."""

    class About(models.TextChoices):
        MATTER = "matter", "Matter"
        CONTACT = "contact", "Contact"
        LEAD = "lead", "Lead"

    about_kind = models.CharField(max_length=8, choices=About)
    about_id = models.BigIntegerField()
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="notes")
    contact = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="firm_notes")
    body = models.TextField()
    privileged = models.BooleanField(
        default=False, help_text="Attorney-client privileged or work product: not for anyone outside."
    )
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    written_by = FirmForeignKey("accounts.Member", related_name="notes")
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")

    objects = firm_manager(NoteQuerySet)()

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(fields=["firm", "about_kind", "about_id", "-written_at"], name="note_about"),
        ]
        constraints = [
            IndexedText(
                name="communications_note_texts",
                kind="note",
                columns=["body"],
                contact="contact_id",
                matter="matter_id",
                unless="NEW.deleted_at IS NOT NULL",
            ),
            # The pointer that carries walls and the address of the page say the same thing.
            models.CheckConstraint(
                condition=models.Q(about_kind="matter", matter=models.F("about_id"), contact__isnull=True)
                | models.Q(about_kind="contact", contact=models.F("about_id"), matter__isnull=True)
                | models.Q(about_kind="lead", matter__isnull=True, contact__isnull=True),
                name="note_about_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(pinned_at__isnull=True, pinned_by__isnull=True)
                | models.Q(pinned_at__isnull=False, pinned_by__isnull=False),
                name="note_pinned_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | models.Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="note_deleted_by_somebody",
            ),
        ]

    def __str__(self):
        return f"note of {self.written_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("note_detail", args=[self.pk])


class NoteVersion(FirmModel):
    """A note as it was before an edit."""

    note = FirmForeignKey(Note, related_name="versions")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="+")
    body = models.TextField()
    privileged = models.BooleanField()
    replaced_by = FirmForeignKey("accounts.Member", related_name="+")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [AppendOnly(name="communications_note_version")]

    def __str__(self):
        return f"version of note {self.note_id}"


class Mention(FirmModel):
    """Somebody named in a note, who is told of it and sees it once."""

    note = FirmForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="+")
    member = FirmForeignKey("accounts.Member", related_name="mentions")
    made_by = FirmForeignKey("accounts.Member", related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["firm", "member", "-id"], name="mention_unseen", condition=models.Q(seen_at=None)
            )
        ]
        constraints = [models.UniqueConstraint(fields=["firm", "note", "member"], name="mention_once")]

    def __str__(self):
        return f"{self.member_id} in note {self.note_id}"
