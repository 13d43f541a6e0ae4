"""What a firm counts by: shipped packs and its own, for the engine and for pickers; closures of its courts; jurisdictions."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from court_rules import calendars
from court_rules.models import CourtClosure, FirmPack, FirmPackVersion
from court_rules.packs import Count, Pack, Rule, build, shipped
from court_rules.packs.loading import FOLDER
from court_rules.packs.pack import LAST, Span
from court_rules.text import read

_DAY = datetime.timedelta(days=1)
# Versions in force never change, so that each is built once in a process: (id, when it came into force) → pack.
_BUILT: dict[tuple[int, datetime.datetime], Pack] = {}
_MOST = 500


@dataclass(frozen=True)
class RuleChoice:
    """A rule as a picker offers it. `id` is what the engine takes: PACK.RULE."""

    id: str
    title: str
    cite: str
    pack: str
    pack_title: str
    trigger: str
    own: bool = False


@dataclass(frozen=True)
class Jurisdiction:
    """Courts that keep one calendar: its key, its name, the packs that count by it."""

    key: str
    name: str
    packs: tuple[Pack, ...]


def own_packs() -> list[Pack]:
    """The firm's packs in every version that is or was in force, newest first, as `compute(packs=…)` takes them.

    Each holds for its own span of days, so that an old event keeps its old rule. One query, two when a version is new to
    this process.
    """
    rows = list(
        FirmPackVersion.objects.filter(
            state=FirmPackVersion.State.IN_FORCE, pack__archived_at=None, in_force_at__isnull=False
        )
        .order_by("-effective_from", "-id")
        .values_list("id", "in_force_at", "effective_from", "effective_until")
    )
    missing = [pk for pk, at, _, _ in rows if (pk, at) not in _BUILT]
    if missing:
        if len(_BUILT) > _MOST:
            _BUILT.clear()
        for pk, at, content in FirmPackVersion.objects.filter(pk__in=missing).values_list(
            "id", "in_force_at", "content"
        ):
            _BUILT[pk, at] = build(content, trusted=True)
    return [replace(_BUILT[pk, at], span=Span(start, end or LAST)) for pk, at, start, end in rows]


def packs_for(day: datetime.date | None = None) -> dict[str, Pack]:
    """{key: pack} that the firm in scope may count by on `day` (today unless given): those that are shipped, and its own."""
    day = day or timezone.localdate()
    return {**shipped(), **{pack.key: pack for pack in own_packs() if day in pack.span}}


def rules(text: str = "", *, calendar: str = "", limit: int = 40) -> list[RuleChoice]:
    """Rules for pickers, own ones first: those with all words of `text` in their title, citation, event or pack's title."""
    words = text.lower().split()
    found = []
    ours = set(FirmPack.objects.values_list("key", flat=True))
    for pack in sorted(packs_for().values(), key=lambda pack: (pack.key not in ours, pack.title)):
        if calendar and pack.calendar != calendar:
            continue
        for rule in pack.rules.values():
            event = pack.event_of(rule.key).title
            line = f"{rule.title} {rule.cite} {event} {pack.title} {rule.key}".lower()
            if all(word in line for word in words):
                found.append(
                    RuleChoice(
                        f"{pack.key}.{rule.key}",
                        rule.title,
                        rule.cite,
                        pack.key,
                        pack.title,
                        event,
                        pack.key in ours,
                    )
                )
                if len(found) >= limit:
                    return found
    return found


def closures_of(jurisdiction: str, court: str = "") -> dict[datetime.date, str]:
    """{day: why} on which the courts that keep the calendar `jurisdiction` are closed by order, as `closed=` takes it.

    Closures of all its courts, and of `court` alone when it is named (capitals do not matter). Only what an attorney confirmed.
    """
    rows = CourtClosure.objects.standing().filter(jurisdiction=jurisdiction)
    wanted = " ".join(court.lower().split())
    found: dict[datetime.date, str] = {}
    for row in rows:
        if row.court and " ".join(row.court.lower().split()) != wanted:
            continue
        for n in range((row.ends_on - row.starts_on).days + 1):
            found[row.starts_on + n * _DAY] = row.name
    return found


def jurisdictions() -> list[Jurisdiction]:
    """Courts by the calendar they keep, with the packs that count by it; those without a pack too. By name."""
    by_calendar: dict[str, list[Pack]] = {key: [] for key in court_calendars()}
    for pack in packs_for().values():
        by_calendar.setdefault(pack.calendar, []).append(pack)
    found = [
        Jurisdiction(key, calendars.calendar(key).title, tuple(sorted(packs, key=lambda pack: pack.title)))
        for key, packs in by_calendar.items()
    ]
    return sorted(found, key=lambda one: one.name)


