"""Why a deadline is on its day: the stored derivation as steps, a small calendar, and what a wrong count would give."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calendar_app.models import Deadline
from calendar_app.queries.rules import Counted, rule_sets
from court_rules.calendars import WEEKDAYS, holiday_name
from practice.dates import short_day
from practice.templatetags.ui import clock

_DAY = datetime.timedelta(days=1)
# Longer periods show their first and last weeks.
WHOLE, HEAD, TAIL = 8, 2, 3
_COUNTED = re.compile(r"\b([\d,]+) (court days?|days?|weeks?)\b")
_JOINED = re.compile(r"The (later|earlier|latest|earliest) of ")
_BY_MONTH = re.compile(r"\b[\d,]+ (months?|years?|hours?)\b")


@dataclass(frozen=True)
class Left:
    """A day that a step left out, and why."""

    day: datetime.date
    why: str

    @property
    def is_weekend(self) -> bool:
        """Whether the weekday alone is the reason."""
        return self.why in WEEKDAYS


@dataclass(frozen=True)
class Reason:
    """One step in words. `head` is its first words, for weight; `left` the days it left out, each with its reason."""

    head: str
    text: str
    cite: str
    left: tuple[Left, ...] = ()
    to: datetime.date | None = None

    @property
    def holidays(self) -> list[Left]:
        """The days left out that are no weekend."""
        return [one for one in self.left if not one.is_weekend]

    @property
    def weekends(self) -> int:
        """How many Saturdays and Sundays were left out."""
        return sum(one.is_weekend for one in self.left)

    @property
    def left_words(self) -> str:
        """Each day that was left out, with its reason: "Sat Nov 7; Sun Nov 8; Wed Nov 11 (Veterans Day)"."""
        return "; ".join(
            f"{one.day:%a} {short_day(one.day)}{'' if one.is_weekend else f' ({one.why})'}"
            for one in self.left
        )


@dataclass(frozen=True)
class Cell:
    """One day of the small calendar. `css` is start, due, ct (counted), hol, we or out; `note` its number in the count."""

    day: datetime.date
    css: str
    note: str = ""
    title: str = ""


@dataclass(frozen=True)
class Explained:
    """What the drawer "Why this date" shows. Without steps there is no derivation."""

    steps: tuple[Reason, ...] = ()
    weeks: tuple[tuple[Cell, ...], ...] = ()
    last_weeks: tuple[tuple[Cell, ...], ...] = ()
    between: int = 0
    cite: str = ""
    text: str = ""
    start: datetime.date | None = None
    due: datetime.date | None = None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    reason: str = ""
    wrong: tuple[str, ...] = field(default=())
    rule_set: str = ""
    version: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the law can be read in more than one way."""
        return self.earliest is not None and self.earliest != self.latest

    @property
    def said(self) -> str:
        """The calendar in a sentence, for who does not see it."""
        if not (self.start and self.due):
            return ""
        return f"Counted from {short_day(self.start)} to {short_day(self.due)}."

    @property
    def plain(self) -> str:
        """The derivation as text, for the clipboard and for files: each step with its citation and the days it left out."""
        lines = []
        for number, step in enumerate(self.steps, 1):
            lines.append(f"{number}. {step.head}{step.text}" + (f" [{step.cite}]" if step.cite else ""))
            if step.left:
                lines.append(f"   Left out: {step.left_words}.")
        if self.is_open and self.earliest and self.due and self.latest:
            lines.append(f"The rule can be read in two ways. {self.reason}".strip())
            lines.append(
                f"Earliest safe {short_day(self.earliest)}, prevailing {short_day(self.due)}, latest arguable "
                f"{short_day(self.latest)}."
            )
        return "\n".join(lines)


def explain(deadline: Deadline) -> Explained:
    """The derivation of a deadline as it was docketed. No query but for the firm's packs."""
    if not deadline.derivation:
        return Explained()
    pack = rule_sets().get(deadline.pack) if deadline.pack else None
    title = pack.title if pack else deadline.pack
    return _explained(deadline.derivation, deadline.calendar, deadline.authority, title)


