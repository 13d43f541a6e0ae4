"""Tasks that come again: rules as RRULE (RFC 5545), said in words, and the next one, made exactly once."""

import datetime
import re

from dateutil.rrule import rrulestr
from django.db import IntegrityError, transaction

from accounts.models import Member
from practice import audit
from practice.exceptions import DomainError, Refused
from work.models import ChecklistItem, Notice, Task, Watcher
from work.services.assigning import asks_review, check_assignee
from work.services.notices import notify

# What a menu offers; anything else may be typed as a rule.
PRESETS = [
    ("", "Does not repeat"),
    ("FREQ=DAILY", "Every day"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every working day"),
    ("FREQ=WEEKLY", "Every week"),
    ("FREQ=WEEKLY;INTERVAL=2", "Every two weeks"),
    ("FREQ=MONTHLY", "Every month"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "Last day of the month"),
    ("FREQ=MONTHLY;INTERVAL=3", "Every quarter"),
    ("FREQ=YEARLY", "Every year"),
]
FIELDS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
# What people type in the quick line, after "every".
SPOKEN = {
    "day": "FREQ=DAILY",
    "workday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "week": "FREQ=WEEKLY",
    "month": "FREQ=MONTHLY",
    "quarter": "FREQ=MONTHLY;INTERVAL=3",
    "year": "FREQ=YEARLY",
}


def clean_rule(text: str) -> str:
    """The rule as it is kept. Raises DomainError for what is none, or could run for ever."""
    rule = text.strip().upper().removeprefix("RRULE:")
    if not rule:
        return ""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    bad = len(rule) > 200 or set(parts) - FIELDS or parts.get("FREQ") not in UNITS
    if bad or ("INTERVAL" in parts and not re.fullmatch(r"[1-9]\d{0,2}", parts["INTERVAL"])):
        raise DomainError(
            "Write the repetition as a rule such as FREQ=MONTHLY;BYMONTHDAY=15.", field="recurrence"
        )
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        first = next(iter(_rule(rule, datetime.date(2026, 1, 1))), None)
    except (ValueError, TypeError, KeyError, IndexError):
        first = None
    if first is None and "UNTIL" not in parts:
        raise DomainError("This rule never comes to a day.", field="recurrence")
    return rule


def _rule(rule: str, start: datetime.date):
    return rrulestr(f"RRULE:{rule}", dtstart=datetime.datetime.combine(start, datetime.time()))


def next_date(
    rule: str, *, start: datetime.date, after: datetime.date, today: datetime.date
) -> datetime.date | None:
    """The first day of the rule later than `after` that is not past today; None when the series is over.

    Days that were missed are not made up for: who did last month's report today gets next month's.
    """
    rows = _rule(rule, start)
    day = max(after, today - datetime.timedelta(days=1))
    found = rows.after(datetime.datetime.combine(day, datetime.time()))
    return found.date() if found is not None else None


def in_words(rule: str) -> str:
    """ "Every 2 weeks on Mon, Fri until Dec 31, 2026"; "" for none."""
    if not rule:
        return ""
    preset = dict(PRESETS).get(rule)
    if preset:
        return preset
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    number = parts.get("INTERVAL", "1")
    unit = UNITS[parts["FREQ"]]
    said = f"Every {unit}" if number == "1" else f"Every {number} {unit}s"
    if "BYDAY" in parts:
        said += " on " + ", ".join(DAYS.get(day, day) for day in parts["BYDAY"].split(","))
    if "BYMONTHDAY" in parts:
        said += " on the last day" if parts["BYMONTHDAY"] == "-1" else f" on day {parts['BYMONTHDAY']}"
    if "COUNT" in parts:
        said += f", {parts['COUNT']} times"
    if "UNTIL" in parts:
        last = datetime.datetime.strptime(parts["UNTIL"], "%Y%m%d")
        said += f" until {last:%b} {last.day}, {last.year}"
    return said


def spoken_rule(words: str) -> str:
    """The rule of "month", "2 weeks", "fri"; "" when it is none."""
    text = words.strip().lower()
    if text in SPOKEN:
        return SPOKEN[text]
    if match := re.fullmatch(r"(\d{1,2}) (day|week|month|year)s?", text):
        freq = {unit: name for name, unit in UNITS.items()}[match[2]]
        return f"FREQ={freq};INTERVAL={int(match[1]) or 1}"
    if match := re.fullmatch(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*", text):
        return f"FREQ=WEEKLY;BYDAY={match[1][:2].upper()}"
    return ""


def make_next(task: Task, *, by: Member, today: datetime.date) -> Task | None:
    """The next of the series, once: when it is there already, or the series is over, nothing is made.

    It goes to the same person unless they left, may not see the matter any more, or are below the type's role by now;
    then it is nobody's, and the supervising attorney finds it under "Needs somebody".
    """
    if not task.recurrence or (
        task.matter is not None and task.matter.state in ("closed", "declined", "archived")
    ):
        return None
    start = task.series_start or task.due_on
    day = next_date(task.recurrence, start=start, after=task.original_due_on or task.due_on, today=today)
    if day is None:
        return None
    doer = task.assignee
    if doer is not None:
        try:
            check_assignee(doer, matter=task.matter, kind=task.type)
        except (DomainError, Refused):
            doer = None
    series = task.series_id or task.pk
    copied = (
        "title",
        "note",
        "matter",
        "type",
        "contact",
        "delegated_by",
        "supervising",
        "priority",
        "private",
        "client_visible",
        "estimate_seconds",
        "recurrence",
        "custom",
    )
    try:
        with transaction.atomic():
            made = Task.objects.create(
                **{name: getattr(task, name) for name in copied},
                assignee=doer,
                needs_review=asks_review(task.type, doer, task.needs_review),
                due_on=day,
                original_due_on=day,
                series_id=series,
                series_start=start,
                occurrence=task.occurrence + 1,
                created_by=task.created_by,
            )
    except IntegrityError as error:
        if "task_occurrence_once" in str(error):
            return None
        raise
    ChecklistItem.objects.bulk_create(
        ChecklistItem(task=made, matter_id=made.matter_id, text=item.text, position=item.position)
        for item in task.checklist.all()
    )
    Watcher.objects.bulk_create(
        Watcher(task=made, matter_id=made.matter_id, member_id=row.member_id) for row in task.watchers.all()
    )
    audit.record(by, "task.repeated", made, changes={"due_on": [None, day]})
    if doer is not None:
        notify(made, doer, Notice.Kind.ASSIGNED, by=by)
    return made


def untouched_next(task: Task) -> Task | None:
    """The next of the series, while nobody has done anything about it."""
    found = Task.objects.filter(
        series_id=task.series_id or task.pk, occurrence=task.occurrence + 1, state=Task.State.OPEN
    ).first()
    if found is None or found.notes.exists() or found.checklist.filter(done_at__isnull=False).exists():
        return None
    return None if found.time_entries.exists() else found
