"""One period counted from one day, step by step. Pure functions."""

import calendar as months
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from court_rules.engine.days import OF_STATE, Days
from court_rules.engine.result import Day, Step
from court_rules.engine.words import amount, at, on, said
from court_rules.packs.pack import Count, Extension
from court_rules.text import RuleError

_DAY = datetime.timedelta(days=1)
_UTC = datetime.UTC


@dataclass(frozen=True, slots=True)
class Served:
    """What a way of service does to a period: its name, and what it adds (None: the rule names nothing for it).

    `deemed`: by what law a service on a day that is no court day counts as of the next one, "" when by none.
    """

    title: str
    adds: Extension | None
    deemed: str = ""


def day_in(moment: Day, zone: ZoneInfo | None) -> datetime.date:
    """The calendar day of a moment, in the zone when it is known."""
    if not isinstance(moment, datetime.datetime):
        return moment
    return (moment.astimezone(zone) if zone and moment.tzinfo else moment).date()


def run(
    count: Count, start: Day, days: Days, law: Mapping[str, Any], zone: ZoneInfo | None, served: Served | None
) -> tuple[Day, list[Step]]:
    """The end of a period that is counted from `start`, and the steps to it. `law` has the citations of the computation.

    Raises RuleError for hours without a time, and days beyond the calendars.
    """
    if count.unit == "hours":
        return _hours(count, start, days, law, zone, served)
    first = day_in(start, zone)
    step = -_DAY if count.before else _DAY
    steps: list[Step] = []
    if served and served.deemed and not count.before:
        first = _deemed(first, served, days, steps)
    if count.count:
        steps.append(
            Step(
                f"{on(first)} is the day of the event and does not count.",
                law.get("day_of_event") or count.cite,
                first,
                first,
            )
        )
    day = _counted(count, first, days, law, steps)
    adds = served.adds if served else None
    if served and adds and adds.count and adds.before_roll:
        day = _extended(day, served, days, step, steps)
        return _rolled(count, day, days, law, steps, counted=False), steps
    day = _rolled(count, day, days, law, steps, counted=count.unit == "court_days" and count.count > 0)
    if served:
        if adds and adds.count:
            day = _extended(day, served, days, step, steps)
            day = _rolled(count, day, days, law, steps, counted=adds.unit == "court_days")
        else:
            steps.append(_adds_nothing(count, served, day))
    return day, steps


def _counted(
    count: Count, first: datetime.date, days: Days, law: Mapping[str, Any], steps: list[Step]
) -> datetime.date:
    """The last day before it is moved."""
    n, unit = count.count, count.unit
    where = "before" if count.before else "after"
    step = -_DAY if count.before else _DAY
    if not n:
        steps.append(Step(f"It is the day itself: {on(first)}.", count.cite, first, first))
        return first
    if unit == "court_days":
        day, skipped = days.walk(first, n, step)
        left_out = " Weekends and holidays between are left out." if skipped else ""
        text = f"{amount(n, unit)} {where} it: {on(day)}.{left_out}"
        steps.append(Step(text, _cite(count.cite, law.get("court_days")), first, day, tuple(skipped)))
        return day
    try:
        if unit in ("months", "years"):
            day, short = _month(first, (-n if count.before else n) * (12 if unit == "years" else 1))
            text = f"{amount(n, unit)} {where} it: {on(day)}."
            if short:
                text = f"{text[:-1]}, the last day of a month that has no {first.day}th."
            if first.day == 31 and short:
                text = text.replace("31th", "31st")
            steps.append(Step(text, _cite(count.cite, law.get("months") or law.get("every_day")), first, day))
            return day
        day = first + step * (n * 7 if unit == "weeks" else n)
    except (OverflowError, ValueError) as error:
        raise RuleError(f"{amount(n, unit)} {where} {on(first)} is beyond the calendar.") from error
    size = f"{amount(n, unit)} ({amount(n * 7, 'days')})" if unit == "weeks" else amount(n, unit)
    every = " Every day counts, weekends and holidays too." if n > 1 or unit == "weeks" else ""
    text = f"{size} {where} it: {on(day)}.{every}"
    steps.append(Step(text, _cite(count.cite, law.get("every_day")), first, day))
    return day


def _month(day: datetime.date, n: int) -> tuple[datetime.date, bool]:
    """The same day of the month `n` months on, or the month's last day (True) when it is shorter."""
    number = day.year * 12 + day.month - 1 + n
    year, month = divmod(number, 12)
    last = months.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last)), day.day > last


