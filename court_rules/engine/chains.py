"""From an event to the deadlines that follow from it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from court_rules.calendars import Calendar
from court_rules.engine.asked import Closed, answers_of, pack_of, states_of, zone_of
from court_rules.engine.counting import Served, compared, day_in, run
from court_rules.engine.days import ALL, NONE, PREVAILING, Days, Reading, closures
from court_rules.engine.result import Day, Result, Step
from court_rules.engine.telling import citations_of, say_last_day
from court_rules.packs import Pack, Period, Rule
from court_rules.text import RuleError


def compute(
    rule_id: str,
    trigger: Day,
    *,
    service: str | Mapping[str, str] = "",
    state: str = "",
    closed: Closed = (),
    packs: Iterable[Pack] | None = None,
    choices: Mapping[str, str] | None = None,
    dates: Mapping[str, Day] | None = None,
    zone: str = "",
) -> list[Result]:
    """The deadlines that follow from an event.

    `rule_id` is PACK.TRIGGER (all that follows from the event), or PACK.RULE (that rule first, then those that hang on it;
    `trigger` is then the day the rule itself counts from). `service`: how the paper was served from which the first periods run, a
    method of the pack; or {trigger or rule: method} where papers of later steps are known too. `state`: two letters, for holidays of
    the state where the federal court sits ("MA,NY" for two). `closed`: days on which the court is closed
    or its clerk cannot be reached, or {day: why}. `packs`: packs beside those that are shipped; of several versions the one in
    force on the day of the event is used. `choices`: answers to the pack's questions, numbers as text. `dates`: days of further events, or
    the day on which a rule's act was really done, from which those that hang on it then count. `zone`: the court's (IANA),
    for hours and for triggers with a time.

    Raises RuleError, which names pack, rule and field.
    """
    pack_key, _, key = rule_id.partition(".")
    place = zone_of(zone)
    day = day_in(trigger, place)
    pack = pack_of(pack_key, day, packs)
    if not key:
        raise RuleError("Name a rule or trigger: PACK.RULE.", pack=pack.key)
    chain = pack.chain(key)
    place = place or zone_of(pack.holidays.zone)
    answers = answers_of(pack, choices or {})
    ways = {"": service} if isinstance(service, str) else dict(service)
    for way in ways.values():
        if way and not any(way in scheme for scheme in pack.schemes.values()):
            known = ", ".join(dict.fromkeys(name for scheme in pack.schemes.values() for name in scheme))
            raise RuleError(
                f"There is no way of service “{way}”. Known: {known or 'none'}.", pack=pack.key, at="service"
            )
    known_dates = dict(dates or {})
    for name in known_dates:
        if name not in pack.triggers and name not in pack.rules:
            raise RuleError(f"There is no trigger or rule “{name}”.", pack=pack.key, at="dates")
    case = _Case(
        pack=pack,
        key=key,
        trigger=trigger,
        day=day,
        ways=ways,
        states=states_of(state),
        closed=closures(closed),
        choices=answers,
        dates=known_dates,
        zone=place,
    )
    doubts: dict[str, dict[str, None]] = {}
    found = _follow(case, chain, PREVAILING, doubts)
    if key in pack.rules and key not in found:
        rule = pack.rules[key]
        raise RuleError(_why_not(rule, day, case), pack=pack.key, rule=key, at="periods")
    if doubts:
        return _with_readings(case, chain, found, doubts)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Case:
    """What is asked."""

    pack: Pack
    key: str
    trigger: Day
    day: datetime.date
    ways: Mapping[str, str]
    states: tuple[Calendar, ...]
    closed: dict[datetime.date, str]
    choices: Mapping[str, str]
    dates: Mapping[str, Day]
    zone: ZoneInfo | None
    served: dict[tuple[str, str], Served] = field(default_factory=dict)

    def way(self, event: str, *, first: bool) -> str:
        """How the paper of an event was served, "" when that is not known. `first`: it is the event that was asked about."""
        return self.ways.get(event, "") or (self.ways.get("", "") if first else "")

    def served_by(self, scheme: str, way: str) -> Served | None:
        """What the way of service does under that service rule; None when no way was given."""
        if not way:
            return None
        found = self.served.get((scheme, way))
        if found is None:
            method = self.pack.schemes[scheme].get(way) if scheme else None
            if method:
                adds, deemed = method.extension(self.day), method.deemed_by(self.day)
            else:
                method = next(m[way] for m in self.pack.schemes.values() if way in m)
                adds, deemed = None, ""
            found = self.served[scheme, way] = Served(method.title, adds, deemed)
        return found


def _follow(
    case: _Case, chain: list[Rule], reading: Reading, doubts: dict[str, dict[str, None]]
) -> dict[str, Result]:
    """The results of a chain under one reading, by rule. Notes what was in doubt at which rule."""
    found: dict[str, Result] = {}
    for rule in chain:
        if rule.key == case.key or rule.trigger == case.key:
            start, after = case.trigger, ""
        elif rule.after in case.dates:
            start, after = case.dates[rule.after], rule.after
        elif rule.after in found:
            start, after = found[rule.after].due, rule.after
        else:
            continue
        period = next((one for one in rule.periods if one.fits(case.day, case.choices)), None)
        if period is None or period.says:
            continue
        own: dict[str, None] = {}
        way = case.way(rule.trigger or rule.after, first=not after)
        ended = _period(case, period, start, reading, own, way)
        if ended is None:
            continue
        if own or after in doubts:
            doubts[rule.key] = {**doubts.get(after, {}), **own}
        due, steps = ended
        limit = rule.no_extension
        if limit:
            steps.append(Step(limit.text, limit.cite, due, due))
        say_last_day(case.pack.computation, period.counts[0].unit, due, steps, rule.kind)
        note = f"{rule.note} {period.note}".strip() if period.note else rule.note
        found[rule.key] = Result(
            due=due,
            steps=tuple(steps),
            citations=citations_of(period.cite, steps),
            start=start,
            rule=f"{case.pack.key}.{rule.key}",
            title=rule.title,
            kind=rule.kind,
            critical=rule.critical,
            party=rule.party,
            note=note,
            after=f"{case.pack.key}.{after}" if after else "",
            no_extension=f"{limit.text} {limit.cite}" if limit else "",
            service=way,
            pack=case.pack.key,
            version=case.pack.version,
        )
    return found


def _period(
    case: _Case, period: Period, start: Day, reading: Reading, doubts: dict[str, None], way: str
) -> tuple[Day, list[Step]] | None:
    """A period's end. None when the day of none of its events is known."""
    law, pack = case.pack.computation, case.pack
    ends: list[tuple[str, Day]] = []
    steps: list[Step] = []
    unknown = []
    for one in period.counts:
        begin = case.dates.get(one.event) if one.event else start
        number = case.choices[one.asked] if one.asked else ""
        if begin is None or (one.asked and not number):
            unknown.append(one)
            continue
        days = Days(pack.holidays, case.states, case.closed, law, reading, doubts, backward=one.before)
        served = case.served_by(one.scheme, case.way(one.event, first=True) if one.event else way)
        told: list[Step] = []
        if one.asked:
            one = replace(one, count=int(number))
            said = f"{pack.choices[one.asked].title}: {number}."
            told = [Step(said, one.cite, begin, begin)]
        due, own = run(one, begin, days, law, case.zone, served)
        own[:0] = told
        if len(period.counts) > 1 and one.title:
            own.insert(0, Step(f"{one.title}:", one.cite, begin, begin))
        ends.append((one.title, due))
        steps += own
    if not ends:
        return None
    due = ends[0][1]
    if len(ends) > 1:
        due, step = compared(ends, period.take, period.cite)
        steps.append(step)
    for one in unknown:
        event = f"the day of “{pack.triggers[one.event].title}”" if one.event else ""
        if one.asked and not case.choices[one.asked]:
            number = f"“{pack.choices[one.asked].title}”"
            event = f"{event} and {number}" if event and one.event not in case.dates else number
        text = (
            f"Without {event} the other period alone is counted. With it, the {period.take} of both counts."
        )
        steps.append(Step(text, one.cite, due, due))
    return due, steps


