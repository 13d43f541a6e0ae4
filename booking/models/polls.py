"""Polls: several proposed times, and who can come to which."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from booking.models.pages import new_key
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class PollQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Polls of the firm; a guest sees those they ask or are asked in, and so does everybody of private ones. Walls of their
        matters hold besides.
        """
        asked = PollGuest.objects.filter(member=member, removed_at=None).order_by().values("poll")
        theirs = Q(organizer=member) | Q(pk__in=asked)
        return self.filter(theirs if member.sees_named_matters_only else theirs | Q(is_private=False))


class Poll(FirmModel):
    """A question to several people which of several times suits them."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DECIDED = "decided", "Decided"
        CANCELLED = "cancelled", "Called off"

    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, help_text="What the people asked read.")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="polls")
    organizer = FirmForeignKey("accounts.Member", related_name="polls")
    minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=300, blank=True)
    room = FirmForeignKey("calendar_app.Room", null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, default="meeting", help_text="Kind of the event that it becomes.")
    is_private = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    event = FirmForeignKey("calendar_app.Event", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = firm_manager(PollQuerySet)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="poll_has_title"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=960), name="poll_has_length"),
        ]

    def __str__(self):
        # What histories, refusals and lists call it.
        return "Private poll" if self.is_private else self.title

    def get_absolute_url(self) -> str:
        return reverse("poll_detail", args=[self.pk])

    @property
    def times(self) -> "models.QuerySet[PollOption]":
        """The times that are asked about, without those that were taken out."""
        return self.options.filter(removed_at=None)

    @property
    def people(self) -> "models.QuerySet[PollGuest]":
        """Who is asked, without those who were taken out."""
        return self.guests.filter(removed_at=None)


class PollOption(FirmModel):
    """A proposed time, held in the calendars of our people while the poll is open."""

    poll = FirmForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    event = FirmForeignKey("calendar_app.Event", null=True, related_name="+", help_text="The hold.")
    is_chosen = models.BooleanField(default=False)
    removed_at = models.DateTimeField(
        null=True, help_text="When it was taken out; what was answered is kept."
    )

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "poll", "starts_at"], name="poll_option_once"),
            models.UniqueConstraint(
                fields=["firm", "poll"], condition=Q(is_chosen=True), name="poll_chooses_one"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="poll_option_length"),
            models.CheckConstraint(
                condition=Q(is_chosen=False) | Q(removed_at=None), name="poll_chooses_what_stands"
            ),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%b %-d %H:%M}"


class PollGuest(FirmModel):
    """Somebody who is asked: a member, or an outside person by a signed link."""

    poll = FirmForeignKey(Poll, on_delete=models.CASCADE, related_name="guests")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    member = FirmForeignKey("accounts.Member", null=True, related_name="+")
    contact = FirmForeignKey("matters.Contact", null=True, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    zone = models.CharField(max_length=64, blank=True)
    required = models.BooleanField(default=True)
    key = models.CharField(max_length=12, default=new_key, editable=False)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    comment = models.CharField(max_length=500, blank=True)
    removed_at = models.DateTimeField(
        null=True, help_text="When they were taken out; what they answered is kept."
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "poll", "member"], condition=Q(member__isnull=False), name="poll_member_once"
            ),
            models.UniqueConstraint(
                fields=["firm", "poll", "email"], condition=~Q(email=""), name="poll_address_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="poll_guest_named"),
        ]

    def __str__(self):
        return self.name


class PollAnswer(FirmModel):
    """What one person says to one time."""

    class Value(models.TextChoices):
        YES = "yes", "Yes"
        MAYBE = "maybe", "If need be"
        NO = "no", "No"

    guest = FirmForeignKey(PollGuest, on_delete=models.CASCADE, related_name="answers")
    option = FirmForeignKey(PollOption, on_delete=models.CASCADE, related_name="answers")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    value = models.CharField(max_length=5, choices=Value)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "guest", "option"], name="poll_answer_once"),
            models.CheckConstraint(condition=Q(value__in=["yes", "maybe", "no"]), name="poll_answer_known"),
        ]

    def __str__(self):
        return self.value
