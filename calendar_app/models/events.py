"""Events: what has a time on somebody's calendar. Series, their exceptions, who comes, and the rooms they hold."""

import datetime
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from calendar_app.constraints import BusyTimes, OutlineOfDays
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from search.constraints import IndexedText
from supervision.constraints import NeedsApproval

# A court's date that a second person verified stays where it is; to move it is to take the verification back first.
VERIFIED = """
    IF OLD.verified_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'event % is a verified court date', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.verified_at IS NOT NULL
       AND (NEW.starts_at, NEW.ends_at, NEW.zone, NEW.starts_on, NEW.ends_on, NEW.kind, NEW.court, NEW.department,
            NEW.matter_id, NEW.state, NEW.rrule, NEW.exdates)
           IS DISTINCT FROM (OLD.starts_at, OLD.ends_at, OLD.zone, OLD.starts_on, OLD.ends_on, OLD.kind, OLD.court,
            OLD.department, OLD.matter_id, OLD.state, OLD.rrule, OLD.exdates) THEN
        RAISE EXCEPTION 'event % was verified as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# An exception belongs to a series of this firm, is none itself, and is of the matter of its series, so that one wall
# hides both.
ONE_INSTANCE = """
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT p.matter_id, p.uid INTO NEW.matter_id, NEW.uid FROM calendar_app_event p
     WHERE p.firm_id = NEW.firm_id AND p.id = NEW.parent_id AND p.parent_id IS NULL AND p.rrule <> '' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'event % is no instance of a series', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# What hangs on an event follows it to another matter, so that the walls of the new one hold for it.
FOLLOW = """
    UPDATE calendar_app_attendee SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND event_id = NEW.id;
    UPDATE calendar_app_roomtime SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND event_id = NEW.id;
    UPDATE calendar_app_event SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND parent_id = NEW.id;
    RETURN NULL;
"""

# The times at which an event holds its room. Those of a series are written by calendar_app.services.rooms.
HOLDS_ROOM = """
    DELETE FROM calendar_app_roomtime WHERE firm_id = NEW.firm_id AND event_id = NEW.id;
    IF NEW.room_id IS NOT NULL AND NEW.state <> 'cancelled' AND NEW.rrule = '' THEN
        INSERT INTO calendar_app_roomtime (firm_id, event_id, matter_id, room_id, starts_at, ends_at)
        VALUES (NEW.firm_id, NEW.id, NEW.matter_id, NEW.room_id, NEW.starts_at, NEW.ends_at);
    END IF;
    RETURN NULL;
"""

# Kinds in which a judge or jury waits for somebody.
COURT_KINDS = ("hearing", "trial", "court_other")


class EventQuerySet(FirmQuerySet):
    def standing(self):
        """Events that were not cancelled."""
        return self.exclude(state=Event.State.CANCELLED)

    def court(self):
        """Hearings, trials and other appointments of courts."""
        return self.filter(kind__in=COURT_KINDS)

    def unverified(self):
        """Court dates that no second person has verified."""
        return self.court().standing().filter(verified_at=None)

    def having_part(self, member):
        """Events the member holds, entered, or is asked to."""
        from calendar_app.models.attendees import Attendee

        return self.filter(
            models.Q(organizer=member)
            | models.Q(created_by=member)
            | models.Q(pk__in=Attendee.objects.filter(member=member).values("event_id"))
        )

    def visible_to(self, member):
        """Events the member may read: of matters they see (kept by the database), private ones only with a part in them.
        Keeping somebody's calendar is no part: a delegation lends the keeping, not what is private.

        A guest sees, beyond what they have a part in, events of matters alone. What is not visible shows as busy time
        (queries.shown), without a word of it.
        """
        mine = models.Q(pk__in=Event.objects.having_part(member).order_by().values("pk"))
        hidden = models.Q(is_private=True)
        if member.sees_named_matters_only:
            hidden |= models.Q(matter=None)
        return self.filter(~hidden | mine)