def _with_readings(
    case: _Case, chain: list[Rule], found: dict[str, Result], doubts: dict[str, dict[str, None]]
) -> list[Result]:
    """The results with the earliest safe and the latest arguable day where readings differ."""
    others = [_follow(case, chain, reading, {}) for reading in (ALL, NONE)]
    results = []
    for key, result in found.items():
        days = [result.due, *(other[key].due for other in others if key in other)]
        if key in doubts and min(days) != max(days):
            result = replace(result, earliest=min(days), latest=max(days), reason=" ".join(doubts[key]))
        results.append(result)
    return results


def _why_not(rule: Rule, day: datetime.date, case: _Case) -> str:
    """Why a rule that was asked for gives no day."""
    if not any(day in period.span for period in rule.periods):
        return f"The rule has no period in force on {day.isoformat()}."
    for period in rule.periods:
        if period.fits(day, case.choices):
            if period.says:
                return f"The rule gives no day. {period.says}"
            asked = {one.asked for one in period.counts if one.asked and not case.choices[one.asked]}
            if asked:
                return f"The rule counts a number that is not fixed: say {', '.join(sorted(asked))}."
            names = ", ".join(sorted({one.event for one in period.counts if one.event}))
            return f"The rule needs the day of: {names}."
    wanted = " or ".join(
        ", ".join(f"{key} = {value}" for key, value in period.when)
        for period in rule.periods
        if day in period.span
    )
    return f"The rule holds only for: {wanted}."