def _rolled(
    count: Count, day: datetime.date, days: Days, law: Mapping[str, Any], steps: list[Step], *, counted: bool
) -> datetime.date:
    """The day, moved off weekends, holidays and closures as the rule says. `counted`: it is a court day by its count."""
    if counted:
        return day
    if count.roll == "none":
        steps.append(Step("It ends there, whatever day of the week that is.", count.cite, day, day))
        return day
    back = count.roll == "backward"
    if back and days.back_in_doubt and days.why(day):
        days.doubts[days.back_in_doubt] = None
        back = days.reading.doubtful is not False
    step = -_DAY if back else _DAY
    end, skipped = days.roll(day, step, closures=not days.closed_later)
    name = "roll_backward" if back else "roll_forward"
    cite = law.get(name) or count.cite
    if skipped:
        cite = _cite_skipped(cite, skipped, days, law)
        onward = (
            f"back to the court day before it: {on(end)}" if back else f"on to the next court day: {on(end)}"
        )
        steps.append(Step(f"{_reasons(skipped)}. It moves {onward}.", cite, day, end, tuple(skipped)))
    else:
        steps.append(
            Step(f"{on(day)} is no Saturday, Sunday or holiday: the period ends there.", cite, day, day)
        )
    if days.closed_later and end in days.closed:
        after, passed = days.roll(end, _DAY)
        why = days.closed[end]
        said_so = f"{on(end)}: {why}. It moves forward to the first day on which one can file: {on(after)}."
        steps.append(Step(said_so, law.get("closed") or cite, end, after, tuple(passed)))
        days.doubts[
            f"The court is closed on {on(end)}. The time is extended forward; to be safe, act before that day."
        ] = None
        return after
    return end


def _reasons(skipped: list[tuple[datetime.date, str]]) -> str:
    """ "Saturday, July 4, 2026 and Sunday, July 5, 2026 cannot be the last day", with the names of holidays."""
    named = [on(day) if on(day).startswith(why) else f"{on(day)} ({why})" for day, why in skipped]
    together = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return f"{together} cannot be the last day"


def _cite_skipped(
    cite: str, skipped: list[tuple[datetime.date, str]], days: Days, law: Mapping[str, Any]
) -> str:
    """The citation of a roll, with what makes a closure or a holiday of the state count."""
    closed = any(day in days.closed for day, _ in skipped)
    of_state = any(why.endswith(OF_STATE) for _, why in skipped)
    return _cite(cite, law.get("closed") if closed else "", law.get("state_holidays") if of_state else "")


def _extended(
    day: datetime.date, served: Served, days: Days, step: datetime.timedelta, steps: list[Step]
) -> datetime.date:
    adds = served.adds
    assert adds
    skipped: list[tuple[datetime.date, str]] = []
    if adds.unit == "court_days":
        end, skipped = days.walk(day, adds.count, step)
    else:
        end = day + step * adds.count
    way = "further back" if step < datetime.timedelta(0) else "more"
    note = f" {adds.note}" if adds.note else ""
    text = f"{served.title}: {amount(adds.count, adds.unit)} {way}, {on(end)}.{note}"
    steps.append(Step(text, adds.cite, day, end, tuple(skipped)))
    return end


def _deemed(day: datetime.date, served: Served, days: Days, steps: list[Step]) -> datetime.date:
    """The day on which a paper counts as served that was served on a day without court."""
    skipped: list[tuple[datetime.date, str]] = []
    end = day
    while why := days.why(end, last=False):
        skipped.append((end, why))
        end += _DAY
    if skipped:
        text = f"{served.title} on {on(day)}, no court day: it counts as served on {on(end)}."
        steps.append(Step(text, served.deemed, day, end, tuple(skipped)))
    return end


def _adds_nothing(count: Count, served: Served, day: Day) -> Step:
    if served.adds:
        note = f" {served.adds.note}" if served.adds.note else ""
        return Step(f"{served.title} adds no days.{note}", served.adds.cite, day, day)
    why = (
        "adds no days."
        if count.scheme
        else "changes nothing: this period is not extended by the way of service."
    )
    return Step(f"{served.title} {why}", count.cite, day, day)


