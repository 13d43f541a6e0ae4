"""What the test bench shows: the days that follow from a case, each with its derivation, or what is wrong."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from court_rules.engine import Undated, compute, undated
from court_rules.packs import Choice, Pack, Span
from court_rules.text import Problem, RuleError
from court_rules.why import Why, explain

MOST = 40


@dataclass(frozen=True)
class Asked:
    """A further event whose day a rule may need, with the day that was given."""

    key: str
    title: str
    given: str


@dataclass(frozen=True)
class Found:
    """What the bench says: the first day with its derivation, the others, what the rules say without a day, what more may be
    asked, and what is wrong."""

    rule: str = ""
    event: str = ""
    why: Why | None = None
    others: tuple[Why, ...] = ()
    undated: tuple[Undated, ...] = ()
    methods: tuple[tuple[str, str], ...] = ()
    asked: tuple[Asked, ...] = ()
    choices: tuple[tuple[Choice, str], ...] = ()
    with_time: bool = False
    problems: tuple[Problem, ...] = ()


def derive(
    pack: Pack,
    rule: str,
    day: datetime.date,
    *,
    at: datetime.time | None = None,
    service: str = "",
    state: str = "",
    closed: Mapping[datetime.date, str] | None = None,
    dates: Mapping[str, datetime.date] | None = None,
    choices: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    ever: bool = False,
) -> Found:
    """The case counted by the pack; `ever`: also for days on which it is not in force. Never raises for a bad case."""
    try:
        chain = pack.chain(rule)
        event = pack.event_of(rule)
    except RuleError as error:
        return Found(rule, problems=error.problems)
    dates, choices, typed = dates or {}, choices or {}, typed or {}
    answers = {one.key: choices.get(one.key) or one.usual for one in pack.choices.values()}
    # Only what the periods ask for that hold for this day and these answers.
    holding = [next((p for p in one.periods if p.fits(day, answers)), None) for one in chain]
    events = dict.fromkeys(
        count.event for period in holding if period for count in period.counts if count.event
    )
    methods = pack.methods(rule)
    context: dict[str, Any] = {
        "rule": rule,
        "event": event.title,
        "methods": tuple(methods.items()),
        "asked": tuple(Asked(key, pack.triggers[key].title, typed.get(key, "")) for key in events),
        "choices": tuple((one, choices.get(one.key, one.usual)) for one in pack.choices_of(rule)),
        "with_time": event.time,
    }
    moment: datetime.date | datetime.datetime = day
    if event.time and at is not None:
        moment = datetime.datetime.combine(day, at)
    packs = [replace(pack, span=Span()) if ever else pack]
    given = {key: value for key, value in choices.items() if key in pack.choices}
    try:
        context["undated"] = tuple(undated(f"{pack.key}.{rule}", moment, packs=packs, choices=given))
        if context["undated"] and context["undated"][0].rule == f"{pack.key}.{rule}":
            return Found(**context)
        results = compute(
            f"{pack.key}.{rule}",
            moment,
            service=service if service in methods else "",
            state=state,
            closed=closed or {},
            packs=packs,
            choices=given,
            dates={key: value for key, value in dates.items() if key in events},
        )
    except RuleError as error:
        return Found(**context, problems=error.problems)
    found = [explain(result.as_json()) for result in results[:MOST]]
    if not found and context["undated"]:
        return Found(**context)
    if not found:
        said = "No rule of the pack gives a day for this case."
        return Found(**context, problems=(Problem(said),))
    return Found(**context, why=found[0], others=tuple(found[1:]))


def choices_of(pack: Pack) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Events and rules for the bench's list: each event with the rules that follow from it."""
    groups = []
    for event in pack.triggers.values():
        chain = pack.chain(event.key)
        if chain:
            rows = [(rule.key, f"{rule.title} · {rule.cite}") for rule in chain]
            everything = [(event.key, f"All that follows: {event.title}")] if len(chain) > 1 else []
            groups.append((event.title, [*rows, *everything]))
    return groups
