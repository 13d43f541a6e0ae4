"""The one-line entry: `.3 brightwater email to mediator re: joint session #L160 @fri`.

A duration, the matter by words that begin words of its name, client or number, then the narrative.
Anywhere: `#L160`
a task code, `#A106` an activity code, `@fri` a day.
"""

import datetime
import re
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import Member
from billing.durations import NotADuration, parse_duration
from billing.queries.time import matters_for_time, recent_matter_ids
from billing.utbms import ACTIVITIES, TASKS
from matters.models import Matter
from matters.queries.find import find_matters, matters_by_use
from practice.dates import NotADate, parse_day

EXAMPLE = ".3 brightwater email to mediator"
WORD = re.compile(r"[^\W_]+", re.UNICODE)
MOST_WORDS = 5
CANDIDATES = 60
UNITS = {"h", "hr", "hrs", "hour", "hours", "m", "min", "mins", "minute", "minutes"}


@dataclass
class Line:
    """What a typed line means so far. `problems` says what is missing or unclear, the first thing first."""

    text: str
    seconds: int | None = None
    matter: Matter | None = None
    choices: list[Matter] = field(default_factory=list)  # when several match equally well
    narrative: str = ""
    task_code: str = ""
    activity_code: str = ""
    date: datetime.date | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.problems


def read_line(text: str, member: Member) -> Line:
    """Read a typed line for `member`. At most three queries. Never raises: what is wrong is in `problems`."""
    line = Line(text=text.strip()[:2_000], date=timezone.localdate())
    rest: list[str] = []
    for token in line.text.replace("\x00", "").split():
        if token[0] == "#" and len(token) > 1:
            _code(line, token[1:].upper())
        elif token[0] == "@" and len(token) > 1:
            _day(line, token[1:])
        else:
            rest.append(token)
    rest = _duration(line, rest)
    rest = _matter(line, rest, member)
    line.narrative = " ".join(rest).strip(" -–—:,")
    if line.narrative:
        line.narrative = line.narrative[0].upper() + line.narrative[1:]
    elif line.matter is not None:
        line.problems.append("Say what was done.")
    return line


def _code(line: Line, code: str) -> None:
    if code in TASKS:
        line.task_code = code
    elif code in ACTIVITIES:
        line.activity_code = code
    else:
        line.problems.append(f"“#{code[:12]}” is no UTBMS code.")


def _day(line: Line, text: str) -> None:
    try:
        # a weekday means the last one: work lies behind
        day = parse_day(text)
        if day > timezone.localdate() and text[:3].lower() in (
            "mon",
            "tue",
            "wed",
            "thu",
            "fri",
            "sat",
            "sun",
        ):
            day -= datetime.timedelta(days=7)
        line.date = day
    except NotADate as error:
        line.problems.append(f"“@{text[:12]}”: {error}")


def _duration(line: Line, tokens: list[str]) -> list[str]:
    if not tokens:
        line.problems.insert(0, f"Begin with the time, such as {EXAMPLE}.")
        return []
    # "1h 12m" and "1.5 hours", but not "2 2026-0148"
    hours = re.fullmatch(r"\d{1,3}\s*h(?:rs?|ours?)?", tokens[0].lower(), re.ASCII)
    second = tokens[1].lower() if len(tokens) > 1 else ""
    minutes = hours and re.fullmatch(r"\d{1,2}(?:m(?:ins?|inutes?)?)?", second, re.ASCII)
    if minutes or second in UNITS:
        try:
            line.seconds = parse_duration(f"{tokens[0]} {second}")
            return tokens[2:]
        except NotADuration:
            pass
    try:
        line.seconds = parse_duration(tokens[0])
        return tokens[1:]
    except NotADuration as error:
        line.problems.insert(0, str(error))
        return tokens


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _matter(line: Line, tokens: list[str], member: Member) -> list[str]:
    """Take the words that name a matter off the front of `tokens`."""
    if not tokens:
        if line.seconds is not None:
            line.problems.append(
                "Name the matter after the time, by a word of its caption, client or number."
            )
        return []
    first = _words(tokens[0])
    if not first:
        line.problems.append("Name the matter after the time, by a word of its caption, client or number.")
        return tokens
    rows = matters_by_use(find_matters(matters_for_time(member), " ".join(first)), member)
    scored = []
    for matter in rows[:CANDIDATES]:
        length = _matched(tokens, matter)
        if length:
            scored.append((length, matter))
    if not scored:
        line.problems.append(f"No open matter of yours matches “{tokens[0][:40]}”.")
        return tokens
    longest = max(length for length, _ in scored)
    best = [matter for length, matter in scored if length == longest]
    if len(best) > 1:
        recent = {pk: i for i, pk in enumerate(recent_matter_ids(member))}
        best.sort(key=lambda matter: recent.get(matter.pk, len(recent)))
        if best[0].pk not in recent:
            line.choices = best[:4]
            names = ", ".join(f"{m.name} ({m.number})" for m in best[:3])
            line.problems.append(f"Several matters match: {names}. Type more of the name, or the number.")
            return tokens[longest:]
    line.matter = best[0]
    return tokens[longest:]


def _matched(tokens: list[str], matter: Matter) -> int:
    """How many of the first tokens name `matter`: each of their words begins a word of it."""
    names = _words(f"{matter.name} {matter.client.name} {matter.number} {matter.case_number}")
    whole = {matter.number.lower(), matter.case_number.lower()}
    count = 0
    for token in tokens[:MOST_WORDS]:
        if token.lower() in whole:
            return count + 1
        words = _words(token)
        if not words or not all(any(name.startswith(word) for name in names) for word in words):
            break
        # short words of everyday language belong to the narrative unless they follow a name
        if count == 0 and len(words[0]) < 2:
            break
        count += 1
    return count
