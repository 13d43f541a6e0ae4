"""The one-line task: "draft motion fri @otis #Brightwater !high ~1.5h every week"."""

import datetime
import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from matters.models import Matter
from matters.queries.find import find_matters, matters_by_use
from practice.dates import MONTHS, NotADate, parse_day
from practice.rrules import spoken_rule
from work.models import Task, TaskType

# Durations as people type them are read by an app above this one.
DURATION = "billing.durations.parse_duration"
PRIORITIES = {"high": 1, "h": 1, "!": 1, "": 1, "normal": 2, "low": 3, "l": 3}
DAY = r"mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
DATE = re.compile(
    rf"^(?:today|tomorrow|tom|{DAY}|t?[+]\d{{1,4}}[dwmy]?|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{4}}-\d{{1,2}}-\d{{1,2}})$"
)
QUOTED = re.compile(r'([#@/])"([^"]+)"')


@dataclass
class Line:
    """What a typed line means. `problems` are sentences; a line with one is not taken."""

    text: str
    title: str = ""
    assignee: Member | None = None
    matter: Matter | None = None
    type: TaskType | None = None
    due_on: datetime.date | None = None
    priority: int = Task.Priority.NORMAL
    estimate: int | None = None
    recurrence: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return bool(self.title) and not self.problems


def read_line(text: str, member: Member, *, matter: Matter | None = None) -> Line:
    """Read a typed line as `member`: @ names who, # the matter, / the type, ! the priority, ~ the estimate, "every …"
    how often, and a date of practice.dates when. What is left is the title. `matter` is taken when none is named.
    """
    line = Line(text=text.strip()[:500], matter=matter)
    typed = QUOTED.sub(lambda m: m[1] + m[2].replace(" ", "\x1f"), line.text)
    words: list[str] = []
    rest = typed.split()
    at = 0
    while at < len(rest):
        word, low = rest[at], rest[at].lower()
        following = rest[at + 1].lower() if at + 1 < len(rest) else ""
        third = rest[at + 2].lower() if at + 2 < len(rest) else ""
        took = 1
        if word[0] == "@" and len(word) > 1:
            _who(line, word[1:].replace("\x1f", " "), member)
        elif word[0] == "#" and len(word) > 1:
            _matter(line, word[1:].replace("\x1f", " "), member)
        elif word[0] == "/" and len(word) > 2 and words:
            _type(line, word[1:].replace("\x1f", " "))
        elif word[0] == "!" and low[1:] in PRIORITIES:
            line.priority = PRIORITIES[low[1:]]
        elif word[0] == "~" and len(word) > 1:
            _estimate(line, word[1:])
        elif low == "every" and words and spoken_rule(f"{following} {third}".strip()):
            line.recurrence, took = spoken_rule(f"{following} {third}".strip()), 3 if third else 2
        elif low == "every" and words and spoken_rule(following):
            line.recurrence, took = spoken_rule(following), 2
        elif words and low == "next" and re.fullmatch(DAY, following):
            line.due_on, took = parse_day(f"next {following}"), 2
        elif words and low[:3] in MONTHS and re.fullmatch(r"\d{1,2},?", following):
            line.due_on, took = _day(f"{low[:3]} {following.rstrip(',')}"), 2
        elif words and DATE.match(low) and not _is_name(word, following) and (day := _day(low)):
            line.due_on = day
        else:
            words.append(word.replace("\x1f", " "))
        at += took
    line.title = " ".join(words)[:200]
    if line.text and not line.title:
        line.problems.append("Say what is to be done.")
    if line.recurrence and line.due_on is None:
        line.due_on = timezone.localdate()
    return line


def _is_name(word: str, following: str) -> bool:
    """Whether a weekday's word is more likely a name: "Sun Microsystems"."""
    return word[0].isupper() and bool(following) and following[0] not in "@#!~/" and following != "every"


def _day(text: str) -> datetime.date | None:
    try:
        return parse_day(text)
    except NotADate:
        return None


def _who(line: Line, text: str, member: Member) -> None:
    wanted = text.lower().replace(".", " ")
    if wanted in ("me", "self"):
        line.assignee = member
        return
    people = list(Member.objects.active().select_related("role", "user").order_by("name"))
    hits = [m for m in people if m.name.lower() == wanted or m.initials.lower() == wanted]
    hits = hits or [m for m in people if any(part.startswith(wanted) for part in m.name.lower().split())]
    if len(hits) == 1:
        line.assignee = hits[0]
    elif hits:
        names = " or ".join(m.name for m in hits[:3])
        line.problems.append(f"“@{text}” could be {names}. Type more of the name.")
    else:
        line.problems.append(f"Nobody here is called “{text}”.")


def _matter(line: Line, text: str, member: Member) -> None:
    rows = Matter.objects.visible_to(member).exclude(state__in=["closed", "declined", "archived"])
    exact = rows.filter(number__iexact=text).select_related("client").first()
    if exact is not None:
        line.matter = exact
        return
    hits = list(matters_by_use(find_matters(rows.select_related("client"), text), member)[:4])
    if len(hits) == 1:
        line.matter = hits[0]
    elif hits:
        numbers = ", ".join(f"{m.number} {m.name}" for m in hits[:3])
        line.problems.append(f"“#{text}” could be {numbers}. Type more, or the number.")
    else:
        line.problems.append(f"No open matter matches “{text}”.")


def _type(line: Line, text: str) -> None:
    hits = list(TaskType.objects.filter(is_active=True, name__icontains=text)[:3])
    if len(hits) == 1 or (hits and hits[0].name.lower().startswith(text.lower())):
        line.type = hits[0]
    elif hits:
        line.problems.append(f"“/{text}” could be {' or '.join(t.name for t in hits)}.")
    else:
        line.problems.append(f"There is no task type like “{text}”.")


def _estimate(line: Line, text: str) -> None:
    try:
        line.estimate = import_string(DURATION)(text)
    except ValueError:
        line.problems.append(f"“~{text}” is no time. Type ~1.5 or ~45m.")
