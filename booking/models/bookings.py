"""Bookings, the time they keep, and links by which a lead books."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from booking.models.pages import BookingPage, new_key
from practice.clock import reading
from practice.constraints import NoOverlap
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class BookingQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Those the member receives, or of pages of theirs; all for who works on leads. Walls of matters hold besides."""
        if member.can("lead.screen") and not member.sees_named_matters_only:
            return self
        held = BookingHold.objects.filter(member=member).order_by().values("booking")
        own = BookingPage.objects.filter(owner=member).order_by().values("pk")
        return self.filter(Q(host=member) | Q(page__in=own) | Q(pk__in=held))

    def active(self):
        """Those that keep their time."""
        return self.filter(state__in=Booking.ACTIVE)

    def to_remind(self, now: datetime.datetime):
        """Those that lie within a week, whose visitor was told that they are confirmed and may want to be reminded."""
        rows = self.filter(
            state__in=(Booking.State.TO_CONFIRM, Booking.State.CONFIRMED), told_at__isnull=False
        )
        ahead = now + datetime.timedelta(hours=BookingPage.MOST_REMIND)
        return rows.filter(starts_at__gt=now, starts_at__lte=ahead).exclude(page__reminds=[])

    def to_confirm(self):
        """Those that somebody here has to look at, and that lie ahead."""
        return self.filter(state=Booking.State.TO_CONFIRM, ends_at__gt=reading())

    def with_people(self):
        """Joined with what pages show of them."""
        return self.select_related("page", "host", "lead", "matter", "check_ref")


class Booking(FirmModel):
    """A time that somebody booked. What the visitor is told is `told_at`, never what a conflict check found."""

    class State(models.TextChoices):
        TO_CONFIRM = "to_confirm", "To confirm"
        CONFIRMED = "confirmed", "Confirmed"
        HELD = "held", "Took place"
        NO_SHOW = "no_show", "Did not come"
        DECLINED = "declined", "Declined"
        CANCELLED = "cancelled", "Cancelled"

    class Screen(models.TextChoices):
        NONE = "none", "Not asked"
        WAITING = "waiting", "Being checked"
        CLEAR = "clear", "Nothing near the names"
        LOOK = "look", "Possible conflict"

    ACTIVE = ("to_confirm", "confirmed", "held", "no_show")

    page = FirmForeignKey(BookingPage, related_name="bookings")
    lead = FirmForeignKey("intake.Lead", null=True, related_name="bookings")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    event = FirmForeignKey("calendar_app.Event", null=True, related_name="+")
    host = FirmForeignKey("accounts.Member", related_name="bookings")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    topic = models.TextField(blank=True)
    zone = models.CharField(max_length=64, help_text="The visitor’s time zone.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    first_starts_at = models.DateTimeField(help_text="When it was booked for at first.")
    place = models.CharField(max_length=6, choices=BookingPage.Place)
    where = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CONFIRMED)
    told_at = models.DateTimeField(null=True, help_text="When the visitor was told that it is confirmed.")
    said_at = models.DateTimeField(
        default=timezone.now, help_text="When the visitor was last told the time: booked, moved or reminded."
    )
    screen = models.CharField(max_length=8, choices=Screen, default=Screen.NONE)
    check_ref = FirmForeignKey("conflicts.Check", null=True, related_name="+")
    submission = FirmForeignKey("intake.Submission", null=True, related_name="+")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    nonce = models.CharField(max_length=40, help_text="Of the page that was filled in: it books once.")
    sequence = models.PositiveIntegerField(default=0, help_text="Of its calendar file (RFC 5545).")
    ended_by_visitor = models.BooleanField(default=False, help_text="The visitor cancelled it.")
    reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="When it was cancelled or declined.")
    warned_at = models.DateTimeField(null=True, help_text="When the host was warned of a possible conflict.")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(BookingQuerySet)()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["firm", "starts_at", "id"], name="booking_by_time"),
            models.Index(fields=["firm", "page", "starts_at"], name="booking_of_page"),
            models.Index(fields=["firm", "host", "starts_at"], name="booking_of_host"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["firm", "page", "nonce"], name="booking_sent_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="booking_has_length"),
            models.CheckConstraint(condition=~Q(name=""), name="booking_has_name"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(told_at__isnull=False), name="booking_confirmed_is_told"
            ),
        ]

    def __str__(self):
        # Without its time: whose clock would it be, the visitor's or the firm's?
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("booking_detail", args=[self.pk])

    @property
    def is_active(self) -> bool:
        """Whether it keeps its time."""
        return self.state in self.ACTIVE

    @property
    def is_ahead(self) -> bool:
        """Whether it keeps its time and has not begun."""
        return self.state in (self.State.TO_CONFIRM, self.State.CONFIRMED) and self.starts_at > timezone.now()

    def reminder_due(self, now: datetime.datetime) -> bool:
        """Whether a reminder that the page wants has fallen due since the visitor was last told the time (its page is joined)."""
        times = (self.starts_at - datetime.timedelta(hours=hours) for hours in self.page.reminds)
        return any(self.said_at < at <= now < self.starts_at for at in times)

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class BookingHold(FirmModel):
    """The time that a booking keeps of one host, buffers included. PostgreSQL refuses two that overlap."""

    booking = FirmForeignKey(Booking, on_delete=models.CASCADE, related_name="holds")
    member = FirmForeignKey("accounts.Member", related_name="booking_holds")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["firm", "member", "starts_at"], name="booking_hold_times")]
        constraints = [
            models.UniqueConstraint(fields=["firm", "booking", "member"], name="booking_hold_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="booking_hold_length"
            ),
            NoOverlap(column="member_id", unless="NOT is_active", name="booking_never_twice"),
        ]

    def __str__(self):
        return f"{self.member_id} from {self.starts_at}"


class BookingLink(FirmModel):
    """A booking page sent to one lead: what is booked by it fills that lead, once."""

    page = FirmForeignKey(BookingPage, on_delete=models.CASCADE, related_name="links")
    lead = FirmForeignKey("intake.Lead", on_delete=models.CASCADE, related_name="booking_links")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    email = models.EmailField(blank=True, help_text="Where it was sent; empty when it was only copied.")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    booking = FirmForeignKey(Booking, null=True, related_name="+", help_text="What was booked by it.")
    revoked_at = models.DateTimeField(null=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.page_id} for {self.lead_id}"
