"""When a thing is to be reminded of: pure reckoning, no database and no clock.

A rung is a key: `d7` seven days before, `d0` the morning of the day, `m15` fifteen minutes before the start, `e3` escalated
three days before. Hours are those of the person's zone; zoneinfo knows the changes to and from daylight saving time.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from reminders.ladders import Rungs

DAY = timedelta(days=1)
# A reminder that goes out later than this says so.
LATE_AFTER = timedelta(hours=1)
# On the day itself a reminder comes at the ladder's hour, or this long before a thing that starts earlier.
BEFORE_AN_EARLY_START = timedelta(hours=1)


@dataclass(frozen=True)
class Thing:
    """What is reminded of, as a source tells it.

    `occurs` is a date, or an instant for what has a start; `due_at` the hour of a date that has one. `people` maps a part
    (ladders.Who) to the ids of the members who have it, `answers` are those who answer for the matter when all of them have
    left. `since` is when it got this date: rungs that had passed by then are not sent. `pressing` says that nobody has
    acknowledged or verified it yet, so that it is escalated.
    """

    source: str
    pk: int
    kind: str
    title: str
    occurs: date | datetime
    since: datetime
    url_name: str = ""
    matter_id: int | None = None
    matter_number: str = ""
    matter_name: str = ""
    people: dict[str, tuple[int, ...]] = field(default_factory=dict)
    answers: tuple[int, ...] = ()
    contacts: tuple[int, ...] = ()
    critical: bool = False
    pressing: str = ""
    private: bool = False
    place: str = ""
    due_at: datetime | None = None
    zone: str = ""

    @property
    def url(self) -> str:
        """The path of its page."""
        return reverse(self.url_name, args=[self.pk])

    @property
    def timed(self) -> bool:
        """Whether it has an hour."""
        return isinstance(self.occurs, datetime)

    @property
    def occurrence(self) -> str:
        """The day or instant as the claim keeps it."""
        if isinstance(self.occurs, datetime):
            return self.occurs.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
        return self.occurs.isoformat()

    @property
    def key(self) -> tuple[str, int, str]:
        return (self.source, self.pk, self.occurrence)

    def day(self, zone: ZoneInfo) -> date:
        """Its day on the calendar of that zone."""
        return self.occurs.astimezone(zone).date() if isinstance(self.occurs, datetime) else self.occurs

    def is_over(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether its start, or its whole day, has passed."""
        if isinstance(self.occurs, datetime):
            return self.occurs <= now
        return self.occurs < now.astimezone(zone).date()


@dataclass(frozen=True)
class Person:
    """How one member (or client) is told: zone, quiet hours, mail."""

    zone: ZoneInfo
    quiet_from: time | None = None
    quiet_until: time | None = None
    by_mail: bool = True
    mail_when_away: bool = True


@dataclass(frozen=True)
class Step:
    """One rung with its moment: `wanted` by the ladder, `at` after quiet hours. With `left_out` it is never told, and why."""

    rung: str
    wanted: datetime
    at: datetime
    left_out: str = ""


@dataclass(frozen=True)
class Told:
    """What is claimed now: a step that is told, or one that is left out with the reason."""

    step: Step
    late: bool = False
    missed: int = 0
    left_out: str = ""


def rungs_of(ladder: Rungs, *, timed: bool, escalated: bool = False) -> list[str]:
    """The rungs of a ladder for a thing with or without an hour, the earliest first."""
    if not ladder.is_on:
        return []
    days = sorted(set(ladder.escalate_days if escalated else ladder.days), reverse=True)
    letter = "e" if escalated else "d"
    found = [f"{letter}{n}" for n in days]
    if timed and not escalated:
        found += [f"m{n}" for n in sorted(set(ladder.minutes), reverse=True)]
    return found


