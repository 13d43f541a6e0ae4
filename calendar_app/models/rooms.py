"""Rooms, and the times at which events hold them."""

from django.db import models

from calendar_app.models.attendees import OF_ITS_EVENT
from practice.constraints import NoOverlap, Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class RoomQuerySet(FirmQuerySet):
    def open(self):
        """Rooms that can be booked."""
        return self.filter(is_active=True)


class Room(FirmModel):
    """A room of an office that events are held in."""

    office = FirmForeignKey(
        "practice.Office", null=True, blank=True, on_delete=models.SET_NULL, related_name="rooms"
    )
    name = models.CharField(max_length=80)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, help_text="Screen, phone, how to get in.")
    is_active = models.BooleanField(default=True)

    objects = firm_manager(RoomQuerySet)()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "office", "name"], nulls_distinct=False, name="room_name_once"
            )
        ]

    def __str__(self):
        return self.name


class RoomTime(FirmModel):
    """One stretch of time in which an event holds a room; PostgreSQL lets no two of a room overlap.

    A single event has one row, written by a trigger with it. A series has one row for each instance as far ahead as rooms
    are kept (services.rooms), carried on each night.
    """

    event = FirmForeignKey("calendar_app.Event", on_delete=models.CASCADE, related_name="room_times")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    room = FirmForeignKey(Room, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="room_time_has_length"
            ),
            NoOverlap(column="room_id", name="calendar_room_once"),
            Trigger(
                name="calendar_roomtime_matter",
                when="BEFORE INSERT OR UPDATE OF event_id",
                body=OF_ITS_EVENT,
            ),
        ]

    def __str__(self):
        return f"room {self.room_id} from {self.starts_at}"
