"""What a ladder would send for a made-up thing."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import Member
from reminders.ladders import Kind, Rungs, Who
from reminders.plan import Thing, rung_words, steps
from reminders.queries.people import person_of, preferences_of

AT = datetime.time(9, 30)


@dataclass(frozen=True)
class Sampled:
    """One line of the preview: when it is told, which rung, to whom, how."""

    at: datetime.datetime
    rung: str
    who: str
    how: str
    escalated: bool


def sample(kind: str, ladder: Rungs, day: datetime.date, member: Member) -> list[Sampled]:
    """What the ladder would tell of something of that kind on `day` (at 9:30, where it has an hour), in the member's clock."""
    zone: ZoneInfo = person_of(preferences_of(member), member).zone
    person = person_of(preferences_of(member), member)
    timed = kind not in (Kind.COURT, Kind.STATUTE, Kind.INTERNAL, Kind.TASK)
    occurs: datetime.date = datetime.datetime.combine(day, AT, tzinfo=zone) if timed else day
    thing = Thing("sample", 0, kind, "Sample", occurs, datetime.datetime(2000, 1, 1, tzinfo=zone))
    who = ", ".join(Who(one).label for one in ladder.who)
    both = [part for part, on in (("e-mail", ladder.by_mail), ("product", ladder.in_product)) if on]
    found = [
        Sampled(step.at.astimezone(zone), rung_words(step.rung), who, " and ".join(both), False)
        for step in steps(thing, ladder, person)
    ]
    found += [
        Sampled(
            step.at.astimezone(zone),
            rung_words(step.rung),
            "Supervising attorney, Backup",
            "e-mail and product",
            True,
        )
        for step in steps(thing, ladder, person, escalated=True)
    ]
    return sorted(found, key=lambda one: one.at)
