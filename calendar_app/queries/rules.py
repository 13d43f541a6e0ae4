"""The door to court_rules: which rule sets there are, and which dates they give. One query for the firm's packs, one for closures."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from court_rules import calendars
from court_rules.engine import Result, Undated, compute, count, either, pack_of, undated
from court_rules.packs import Pack
from court_rules.queries import closures_of, court_calendars, own_packs, packs_for
from court_rules.text import RuleError
from matters.models import Matter

# Kinds of rules beside deadlines: before that day nothing may be done; on that day something ends by itself.
KIND_WORDS = {"earliest": "Not before", "expiry": "Runs out by itself"}
UNITS = {
    "days": "calendar days",
    "court_days": "court days",
    "weeks": "weeks",
    "months": "months",
    "years": "years",
    "hours": "hours",
}
DIRECTIONS = {"after": "after", "before": "before"}
# Of two counts, which one holds; and the key of the event that the second count starts from.
TAKES = {"latest": "later", "earliest": "earlier"}
SECOND = "second"


@dataclass(frozen=True)
class Facts:
    """What a chain is counted from. `pack` is the key of a rule set, or of a calendar for a count of days; `court` the matter's,
    which may be closed by order when others are not.
    """

    pack: str
    kind: str
    on: datetime.date
    at: datetime.datetime | None = None
    service: str = ""
    state: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    court: str = ""
    # The days of further events that a rule takes the later or earlier of, by their keys; an instant where there is one.
    dates: Mapping[str, datetime.date | datetime.datetime] = field(default_factory=dict)

    @property
    def rules(self) -> Pack | None:
        """The rule set in the version of the day, as the firm has it; None for a calendar or one that is gone."""
        try:
            return pack_of(self.pack, self.on, own_packs())
        except RuleError:
            return None

    @property
    def moment(self) -> datetime.date | datetime.datetime:
        """What is counted from: the instant where the hour counts, else the day."""
        return self.moment_in(self.rules)

    def moment_in(self, pack: Pack | None) -> datetime.date | datetime.datetime:
        """The same by a rule set that is at hand. No query."""
        event = pack.triggers.get(self.kind) if pack else None
        return timezone.localtime(self.at) if self.at and event and event.time else self.on

    @property
    def kind_label(self) -> str:
        """What the event is called in the rule set."""
        rules = self.rules
        event = rules.triggers.get(self.kind) if rules else None
        return event.title if event else self.kind

    @property
    def service_label(self) -> str:
        """How the papers were served, in words."""
        return service_word(self.pack, self.service)


@dataclass(frozen=True)
class Free:
    """A count without a rule: so many days, weeks … after or before the event, by a calendar of court holidays.

    With `take` (latest or earliest) the date is the later or earlier of it and of `other`, a count from a second event.
    """

    n: int
    unit: str
    direction: str
    calendar: str = calendars.FEDERAL
    take: str = ""
    other: "Free | None" = None

    def as_json(self) -> dict[str, Any]:
        """As a deadline keeps it."""
        own = {"n": self.n, "unit": self.unit, "direction": self.direction}
        return own | ({"take": self.take, "other": self.other.as_json()} if self.other else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any], calendar: str) -> "Free":
        """From what a deadline keeps."""
        other = cls.from_json(data["other"], calendar) if data.get("other") else None
        place = calendar or calendars.FEDERAL
        return cls(int(data["n"]), data["unit"], data["direction"], place, data.get("take", ""), other)

    def __str__(self) -> str:
        unit = UNITS[self.unit]
        own = f"{self.n} {unit[:-1] if self.n == 1 else unit} {self.direction}"
        return f"{own}, or {self.other} a second event, the {TAKES[self.take]}" if self.other else own


@dataclass(frozen=True)
class Counted:
    """A date of a chain. `due_on` is None when the rule gives none, and `problem` says why."""

    rule_id: str
    title: str
    authority: str
    text: str = ""
    kind: str = "court"
    critical: bool = False
    due_on: datetime.date | None = None
    due_at: datetime.datetime | None = None
    earliest_on: datetime.date | None = None
    latest_on: datetime.date | None = None
    derivation: dict[str, Any] = field(default_factory=dict)
    pack: str = ""
    version: str = ""
    calendar: str = ""
    party: str = ""
    label: str = ""
    problem: str = ""

    def columns(self, facts: Facts) -> dict[str, Any]:
        """The columns of a deadline that tell how its date was counted."""
        return {
            "rule_id": self.rule_id,
            "pack": self.pack,
            "pack_version": self.version,
            "calendar": self.calendar,
            "service_method": facts.service,
            "state": facts.state,
            "derivation": self.derivation,
            "due_at": self.due_at,
            "earliest_on": self.earliest_on,
            "latest_on": self.latest_on,
        }


def rule_sets() -> dict[str, Pack]:
    """{key: rule set} that the firm may count by today: those that are shipped and its own. One query."""
    return packs_for()


def calendar_choices() -> list[tuple[str, str]]:
    """The calendars of court holidays, for pickers."""
    return list(court_calendars().items())


def service_word(pack: str, method: str) -> str:
    """A way of service in the words of its rule set."""
    if not method:
        return ""
    found = rule_sets().get(pack)
    return found.methods().get(method, method) if found else method


def likely_pack(matter: Matter) -> str:
    """The rule set that a matter's dates most likely follow: that of its newest trigger, else by its court; "" if unknown."""
    last = matter.triggers.order_by("-id").values_list("jurisdiction", flat=True).first()  # type: ignore[attr-defined]
    known = rule_sets()
    if last in known:
        return last
    said = f"{matter.court} {matter.jurisdiction}".lower()
    if re.search(r"bankruptcy", said):
        wanted = ("frbp", "us.federal")
    elif re.search(r"circuit|court of appeals for the", said):
        wanted = ("frap", "us.federal")
    elif re.search(r"u\.? ?s\.? district|federal|\b[nsewc]\. ?d\.", said):
        wanted = ("frcp", "us.federal")
    elif re.search(r"superior|california|calif", said):
        wanted = ("ccp", "us.ca")
    else:
        return ""
    same = [key for key, pack in known.items() if pack.calendar == wanted[1]]
    named = [key for key in same if wanted[0] in key]
    return (named or same or [""])[0]