def court_calendars() -> dict[str, str]:
    """{key: title} of the calendars that courts keep; what a state declares for Rule 6(a)(6)(C) is no court's calendar."""
    return {key: title for key, title in calendars.names().items() if not key.endswith((".state", ".open"))}


def raw_of(key: str) -> dict[str, Any]:
    """The data of a shipped pack as its file says it. Raises KeyError for an unknown one."""
    if key not in shipped():
        raise KeyError(key)
    return read((FOLDER / f"{key}.yaml").read_text(), "pack")


def text_of(key: str) -> str:
    """The file of a shipped pack. Raises KeyError for an unknown one."""
    if key not in shipped():
        raise KeyError(key)
    return (FOLDER / f"{key}.yaml").read_text()


# Rules in words, for tables of rules.

_UNITS = {
    "days": "day", "court_days": "court day", "weeks": "week", "months": "month", "years": "year", "hours": "hour",
}  # fmt: skip
KINDS = {"deadline": "Deadline", "earliest": "Earliest day", "expiry": "Ends by itself"}


def period_words(count: int, unit: str, before: bool) -> str:
    """“16 court days before”, “1 month after”."""
    name = _UNITS.get(unit, unit)
    return f"{count} {name if count == 1 else name + 's'} {'before' if before else 'after'}"


def _asked_words(count: Count) -> str:
    """“as many days after as ordered”, for a count whose number is asked for."""
    names = _UNITS.get(count.unit, count.unit) + "s"
    return f"as many {names} {'before' if count.before else 'after'} as ordered"


def rule_words(rule: Rule, pack: Pack) -> Iterator[tuple[str, str]]:
    """The periods of a rule as (words, when they hold): (“81 days before”, “from Jan 1, 2025”, “Chapter 13”)."""
    for period in rule.periods:
        counts = [
            (_asked_words(one) if one.asked else period_words(one.count, one.unit, one.before))
            + (f" ({_lower(one.title)})" if period.take and one.title else "")
            for one in period.counts
        ]
        if period.says:
            counts = ["no day"]
        said = f"the {'earlier' if period.take == 'earliest' else 'later'} of: " if period.take else ""
        when = []
        if period.span.start.year > 1:
            when.append(f"from {_short(period.span.start)}")
        if period.span.end.year < 9999:
            when.append(f"until {_short(period.span.end)}")
        when += [dict(pack.choices[key].options).get(value, value) for key, value in period.when]
        yield said + "; ".join(counts), ", ".join(when)


def _lower(text: str) -> str:
    """With a small first letter, unless the first word is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _short(day: datetime.date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


@dataclass(frozen=True)
class Line:
    """A rule in a table of rules."""

    rule: Rule
    periods: tuple[tuple[str, str], ...]
    schemes: tuple[str, ...]
    kind: str
    examples: int
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """The rules that hang on one event, with those that hang on them."""

    key: str
    title: str
    note: str
    lines: tuple[Line, ...]


def groups_of(pack: Pack, failures: Iterable[Any] = ()) -> list[Group]:
    """The rules of a pack by their event, in the pack's order."""
    failed: dict[str, list[str]] = {}
    for one in failures:
        failed.setdefault(one.rule, []).append(one.message)
    examples = examples_by_rule(pack.tests)
    groups = []
    for event in pack.triggers.values():
        chain = pack.chain(event.key)
        if chain:
            lines = tuple(_line(rule, pack, examples, failed) for rule in chain)
            groups.append(Group(event.key, event.title, event.note, lines))
    return groups


def examples_by_rule(tests: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many worked examples say a day for each rule."""
    found: dict[str, int] = {}
    for test in tests:
        for key in {test["rule"], *test.get("results", ())}:
            found[key] = found.get(key, 0) + 1
    return found


def _line(rule: Rule, pack: Pack, examples: Mapping[str, int], failed: Mapping[str, list[str]]) -> Line:
    schemes = {count.scheme for period in rule.periods for count in period.counts if count.scheme}
    return Line(
        rule,
        tuple(rule_words(rule, pack)),
        tuple(sorted(schemes)),
        KINDS[rule.kind],
        examples.get(rule.key, 0),
        tuple(failed.get(rule.key, ())),
    )