class Event(FirmModel):
    """Something with a time: a hearing, a meeting, a call. With a rule it is a series; with a parent, an exception of one.

    `starts_at` and `ends_at` are instants; `zone` says in whose clock they were meant, and a series keeps that clock over
    changes to and from daylight saving time. All day: `starts_on` to `ends_on` (last day), and the instants are midnights
    of the zone.
    """

    class Kind(models.TextChoices):
        HEARING = "hearing", "Hearing"
        TRIAL = "trial", "Trial"
        COURT_OTHER = "court_other", "Other court date"
        DEPOSITION = "deposition", "Deposition"
        MEDIATION = "mediation", "Mediation"
        MEETING = "meeting", "Meeting"
        CONSULTATION = "consultation", "Consultation"
        CALL = "call", "Call"
        TRAVEL = "travel", "Travel"
        FOCUS = "focus", "Focus time"
        ABSENCE = "absence", "Away"
        OTHER = "other", "Other"

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        TENTATIVE = "tentative", "Tentative"
        CANCELLED = "cancelled", "Cancelled"

    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    title = models.CharField(max_length=200)
    kind = models.CharField("type", max_length=12, choices=Kind, default=Kind.MEETING)
    state = models.CharField(max_length=10, choices=State, default=State.CONFIRMED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64, help_text="IANA name of the clock in which the times are meant.")
    all_day = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="Last day.")
    location = models.CharField(max_length=300, blank=True)
    remote_link = models.URLField(max_length=500, blank=True)
    court = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=60, blank=True, help_text="Department or courtroom.")
    judge = models.CharField(max_length=120, blank=True)
    hearing_type = models.CharField(max_length=120, blank=True)
    appearance_required = models.BooleanField(default=False)
    travel_before = models.PositiveIntegerField(default=0, help_text="Seconds on the way there.")
    travel_after = models.PositiveIntegerField(default=0, help_text="Seconds on the way back.")
    room = FirmForeignKey("calendar_app.Room", null=True, blank=True, related_name="events")
    is_private = models.BooleanField(default=False, help_text="Others see busy time and nothing else.")
    note = models.TextField(blank=True)
    rrule = models.CharField(max_length=200, blank=True, help_text="RFC 5545, without its prefix.")
    repeats_until = models.DateTimeField(
        null=True, blank=True, help_text="End of the last instance; empty while the series has no end."
    )
    exdates = ArrayField(
        models.DateTimeField(), default=list, blank=True, help_text="Starts of the instances taken out."
    )
    parent = FirmForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="exceptions"
    )
    recurrence_id = models.DateTimeField(
        null=True, blank=True, help_text="Start of the instance that this one stands for."
    )
    organizer = FirmForeignKey("accounts.Member", related_name="events_held", help_text="Whose event it is.")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+", help_text="Who entered it.")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    set_by = FirmForeignKey(
        "accounts.Member",
        null=True,
        related_name="+",
        help_text="Who set the time as it stands: never who verifies it.",
    )
    verified_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    uid = models.CharField(
        max_length=255, default="", blank=True, help_text="iCalendar UID, the same for a series."
    )
    sequence = models.PositiveIntegerField(
        default=0, help_text="iCalendar SEQUENCE: changes of time or place."
    )
    about_kind = models.CharField(
        max_length=20, blank=True, help_text="What put it here: trip_leg, booking, deposition."
    )
    about_id = models.BigIntegerField(null=True, blank=True)

    objects = firm_manager(EventQuerySet)()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["firm", "starts_at", "ends_at"], name="event_by_time"),
            models.Index(fields=["firm", "matter", "starts_at"], name="event_of_matter"),
            models.Index(fields=["firm", "starts_at"], name="event_series", condition=~models.Q(rrule="")),
            models.Index(fields=["firm", "about_kind", "about_id"], name="event_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(all_day=False, starts_on__isnull=True, ends_on__isnull=True)
                | models.Q(all_day=True, starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="event_days_or_times",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, recurrence_id__isnull=True)
                | models.Q(parent__isnull=False, recurrence_id__isnull=False, rrule=""),
                name="event_exception_of_a_series",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_by__isnull=True)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
                name="event_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True) | models.Q(kind__in=COURT_KINDS),
                name="event_verified_is_of_a_court",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="event_has_a_title"),
            models.UniqueConstraint(fields=["firm", "parent", "recurrence_id"], name="event_exception_once"),
            models.UniqueConstraint(
                fields=["firm", "uid"], condition=models.Q(parent=None), name="event_uid_once"
            ),
            Trigger(name="calendar_event_instance", when="BEFORE INSERT OR UPDATE", body=ONE_INSTANCE),
            NeedsApproval(
                kind="court_date",
                op="INSERT OR UPDATE OF verified_at",
                when="NEW.verified_at IS NOT NULL",
                name="calendar_event_decided",
            ),
            Trigger(name="calendar_event_verified", when="BEFORE UPDATE OR DELETE", body=VERIFIED),
            Trigger(name="calendar_event_follow", when="AFTER UPDATE OF matter_id", body=FOLLOW),
            Trigger(
                name="calendar_event_room",
                when="AFTER INSERT OR UPDATE OF room_id, starts_at, ends_at, state, rrule",
                body=HOLDS_ROOM,
            ),
            IndexedText(
                name="calendar_event_titles",
                kind="event",
                columns=["title"],
                matter="matter_id",
                unless="NEW.is_private OR NEW.parent_id IS NOT NULL OR NEW.state = 'cancelled'",
            ),
            BusyTimes(name="calendar_busy"),
            OutlineOfDays(name="calendar_outline"),
        ]

    def __str__(self):
        # What histories, refusals and lists call it.
        return "Private event" if self.is_private else self.title

    def save(self, *args, **kwargs):
        if not self.uid:
            self.uid = f"{uuid.uuid4()}@bailiwick"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("event_detail", args=[self.pk])

    @property
    def is_court(self) -> bool:
        """Whether it is a hearing, a trial or another appointment of a court."""
        return self.kind in COURT_KINDS

    @property
    def further_days(self) -> datetime.timedelta:
        """From its first day to its last: nothing for one day, and for what has times instead of days."""
        if self.starts_on is None or self.ends_on is None:
            return datetime.timedelta()
        return self.ends_on - self.starts_on

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state == self.State.CANCELLED

    @property
    def is_unverified(self) -> bool:
        """Whether a second person still has to verify this court date."""
        return self.is_court and self.verified_at is None and not self.is_cancelled
