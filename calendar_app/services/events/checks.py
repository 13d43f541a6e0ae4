"""What an event must be before it is written: its title, its matter, its times, its rule."""

import datetime

from django.utils import timezone

from accounts.models import Member
from accounts.queries import zone_of
from calendar_app.models import COURT_KINDS, Event, Room
from calendar_app.recurrence import end_of, local_of, placed
from matters.models import Matter
from practice.exceptions import DomainError
from practice.rrules import clean_rule
from practice.zones import zone_names

DETAILS = (
    "location",
    "remote_link",
    "court",
    "department",
    "judge",
    "hearing_type",
    "appearance_required",
    "travel_before",
    "travel_after",
    "is_private",
    "note",
    "about_kind",
    "about_id",
)
LONGEST = datetime.timedelta(days=366)


def default_zone(room: Room | None = None, owner: Member | None = None) -> str:
    """The clock in which a new event is meant: the room's office's, else its owner's, else the one that is active."""
    if room is not None and room.office_id and room.office.time_zone:
        return room.office.time_zone
    return zone_of(owner) if owner is not None else timezone.get_current_timezone_name()


def _times(event: Event) -> None:
    """Make instants, days and zone agree. Raises DomainError for a time that cannot be."""
    if event.zone not in zone_names():
        raise DomainError("There is no such time zone.", field="zone")
    if event.starts_on is not None:
        event.ends_on = event.ends_on or event.starts_on
        if event.ends_on < event.starts_on:
            raise DomainError("It ends before it starts.", field="ends_on")
        event.all_day = True
        midnight = datetime.time()
        event.starts_at = placed(datetime.datetime.combine(event.starts_on, midnight), event.zone)
        after = event.ends_on + datetime.timedelta(days=1)
        event.ends_at = placed(datetime.datetime.combine(after, midnight), event.zone)
    else:
        event.all_day, event.ends_on = False, None
        if event.starts_at is None or event.ends_at is None:
            raise DomainError("Say when it starts and ends.", field="starts_at")
        if event.ends_at <= event.starts_at:
            raise DomainError("It ends before it starts.", field="ends_at")
    if event.ends_at - event.starts_at > LONGEST:
        raise DomainError("An event lasts a year at most.", field="ends_at")


def repetition(event: Event) -> None:
    """Make the rule clean and note where it ends."""
    if event.parent_id:
        event.rrule, event.repeats_until = "", None
        return
    event.rrule = clean_rule(event.rrule, start=local_of(event.starts_at, event.zone).date())
    event.repeats_until = (
        end_of(event.rrule, starts_at=event.starts_at, ends_at=event.ends_at, zone=event.zone)
        if event.rrule
        else None
    )


def check_event(event: Event) -> None:
    """Make the fields of an event agree. Raises DomainError for what no event can be."""
    event.title = " ".join(event.title.split())[:200]
    if not event.title:
        raise DomainError("Give it a title.", field="title")
    if event.matter is not None and event.matter.state == Matter.State.DECLINED:
        raise DomainError(f"{event.matter.number} was declined.", field="matter")
    if event.kind not in COURT_KINDS:
        event.court = event.department = event.judge = event.hearing_type = ""
        event.appearance_required = False
        event.verified_at = event.verified_by = None
    elif event.matter is None:
        raise DomainError("Say of which matter the court date is.", field="matter")
    _times(event)
    repetition(event)
