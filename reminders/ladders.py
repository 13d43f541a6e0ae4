"""Kinds of things that are reminded of, and the usual ladder of each: when, how and whom.

A firm's own ladder (reminders.models.Ladder) takes the place of the usual one; an object's own rungs
(reminders.models.OwnRungs) take the place of both.
"""

from dataclasses import dataclass, field
from datetime import time

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a ladder is for."""

    COURT = "court", "Court deadline"
    STATUTE = "statute", "Limitation date"
    INTERNAL = "internal", "Internal deadline"
    HEARING = "hearing", "Hearing"
    TRIAL = "trial", "Trial"
    DEPOSITION = "deposition", "Deposition"
    MEETING = "meeting", "Meeting or call"
    CONSULTATION = "consultation", "Consultation"
    TRIP = "trip", "Trip"
    TASK = "task", "Task"


class Who(TextChoices):
    """Who is reminded, by their part in the thing."""

    OWNER = "owner", "Whose it is"
    ATTENDEES = "attendees", "Attendees"
    BACKUP = "backup", "Backup"
    SECRETARY = "secretary", "Supporting secretary"
    SUPERVISING = "supervising", "Supervising attorney"


# Parts that are not chosen: they follow from an absence, from escalation, or from the firm's rule on clients.
SUBSTITUTE, CLIENT = "substitute", "client"
# Whoever asked to be reminded of the thing without a part in it.
ASKED = "asked"
PARTS = {**dict(Who.choices), SUBSTITUTE: "Substitute", CLIENT: "Client", ASKED: "Asked for it"}

DAYS_AT_MOST = 400
MINUTES_AT_MOST = 1440
RUNGS_AT_MOST = 12


@dataclass(frozen=True)
class Rungs:
    """A ladder: days before (0 is the morning of the day), minutes before, the local hour of the days, channels, people.

    `escalate_days` are the days before on which a critical date that nobody has acknowledged, or a court's date that
    nobody has verified, goes to the supervising attorney and the backup.
    """

    days: tuple[int, ...]
    minutes: tuple[int, ...] = ()
    who: tuple[str, ...] = (Who.OWNER.value,)
    at: time = time(8)
    by_mail: bool = True
    in_product: bool = True
    escalate_days: tuple[int, ...] = ()
    is_on: bool = True
    # {rung: ISO instant since when it is on the ladder}: one added today says nothing of yesterday.
    since: dict[str, str] = field(default_factory=dict, compare=False)


_DATED = (Who.OWNER.value, Who.BACKUP.value, Who.SECRETARY.value)
_ALL = (*_DATED, Who.SUPERVISING.value)
_ALL_AT_COURT = (Who.OWNER.value, Who.ATTENDEES.value, Who.SECRETARY.value, Who.SUPERVISING.value)
_MET = (Who.OWNER.value, Who.ATTENDEES.value, Who.SECRETARY.value)

USUAL: dict[str, Rungs] = {
    Kind.COURT.value: Rungs((30, 14, 7, 3, 1, 0), who=_DATED, escalate_days=(7, 3, 1)),
    Kind.STATUTE.value: Rungs((90, 60, 30, 14, 7, 3, 1, 0), who=_ALL, escalate_days=(30, 14, 7, 3, 1)),
    Kind.INTERNAL.value: Rungs((3, 1, 0), who=(Who.OWNER.value,)),
    Kind.HEARING.value: Rungs((14, 7, 3, 1, 0), (60,), who=_MET, escalate_days=(3, 1)),
    Kind.TRIAL.value: Rungs((90, 60, 30, 14, 7, 3, 1, 0), who=_ALL_AT_COURT, escalate_days=(14, 7, 3)),
    Kind.DEPOSITION.value: Rungs((14, 7, 3, 1, 0), (60,), who=_MET),
    Kind.MEETING.value: Rungs((0,), (15,), who=(Who.OWNER.value, Who.ATTENDEES.value)),
    Kind.CONSULTATION.value: Rungs((1, 0), (15,), who=_MET),
    Kind.TRIP.value: Rungs((7, 1, 0), (180,), who=_MET),
    Kind.TASK.value: Rungs((1, 0), who=(Who.OWNER.value,)),
}