def _hours(
    count: Count, start: Day, days: Days, law: Mapping[str, Any], zone: ZoneInfo | None, served: Served | None
) -> tuple[Day, list[Step]]:
    """Hours run at once, each counts; they end at the same time on the next court day (Rule 6(a)(2)).

    Where neither the event nor the court has a zone, the hour is that of the wall, and clocks change as in the state, else as in
    most of the United States: the end has no zone then.
    """
    if not isinstance(start, datetime.datetime):
        raise RuleError(f"A period in hours needs the time of the event, not only {on(start)}.", at="time")
    on_the_wall = not zone and not start.tzinfo
    by = zone or days.clocks
    if not start.tzinfo:
        start = start.replace(tzinfo=by)
        if start.astimezone(_UTC).astimezone(by).replace(tzinfo=None) != start.replace(tzinfo=None):
            raise RuleError(f"There is no {at(start)}: the clocks go forward then.", at="time")
    elif zone:
        start = start.astimezone(zone)
    length = datetime.timedelta(hours=-count.count if count.before else count.count)
    where = "before" if count.before else "after"
    end = (start.astimezone(_UTC) + length).astimezone(start.tzinfo)
    shift = (end.utcoffset() or _DAY * 0) - (start.utcoffset() or _DAY * 0)
    clocks = ""
    if shift:
        way = "forward" if shift > datetime.timedelta(0) else "back"
        clocks = f" The clocks go {way} in between."
        if on_the_wall:
            clocks = f" The clocks go {way} in between, as in most of the United States; no zone was given."
    twice = start.utcoffset() != start.replace(fold=1).utcoffset()
    first = " (the first of the two: the clocks go back then)" if twice and not start.fold else ""
    if on_the_wall:
        start, end = start.replace(tzinfo=None), end.replace(tzinfo=None, fold=0)
    cite = law.get("hours") or count.cite
    steps = [
        Step(f"It runs at once from {at(start)}{first}, and every hour counts.", cite, start, start),
        Step(
            f"{amount(count.count, 'hours')} {where} it: {at(end)}.{clocks}",
            _cite(count.cite, cite),
            start,
            end,
        ),
    ]
    end = _rolled_hour(count, end, days, law, steps)
    adds = served.adds if served else None
    if served and adds and adds.count:
        day = _extended(end.date(), served, days, -_DAY if count.before else _DAY, steps)
        end = _rolled_hour(count, end.replace(year=day.year, month=day.month, day=day.day), days, law, steps)
    elif served:
        steps.append(_adds_nothing(count, served, end))
    return end, steps


def _rolled_hour(
    count: Count, end: datetime.datetime, days: Days, law: Mapping[str, Any], steps: list[Step]
) -> datetime.datetime:
    if count.roll == "none":
        steps.append(Step("It ends there, whatever day of the week that is.", count.cite, end, end))
        return end
    back = count.roll == "backward"
    day, skipped = days.roll(end.date(), -_DAY if back else _DAY, closures=not days.closed_later)
    cite = law.get("roll_hours") or law.get("hours") or count.cite
    if skipped:
        cite = _cite_skipped(cite, skipped, days, law)
        moved = end.replace(year=day.year, month=day.month, day=day.day)
        which = "the court day before it" if back else "the next court day"
        text = f"{_reasons(skipped)}. It ends at the same time on {which}: {at(moved)}."
        steps.append(Step(text, cite, end, moved, tuple(skipped)))
        end = moved
    else:
        steps.append(Step(f"{on(day)} is no Saturday, Sunday or holiday: it ends then.", cite, end, end))
    if days.closed_later and day in days.closed:
        after, passed = days.roll(day, _DAY)
        moved = end.replace(year=after.year, month=after.month, day=after.day)
        text = f"{on(day)}: {days.closed[day]}. It moves forward to the same time on {on(after)}."
        steps.append(Step(text, law.get("closed") or cite, end, moved, tuple(passed)))
        days.doubts[
            f"The court is closed on {on(day)}. The time is extended forward; to be safe, act before that day."
        ] = None
        return moved
    return end


def _cite(*cites: str | None) -> str:
    """Citations beside each other, each once."""
    found: dict[str, None] = {}
    for cite in cites:
        if cite:
            found[cite] = None
    return "; ".join(found)


def compared(ends: list[tuple[str, Day]], take: str, cite: str) -> tuple[Day, Step]:
    """The earliest or latest of several ends, with the step that says so."""
    zone_free = [(title, end, day_in(end, None) if _mixed(ends) else end) for title, end in ends]
    chosen = (min if take == "earliest" else max)(zone_free, key=lambda one: one[2])
    word = "earlier" if take == "earliest" else "later"
    if len(ends) > 2:
        word = take
    several = " and ".join(said(end) for _, end in ends)
    return chosen[1], Step(f"The {word} of {several}: {said(chosen[1])}.", cite, ends[0][1], chosen[1])


def _mixed(ends: list[tuple[str, Day]]) -> bool:
    return len({isinstance(end, datetime.datetime) for _, end in ends}) > 1