def likely_calendar(matter: Matter) -> str:
    """The calendar of court holidays that a matter's court most likely keeps."""
    found = rule_sets().get(likely_pack(matter))
    return found.calendar if found else calendars.FEDERAL


class Known:
    """The firm's own rule sets and the closures of courts, each read once for as many counts as are made with it."""

    def __init__(self) -> None:
        self._closed: dict[tuple[str, str], Any] = {}

    @cached_property
    def own(self):
        """The firm's own rule sets."""
        return own_packs()

    def closed(self, calendar: str, court: str):
        """The days on which a court that keeps the calendar is closed by order."""
        if (calendar, court) not in self._closed:
            self._closed[calendar, court] = closures_of(calendar, court)
        return self._closed[calendar, court]


def chain(facts: Facts, known: Known | None = None) -> list[Counted]:
    """Every date that follows from the event by its rule set, by day. Raises RuleError for an event it does not know."""
    known = known or Known()
    own = known.own
    pack = pack_of(facts.pack, facts.on, own)
    results = compute(
        f"{facts.pack}.{facts.kind}",
        facts.moment_in(pack),
        service=facts.service,
        state=facts.state,
        closed=known.closed(pack.calendar, facts.court),
        packs=own,
        choices=facts.choices,
        dates={key: _moment(pack, key, day) for key, day in facts.dates.items() if key in pack.triggers},
    )
    return sorted((_counted(one, pack.calendar) for one in results), key=lambda one: str(one.due_on))


def undated_of(facts: Facts) -> list[Undated]:
    """What the rules of the event ask for without a day that could be counted; none for an event they do not know."""
    if not facts.pack or not facts.kind:
        return []
    try:
        return undated(f"{facts.pack}.{facts.kind}", facts.moment, packs=own_packs(), choices=facts.choices)
    except RuleError:
        return []


def _moment(
    pack: Pack, key: str, day: datetime.date | datetime.datetime
) -> datetime.date | datetime.datetime:
    """The day of a further event, or its instant where the rule set counts from the hour."""
    if not isinstance(day, datetime.datetime):
        return day
    here = timezone.localtime(day)
    return here if pack.triggers[key].time else here.date()


def free(facts: Facts, wanted: Free, known: Known | None = None) -> Counted:
    """The date that a bare count of days gives. Without one, `problem` says why."""
    closed = (known or Known()).closed(wanted.calendar, facts.court)

    def one(part: Free, moment: datetime.date | datetime.datetime) -> Result:
        hours = part.unit == "hours"
        if isinstance(moment, datetime.datetime):
            moment = timezone.localtime(moment) if hours else timezone.localtime(moment).date()
        return count(
            part.n, part.unit, part.direction, moment, part.calendar, closed, state=facts.state
        )  # fmt: skip

    second = facts.dates.get(SECOND)
    try:
        found = one(wanted, facts.at if facts.at and wanted.unit == "hours" else facts.on)
        if wanted.other is not None and second is not None:
            found = either(found, one(wanted.other, second), wanted.take)
    except RuleError as error:
        return Counted("", str(wanted), "", problem=error.message)
    return replace(_counted(found, wanted.calendar), title=str(wanted))


def _counted(result: Result, calendar: str) -> Counted:
    return Counted(
        rule_id=result.rule,
        title=result.title,
        authority=(result.citations[0] if result.citations else "")[:120],
        text=result.note,
        critical=result.critical,
        due_on=_day(result.due),
        due_at=result.due if isinstance(result.due, datetime.datetime) else None,
        earliest_on=_day(result.earliest),
        latest_on=_day(result.latest),
        derivation=result.as_json(),
        pack=result.pack,
        version=result.version,
        calendar=calendar,
        party=result.party,
        label=KIND_WORDS.get(result.kind, ""),
    )


def _day(value: datetime.date | datetime.datetime | None) -> datetime.date | None:
    return value.date() if isinstance(value, datetime.datetime) else value
