"""What lets a program in: the secret address of a feed, and a device's own password."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class OwnQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """A person's own alone: nobody else sees with which programs somebody reads their calendar."""
        return self.filter(member=member)

    def live(self):
        """Those that still open something."""
        return self.filter(revoked_at=None)


class Feed(FirmModel):
    """A secret address under which a calendar program reads a member's calendar. It writes nothing.

    The address carries a 256-bit secret, of which the SHA-256 alone is kept: it is shown when it is made, and never again.
    """

    class Detail(models.TextChoices):
        FULL = "full", "Everything"
        BUSY = "busy", "Busy times only"

    class Layer(models.TextChoices):
        EVENTS = "events", "Events"
        DEADLINES = "deadlines", "Deadlines"
        TASKS = "tasks", "Tasks with a due date"

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="feeds")
    name = models.CharField(max_length=80)
    detail = models.CharField(max_length=5, choices=Detail, default=Detail.FULL)
    layers = ArrayField(models.CharField(max_length=10, choices=Layer), default=list)
    deadlines_as_tasks = models.BooleanField(
        default=False, help_text="Deadlines as to-dos (VTODO) instead of all-day events."
    )
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    renewed_at = models.DateTimeField(null=True, help_text="When the address was last replaced.")
    revoked_at = models.DateTimeField(null=True)
    last_fetched_at = models.DateTimeField(null=True)
    last_agent = models.CharField(max_length=200, blank=True, help_text="What the program calls itself.")
    fetches = models.PositiveIntegerField(default=0)
    version = models.CharField(
        max_length=64, blank=True, default="", help_text="Digest of what the last text was made of."
    )
    etag = models.CharField(max_length=64, blank=True, default="", help_text="Tag of that text.")

    objects = firm_manager(OwnQuerySet)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "secret_hash"], name="feed_secret_once"),
            models.CheckConstraint(condition=~models.Q(layers=[]), name="feed_shows_something"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feed_detail", args=[self.pk])


class FeedPerson(FirmModel):
    """Whose calendar a feed shows."""

    feed = FirmForeignKey(Feed, on_delete=models.CASCADE, related_name="people")
    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "feed", "member"], name="feed_person_once")]

    def __str__(self):
        return f"person {self.member_id} of feed {self.feed_id}"


class AppPassword(FirmModel):
    """The password of one device or program for the calendar and nothing else (CalDAV).

    It is made by the product with 100 random bits, of which the SHA-256 alone is kept, and shown once.
    """

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="app_passwords")
    name = models.CharField(max_length=80, help_text="The device: iPhone, Thunderbird at the office.")
    secret_hash = models.CharField(max_length=64)
    may_write = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_agent = models.CharField(max_length=200, blank=True)

    objects = firm_manager(OwnQuerySet)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "secret_hash"], name="app_password_secret_once")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("device_detail", args=[self.pk])
