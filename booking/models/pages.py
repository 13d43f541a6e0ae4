"""Booking pages and who receives on them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


def new_key() -> str:
    """What makes an address its own: a new key makes the old address end."""
    return get_random_string(12)


def usual_lengths() -> list[int]:
    """The lengths of a new page, in minutes."""
    return [30]


def usual_reminds() -> list[int]:
    """When visitors of a new page are reminded, in hours before the appointment: the day before."""
    return [24]


def usual_places() -> list[str]:
    """Where one meets on a new page."""
    return [BookingPage.Place.PHONE.value]


class BookingPageQuerySet(FirmQuerySet):
    def on_the_web(self):
        """Pages that strangers may open."""
        return self.filter(state__in=(BookingPage.State.ON, BookingPage.State.PAUSED))

    def visible_to(self, member):
        """The pages of the firm, for its people. A guest sees those on which they receive."""
        if member.sees_named_matters_only:
            hosted = BookingHost.objects.filter(member=member).order_by().values("page")
            return self.filter(Q(owner=member) | Q(pk__in=hosted))
        return self


class BookingPage(FirmModel):
    """A page on which a stranger books a time, behind an address that needs no sign-in."""

    class State(models.TextChoices):
        OFF = "off", "Off"
        ON = "on", "On the web"
        PAUSED = "paused", "Paused"

    class Mode(models.TextChoices):
        TURNS = "turns", "Whoever’s turn it is"
        CHOOSE = "choose", "The visitor chooses, or takes anybody"
        ALL = "all", "All of them together"

    class Place(models.TextChoices):
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"
        OFFICE = "office", "At the office"

    class CourtDays(models.TextChoices):
        DAY = "day", "The whole day is closed"
        HALF = "half", "The morning or the afternoon is closed"
        TIME = "time", "Only the time itself is closed"

    # Hours: nobody is reminded earlier than a week before.
    MOST_REMIND = 168

    # For the head of a month: the week begins on Sunday.
    WEEKDAYS = (
        ("Sunday", "Su"), ("Monday", "Mo"), ("Tuesday", "Tu"), ("Wednesday", "We"), ("Thursday", "Th"), ("Friday", "Fr"),
        ("Saturday", "Sa"),
    )  # fmt: skip

    name = models.CharField(max_length=80, help_text="The firm’s own name for it.")
    title = models.CharField(max_length=120, help_text="The heading that strangers read.")
    intro = models.TextField(blank=True)
    owner = FirmForeignKey(
        "accounts.Member",
        null=True,
        blank=True,
        related_name="booking_pages",
        help_text="Whose own page it is; empty for a page of the firm.",
    )
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.TURNS)
    state = models.CharField(max_length=8, choices=State, default=State.OFF)
    lengths = ArrayField(models.PositiveSmallIntegerField(), default=usual_lengths, help_text="Minutes.")
    step = models.PositiveSmallIntegerField(
        default=30, help_text="Minutes from one offered beginning to the next."
    )
    buffer_before = models.PositiveSmallIntegerField(default=0, help_text="Minutes kept free before.")
    buffer_after = models.PositiveSmallIntegerField(default=0, help_text="Minutes kept free after.")
    notice = models.PositiveIntegerField(default=240, help_text="Minutes from booking to the earliest time.")
    change_notice = models.PositiveIntegerField(
        default=240, help_text="Minutes before it until which the visitor may move or cancel it."
    )
    reminds = ArrayField(
        models.PositiveSmallIntegerField(),
        default=usual_reminds,
        blank=True,
        help_text="Hours before it at which the visitor is reminded by mail.",
    )
    horizon = models.PositiveSmallIntegerField(default=30, help_text="Days ahead that are offered.")
    most_per_day = models.PositiveSmallIntegerField(null=True, blank=True, help_text="For each host.")
    hours = models.JSONField(
        default=list, blank=True, help_text="[[weekday, from, until]]; empty: each host’s working hours."
    )
    court_days = models.CharField(max_length=4, choices=CourtDays, default=CourtDays.HALF)
    places = ArrayField(models.CharField(max_length=6, choices=Place), default=usual_places)
    address = models.CharField(max_length=300, blank=True, help_text="Where the office is.")
    video = models.CharField(max_length=300, blank=True, help_text="Address of the video room.")
    practice_area = FirmForeignKey(
        "matters.PracticeArea", null=True, blank=True, related_name="booking_pages"
    )
    source = FirmForeignKey("intake.LeadSource", null=True, blank=True, related_name="+")
    form = FirmForeignKey(
        "intake.IntakeForm",
        null=True,
        blank=True,
        related_name="booking_pages",
        help_text="Further questions.",
    )
    fee = models.CharField(
        max_length=200, blank=True, help_text="What the talk costs, in an attorney’s words."
    )
    fee_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    asks_names = models.BooleanField(
        default=True, help_text="Ask who else is part of it, and check the names for conflicts."
    )
    confirms = models.BooleanField(
        default=False, help_text="A booking counts only after somebody here has confirmed it."
    )
    thanks = models.TextField(blank=True, help_text="Said after booking, and in the confirmation.")
    frames = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Web sites that may show it inside a page of theirs.",
    )
    key = models.CharField(max_length=12, default=new_key, editable=False)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(BookingPageQuerySet)()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "name"], name="booking_page_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(title=""), name="booking_page_named"),
            models.CheckConstraint(
                condition=Q(fee="") | Q(fee_by__isnull=False), name="booking_fee_by_an_attorney"
            ),
            models.CheckConstraint(
                condition=Q(step__gte=5, step__lte=480, horizon__gte=1, horizon__lte=180),
                name="booking_page_steps",
            ),
            models.CheckConstraint(condition=Q(reminds__len__lte=4), name="booking_page_reminds_at_most"),
            models.CheckConstraint(
                condition=Q(lengths__len__gte=1, places__len__gte=1), name="booking_page_offers"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("booking_page", args=[self.pk])


class BookingHost(FirmModel):
    """Somebody who receives on a page. `weight`: how much of the turns they take, beside the others."""

    page = FirmForeignKey(BookingPage, on_delete=models.CASCADE, related_name="hosts")
    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="booking_hosts")
    weight = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(9)], help_text="1 to 9."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "page", "member"], name="booking_host_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=9), name="booking_host_weight"),
        ]

    def __str__(self):
        return f"{self.member_id} on {self.page_id}"