def explanation(deadline: Deadline, why: Explained) -> str:
    """Why a date is its date as text that stands alone, in a letter or an e-mail. "" for a date entered by hand."""
    if not why.steps:
        return ""
    due = f"{deadline.due_on:%A, %B} {deadline.due_on.day}, {deadline.due_on.year}"
    if deadline.due_at:
        due += f", {clock(deadline.due_at)}"
    lines = [f"{deadline.title}: {due}", str(deadline.matter)]
    if why.cite:
        lines.append(why.cite)
    if why.due and why.due != deadline.due_on:
        counted = f"The rule gives {why.due:%A, %B} {why.due.day}, {why.due.year}"
        lines.append(f"{counted}: {deadline.override or 'the date was extended'}.")
    lines += ["", why.plain]
    if why.rule_set:
        lines += ["", f"Counted by {why.rule_set}, version {why.version}."]
    if deadline.verified_at and deadline.verified_by:
        lines.append(f"Verified by {deadline.verified_by.name}.")
    return "\n".join(lines)


def derivation_text(deadline: Deadline) -> str:
    """The steps of the stored derivation, for a cell of a file; "" for a date entered by hand. No query."""
    if not deadline.derivation:
        return ""
    return _explained(deadline.derivation, deadline.calendar, deadline.authority).plain


def explain_counted(line: Counted) -> Explained:
    """The derivation of a date that is not docketed yet."""
    return _explained(line.derivation, line.calendar, line.authority) if line.derivation else Explained()


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text[:10]) if text else None


def _explained(data: Mapping[str, Any], calendar: str, cite: str, rule_set: str = "") -> Explained:
    steps = data.get("steps", [])
    start, due = _day(data.get("from")), _day(data.get("due"))
    weeks = []
    if start and due:
        counted = _deciding(steps, due)
        first = start if counted is steps else _day(counted[0]["from"]) or start
        weeks = _weeks(counted, first, due, calendar)
    whole = len(weeks) <= WHOLE
    return Explained(
        steps=tuple(_reason(step) for step in steps),
        weeks=tuple(weeks if whole else weeks[:HEAD]),
        last_weeks=() if whole else tuple(weeks[-TAIL:]),
        between=0 if whole else len(weeks) - HEAD - TAIL,
        cite=cite,
        text=data.get("note", ""),
        start=start,
        due=due,
        earliest=_day(data.get("earliest")),
        latest=_day(data.get("latest")),
        reason=data.get("reason", ""),
        wrong=tuple(_wrong(data, steps, due, calendar)) if due else (),
        rule_set=rule_set,
        version=data.get("version", ""),
    )


def _deciding(steps: list[Mapping[str, Any]], due: datetime.date) -> list[Mapping[str, Any]]:
    """The steps of the count that gave the date: of two counts from two events, the later or earlier one."""
    if not any(_JOINED.match(step["text"]) for step in steps):
        return steps
    runs: list[list[Mapping[str, Any]]] = []
    for step in steps:
        if _JOINED.match(step["text"]):
            break
        if not runs or _day(step["from"]) != _day(runs[-1][-1]["to"]):
            runs.append([])
        runs[-1].append(step)
    return next((run for run in runs if _day(run[-1]["to"]) == due), steps)


def _reason(step: Mapping[str, Any]) -> Reason:
    text = step["text"]
    head, colon, rest = text.partition(": ")
    if not colon or len(head) > 60:
        head, rest = "", text
    if "cannot be the last day" in text:  # it names them itself
        return Reason("", text, step.get("citation", ""), to=_day(step.get("to")))
    left = tuple(
        Left(datetime.date.fromisoformat(one["date"]), one["why"]) for one in step.get("skipped", ())
    )
    return Reason(f"{head}: " if head else "", rest, step.get("citation", ""), left, _day(step.get("to")))


def _numbers(steps: list[Mapping[str, Any]]) -> dict[datetime.date, str]:
    """{day: its number in the count}; what a way of service adds is numbered +1, +2."""
    found: dict[datetime.date, str] = {}
    counts = 0
    for step in steps:
        begin, end = _day(step["from"]), _day(step["to"])
        if begin is None or end is None or begin == end:
            continue
        said = step["text"]
        if _BY_MONTH.search(said) or not _COUNTED.search(said) or "cannot be the last day" in said:
            continue
        left = {one["date"] for one in step.get("skipped", ())}
        way = _DAY if end > begin else -_DAY
        day, number = begin, 0
        while day != end:
            day += way
            if day.isoformat() not in left:
                number += 1
                found[day] = f"+{number}" if counts else str(number)
        counts += 1
    return found