def wanted_at(rung: str, thing: Thing, at: time, zone: ZoneInfo) -> datetime:
    """When the rung falls for somebody in `zone`, in UTC.

    A rung of days comes at the hour `at`, or before an earlier start. A wall clock time that a change to daylight saving
    skips comes an hour later by that clock, one that is repeated comes the first time (PEP 495, fold 0).
    """
    number = int(rung[1:])
    if rung[0] == "m":
        assert isinstance(thing.occurs, datetime)
        return (thing.occurs - timedelta(minutes=number)).astimezone(UTC)
    day = thing.day(zone) - number * DAY
    moment = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    if number == 0 and isinstance(thing.occurs, datetime):
        moment = min(moment, (thing.occurs - BEFORE_AN_EARLY_START).astimezone(UTC))
    return moment


def after_quiet(moment: datetime, person: Person) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into, in UTC. Hours over midnight are meant so."""
    start, end = person.quiet_from, person.quiet_until
    if start is None or end is None or start == end:
        return moment
    local = moment.astimezone(person.zone)
    clock, day = local.time().replace(tzinfo=None), local.date()
    if start < end:
        inside, last = start <= clock < end, day
    else:
        inside, last = clock >= start or clock < end, day + DAY if clock >= start else day
    if not inside:
        return moment
    return max(moment, datetime.combine(last, end, tzinfo=person.zone).astimezone(UTC))


def steps(
    thing: Thing,
    ladder: Rungs,
    person: Person,
    *,
    escalated: bool = False,
    near: tuple[date, date] | None = None,
) -> list[Step]:
    """Every rung of the thing for one person, in order of time; with `near` those wanted on days of this range alone.

    Quiet hours put a reminder off; not on the day itself when it is critical. One that would come after the start of a
    thing is left out.
    """
    found = []
    day = thing.day(person.zone) if near else date.min
    for rung in rungs_of(ladder, timed=thing.timed, escalated=escalated):
        if near and rung[0] != "m" and not near[0] <= day - int(rung[1:]) * DAY <= near[1]:
            continue
        wanted = wanted_at(rung, thing, ladder.at, person.zone)
        same_day = rung == "d0" or rung[0] == "m"
        at = wanted if thing.critical and same_day else after_quiet(wanted, person)
        left_out = "Quiet hours last until it starts" if at != wanted and _begun(thing, at, person) else ""
        found.append(Step(rung, wanted, at, left_out))
    return sorted(found, key=lambda step: (step.wanted, -int(step.rung[1:])))


def _begun(thing: Thing, at: datetime, person: Person) -> bool:
    return thing.is_over(at, person.zone)


def told_now(
    thing: Thing,
    planned: Iterable[Step],
    *,
    now: datetime,
    person: Person,
    known: Collection[str] = (),
    after: datetime | None = None,
    since: dict[str, str] | None = None,
) -> list[Told]:
    """Which of the steps are claimed now.

    Not those before their time, those already `known` (their rungs have a row), those wanted at or before the thing got its
    date or the rung came onto the ladder (`since`), or at or before `after`. When several have been missed, the last one
    tells them all and the others are left out. Of a start that is over nothing is told.
    """
    ripe = []
    for step in planned:
        on_ladder = (since or {}).get(step.rung)
        floor = max(moment for moment in (thing.since, after, _instant(on_ladder)) if moment is not None)
        if step.rung not in known and step.at <= now and step.wanted > floor:
            ripe.append(step)
    if not ripe:
        return []
    out = [Told(step, left_out=step.left_out) for step in ripe if step.left_out]
    good = [step for step in ripe if not step.left_out]
    if not good:
        return out
    if thing.timed and thing.is_over(now, person.zone):
        return out + [Told(step, left_out="It had begun before this could be sent") for step in good]
    *earlier, last = good
    out += [Told(step, left_out="Told with a later one") for step in earlier]
    return [*out, Told(last, late=now - last.at > LATE_AFTER, missed=len(earlier))]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def rung_words(rung: str) -> str:
    """The rung for people: "7 days before", "On the day", "15 minutes before"."""
    number = int(rung[1:])
    if rung[0] == "m":
        hours, rest = divmod(number, 60)
        if number and not rest:
            return f"{hours} hour{'s' if hours != 1 else ''} before"
        return f"{number} minute{'s' if number != 1 else ''} before"
    if number == 0:
        return "On the day"
    return f"{number} day{'s' if number != 1 else ''} before"
