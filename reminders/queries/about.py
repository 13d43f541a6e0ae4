"""The reminders of one object: what was told to whom, what comes."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline, Event
from practice.models import Firm
from practice.scope import current_firm_id
from reminders.ladders import ASKED, PARTS
from reminders.models import OwnRungs, PersonalRungs, Reminder
from reminders.plan import Thing, rung_words, steps
from reminders.queries.due import with_asked
from reminders.queries.ladders import ladders, with_own, with_personal
from reminders.queries.people import Crew
from reminders.sources import source
from work.models import Task

MODELS: dict[str, Any] = {"deadline": Deadline, "event": Event, "task": Task}


@dataclass(frozen=True)
class About:
    """An object with its next occurrence as a thing (None when it is over, done or called off)."""

    source: str
    obj: Any
    thing: Thing | None
    own: OwnRungs | None
    mine: PersonalRungs | None = None  # the reader's own days besides


def about(name: str, pk: int, member: Member) -> About | None:
    """The object, if the member may see it."""
    if name not in MODELS:
        return None
    obj = MODELS[name].objects.visible_to(member).select_related("matter").filter(pk=pk).first()
    if obj is None:
        return None
    own = OwnRungs.objects.filter(about_kind=name, about_id=pk).first()
    mine = PersonalRungs.objects.filter(about_kind=name, about_id=pk, member=member).first()
    return About(name, obj, _next_of(name, obj), own, mine)


def _next_of(name: str, obj: Any) -> Thing | None:
    day = obj.due_on if name != "event" else None
    if name == "event":
        today = timezone.localdate()
        start = timezone.localtime(obj.starts_at).date()
        days = (
            [(start, start)]
            if not obj.rrule or start >= today
            else [(today, today + datetime.timedelta(days=400))]
        )
    elif day is None:
        return None
    else:
        days = [(day, day)]
    found = [thing for thing in source(name).between(days) if thing.pk == obj.pk]
    return min(found, key=lambda thing: thing.occurrence, default=None)


@dataclass(frozen=True)
class Coming:
    """A reminder that is planned: when, which rung, to whom."""

    at: datetime.datetime
    rung: str
    people: tuple[tuple[str, str], ...]
    escalated: bool = False


def ahead(found: About) -> list[Coming]:
    """What is planned for the object from now on, the next first. Computed as the job would, and not kept."""
    thing, now = found.thing, timezone.now()
    if thing is None:
        return []
    firm = Firm.objects.get(pk=current_firm_id())
    crew = Crew.of(firm, now)
    usual = with_own(ladders()[thing.kind], found.own)
    rows = PersonalRungs.objects.filter(about_kind=found.source, about_id=found.obj.pk)
    mine = {row.member_id: row for row in rows}
    told: dict[tuple[datetime.datetime, str], list[tuple[str, str]]] = {}
    for escalated in (False, True) if thing.pressing else (False,):
        people = crew.told(thing, usual, now, escalated=escalated)
        if not escalated:
            people = with_asked(people, mine, crew, thing)
        for pk, part in people.items():
            if not crew.sees(pk, thing):
                continue
            row = None if escalated else mine.get(pk)
            ladder = with_personal(usual, row, alone=part == ASKED)
            for step in steps(thing, ladder, crew.people[pk], escalated=escalated):
                if step.at > now and step.wanted > thing.since and not step.left_out:
                    told.setdefault((step.at, step.rung), []).append((crew.members[pk].name, PARTS[part]))
    return [
        Coming(at, rung_words(rung), tuple(people), rung[0] == "e")
        for (at, rung), people in sorted(told.items())
    ]


def told_of(found: About, member: Member) -> list[Reminder]:
    """What was told of the object, to everybody, newest first. Whoever may read the object may read this."""
    rows = Reminder.objects.filter(about_kind=found.source, about_id=found.obj.pk)
    return list(rows.select_related("member", "contact", "delivery").order_by("-id")[:200])