def _weeks(
    steps: list[Mapping[str, Any]], start: datetime.date, due: datetime.date, calendar: str
) -> list[tuple[Cell, ...]]:
    """Whole weeks from Monday around the count."""
    days = [start, due] + [
        day for step in steps for text in (step["from"], step["to"]) if (day := _day(text))
    ]
    first, last = min(days), max(days)
    first -= first.weekday() * _DAY
    last += (6 - last.weekday()) * _DAY
    if (last - first).days > 366 * 12:
        return []
    numbers = _numbers(steps)
    left = {
        datetime.date.fromisoformat(one["date"]): one["why"]
        for step in steps
        for one in step.get("skipped", ())
    }
    weeks, day = [], first
    while day <= last:
        week = []
        for _ in range(7):
            week.append(_cell(day, start, due, numbers, left, calendar))
            day += _DAY
        weeks.append(tuple(week))
    return weeks


def _cell(
    day: datetime.date,
    start: datetime.date,
    due: datetime.date,
    numbers: Mapping[datetime.date, str],
    left: Mapping[datetime.date, str],
    calendar: str,
) -> Cell:
    note = numbers.get(day, "")
    why = left.get(day, "")
    if day == due:
        return Cell(day, "due", note or "due")
    if day == start:
        return Cell(day, "hear", "start")
    holiday = why if why and why not in WEEKDAYS else _holiday(day, calendar)
    if holiday:
        return Cell(day, "hol ct" if note else "hol", note, holiday)
    if note:
        return Cell(day, "ct", note)
    return Cell(day, "we" if day.weekday() > 4 else "out")


def _holiday(day: datetime.date, calendar: str) -> str:
    try:
        return holiday_name(day, calendar) if calendar else ""
    except ValueError:
        return ""


def _wrong(
    data: Mapping[str, Any], steps: list[Mapping[str, Any]], due: datetime.date, calendar: str
) -> list[str]:
    """Mistakes that would make this date late: each a sentence with the wrong day."""
    found = []
    for step in steps:
        begin, end = _day(step["from"]), _day(step["to"])
        if begin is None or end is None or begin == end:
            continue
        holidays = [one for one in step.get("skipped", ()) if one["why"] not in WEEKDAYS]
        match = re.search(r"\b([\d,]+) court days?\b", step["text"])
        if match and holidays and end < begin:
            wrong = _weekdays(begin, int(match[1].replace(",", "")), -_DAY)
            late = _court_days_between(end, wrong, calendar)
            if wrong > due and late:
                found.append(
                    f"Counting the holidays as court days would give {short_day(wrong)}, {_number(late)} court "
                    f"day{'' if late == 1 else 's'} late."
                )
        if "back to the court day before it" in step["text"]:
            onward = begin
            while onward.weekday() > 4 or _holiday(onward, calendar):
                onward += _DAY
            arguable = _day(
                data.get("latest")
            )  # where that is an open reading, the readings themselves say so
            if onward > due and not (arguable and onward <= arguable):
                days = (onward - due).days
                found.append(
                    f"Counted back, it never moves forward: {short_day(onward)} would be {days} days late."
                )
    if data.get("service") and calendar == "us.federal":
        electronic = [
            step for step in steps if re.search(r"electronic.* adds no days", step["text"], re.IGNORECASE)
        ]
        if electronic and not data.get("after"):
            wrong = due + 3 * _DAY
            found.append(
                f"Electronic service has added no days since December 1, 2016: {short_day(wrong)} would be three days late."
            )
    return found


def _weekdays(day: datetime.date, n: int, way: datetime.timedelta) -> datetime.date:
    while n:
        day += way
        n -= day.weekday() < 5
    return day


def _court_days_between(first: datetime.date, last: datetime.date, calendar: str) -> int:
    """How many court days lie after `first`, up to `last`."""
    found, day = 0, first
    while day < last:
        day += _DAY
        found += day.weekday() < 5 and not _holiday(day, calendar)
    return found


def _number(n: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[n] if n < len(words) else str(n)
