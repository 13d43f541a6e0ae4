"""What each person's programs know of a calendar, and the log of what they read, wrote and were refused."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class SyncCollection(FirmModel):
    """One calendar as one member's programs see it: another person's calendar may show less of it to each.

    `number` grows with each thing that changes in what the member sees, for whatever reason: an edit, a wall, a delegation
    that ended. No two changes have the same one, so that a long list of them may be cut anywhere.
    It is the collection's tag and, in a token, what a program already knows (RFC 6578).
    """

    class Kind(models.TextChoices):
        EVENTS = "events", "Events"
        DEADLINES = "deadlines", "Deadlines"

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    owner = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveBigIntegerField(default=0)
    version = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="Digest of what its list was made of when it was last compared; empty when it has to be compared.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "member", "owner", "kind"], name="sync_collection_once")
        ]

    def __str__(self):
        return f"{self.kind} of {self.owner_id} for {self.member_id}"


class SyncResource(FirmModel):
    """One thing of a collection under the name that programs know it by; with `gone_at`, one that is no longer there.

    It has no matter on purpose: a program must learn that something has gone although a wall now hides its matter. It
    carries no text of it either.
    """

    collection = FirmForeignKey(SyncCollection, on_delete=models.CASCADE, related_name="resources")
    name = models.CharField(max_length=255, help_text="Last part of its address.")
    uid = models.CharField(max_length=255)
    object_id = models.BigIntegerField(null=True, help_text="Id of the event or deadline.")
    etag = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField(help_text="The collection's number when it last changed.")
    touch = models.PositiveIntegerField(
        default=0, help_text="Raised to make programs read it again: they hold what was refused."
    )
    owed = models.BooleanField(
        default=False,
        help_text="The next listing raises `touch`: a program that just wrote may keep the old tag.",
    )
    gone_at = models.DateTimeField(null=True)
    alarms = models.JSONField(
        default=dict,
        help_text="The member's own alarms of it, as their programs set them: {start of the instance or '': [alarm, …]}.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "collection", "name"], name="sync_resource_name_once"),
            models.UniqueConstraint(
                fields=["firm", "collection", "object_id"],
                condition=models.Q(gone_at=None),
                name="sync_resource_object_once",
            ),
        ]
        indexes = [models.Index(fields=["firm", "collection", "number"], name="sync_resource_since")]

    def __str__(self):
        return self.name


class SyncLogQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """A person's own programs alone; lines of matters behind a wall are hidden by the database."""
        return self.filter(member=member)


class SyncLog(FirmModel):
    """One line of what a program did: read, wrote, was refused. Reads of one kind within an hour are one line."""

    class Act(models.TextChoices):
        READ = "read", "Read"
        WROTE = "wrote", "Wrote"
        DELETED = "deleted", "Deleted"
        REFUSED = "refused", "Refused"
        ASKED = "asked", "Asked instead"
        FAILED = "failed", "Failed"

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    matter = FirmForeignKey("matters.Matter", null=True, on_delete=models.CASCADE, related_name="+")
    device = FirmForeignKey("AppPassword", null=True, on_delete=models.CASCADE, related_name="log")
    feed = FirmForeignKey("Feed", null=True, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)
    act = models.CharField(max_length=10, choices=Act)
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=500, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    objects = firm_manager(SyncLogQuerySet)()

    class Meta:
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(device__isnull=True, feed__isnull=False)
                | models.Q(device__isnull=False, feed__isnull=True),
                name="sync_log_of_one_program",
            )
        ]
        indexes = [
            models.Index(fields=["firm", "device", "-until"], name="sync_log_of_device"),
            models.Index(fields=["firm", "feed", "-until"], name="sync_log_of_feed"),
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.what}"
