"""Periods that no rule of a pack states, counted as the courts of a calendar count."""

from dataclasses import replace

from court_rules.calendars import calendar
from court_rules.engine.asked import Closed, states_of, zone_of
from court_rules.engine.counting import compared, day_in, run
from court_rules.engine.days import ALL, NONE, PREVAILING, Days, Reading, closures
from court_rules.engine.result import Day, Result, Step
from court_rules.engine.telling import citations_of, say_last_day
from court_rules.engine.words import amount
from court_rules.packs import Count
from court_rules.text import RuleError

# The part of a computation that speaks of a unit.
_LAW = {
    "days": "every_day", "weeks": "every_day", "months": "every_day", "years": "every_day", "court_days": "court_days",
    "hours": "hours",
}  # fmt: skip


def count(
    n: int,
    unit: str,
    direction: str,
    trigger: Day,
    calendar_key: str = "us.federal",
    closed: Closed = (),
    *,
    state: str = "",
    zone: str = "",
) -> Result:
    """A period that no rule of a pack states: `n` days, court_days, weeks, months, years or hours, after or before an event.

    Counted as the courts of that calendar count. Raises RuleError.
    """
    if unit not in ("days", "court_days", "weeks", "months", "years", "hours"):
        raise RuleError(
            f"“{unit}” is no unit. Units: days, court_days, weeks, months, years, hours.", at="unit"
        )
    if direction not in ("after", "before"):
        raise RuleError(f"“{direction}” is no direction. Directions: after, before.", at="direction")
    if not 0 <= n <= 40_000:
        raise RuleError(f"A count lies between 0 and 40,000; {n} does not.", at="count")
    found = calendar(calendar_key)
    law = found.computation
    place = zone_of(zone or found.zone)
    near = closures(closed)
    in_states = states_of(state)
    back = direction == "before"
    cite = "" if law.get(_LAW[unit]) else found.cite
    wanted = Count(n, unit, back, "backward" if back else "forward", "", cite)

    def end(reading: Reading, doubts: dict[str, None]) -> tuple[Day, list[Step]]:
        days = Days(found, in_states, near, law, reading, doubts, backward=back)
        return run(wanted, trigger, days, law, place, None)

    doubts: dict[str, None] = {}
    due, steps = end(PREVAILING, doubts)
    earliest = latest = None
    reason = ""
    if doubts:
        others = [end(reading, {})[0] for reading in (ALL, NONE)]
        earliest, latest = min(due, *others), max(due, *others)
        reason = " ".join(doubts)
        if earliest == latest:
            earliest, latest, reason = None, None, ""
    say_last_day(law, unit, due, steps)
    return Result(
        due=due,
        steps=tuple(steps),
        citations=citations_of("", steps),
        start=trigger,
        title=f"{amount(n, unit)} {direction}",
        earliest=earliest,
        latest=latest,
        reason=reason,
        version=found.version,
    )


def either(one: Result, other: Result, take: str) -> Result:
    """The `latest` or `earliest` of two counts that no rule of a pack joins, with the steps of both."""
    due, step = compared([("", one.due), ("", other.due)], take, "")
    pick = min if take == "earliest" else max
    first, rest = list(one.steps), list(other.steps)
    last = []
    if first and rest and first[-1].text == rest[-1].text:  # until what hour the last day runs is said once
        last = [first.pop()._replace(from_=due, to=due)]
        rest.pop()
    safe = pick(day_in(end, None) for end in (one.earliest or one.due, other.earliest or other.due))
    late = pick(day_in(end, None) for end in (one.latest or one.due, other.latest or other.due))
    is_open = safe != late
    steps = (*first, *rest, step, *last)
    return replace(
        one if due == one.due else other,
        due=due,
        start=one.start,
        steps=steps,
        citations=citations_of("", list(steps)),
        earliest=safe if is_open else None,
        latest=late if is_open else None,
        reason=" ".join(dict.fromkeys(text for text in (one.reason, other.reason) if text))
        if is_open
        else "",
    )
