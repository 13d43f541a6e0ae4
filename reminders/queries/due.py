"""What is due in the firm in scope at an instant: whom each thing is told to, on which rung. Reads only.

Index-backed: things are looked up by the days that a rung reaches, not by walking over all of them.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from practice.models import Firm
from reminders.ladders import ASKED, CLIENT, Rungs
from reminders.models import OwnRungs, PersonalRungs, Reminder, ReminderRules
from reminders.plan import Person, Thing, Told, steps, told_now
from reminders.queries.awake import wakes_at
from reminders.queries.clients import (
    APPOINTMENTS,
    choices,
    client_days,
    client_zone,
    somebody_chose,
    wanted,
    writable,
)
from reminders.queries.ladders import ladders, own_days, with_own, with_personal
from reminders.queries.people import Crew
from reminders.sources import SOURCES, source

DAY = timedelta(days=1)
# How far back a run looks again: quiet hours of a night, and settings that were changed since.
LOOK_BACK = timedelta(hours=30)


@dataclass(frozen=True)
class Due:
    """One rung of a thing for one person (`person` is a member's id, or of a client the contact's)."""

    thing: Thing
    told: Told
    person: int
    part: str
    ladder: Rungs
    escalated: bool = False


@dataclass(frozen=True)
class Look:
    """What a look at a firm found: what is to be claimed now, and when it has to be looked at again."""

    due: list[Due]
    wakes_at: datetime.datetime


def ranges_of(
    days: Iterable[int], first: datetime.date, last: datetime.date
) -> list[tuple[datetime.date, datetime.date]]:
    """The days of things that rungs of so many days before reach between two days, as ranges that do not touch."""
    spans = sorted((first + n * DAY, last + n * DAY) for n in set(days))
    found: list[tuple[datetime.date, datetime.date]] = []
    for start, end in spans:
        if found and start <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def floor_of(rules: ReminderRules, now: datetime.datetime) -> datetime.datetime:
    """The instant up to which everything was told, or is too old to look at again."""
    looked = min(rules.looked_at or now, now)
    return max(rules.began_at or now, looked - LOOK_BACK)


def candidates(
    after: datetime.datetime, now: datetime.datetime, kinds: dict[str, Rungs], rules: ReminderRules
) -> list[Thing]:
    """Everything that some rung may reach between the two instants. A fixed number of queries for each source."""
    own = set(own_days())
    clients = set(client_days(rules)) if rules.clients or somebody_chose() else set()
    # A day on each side, for the zones of the world.
    first, last = (after - DAY).date(), (now + DAY).date()
    found: list[Thing] = []
    for name in SOURCES:
        offered = source(name)
        held = [kinds[kind] for kind in offered.kinds if kinds[kind].is_on]
        numbers = {n for ladder in held for n in (*ladder.days, *ladder.escalate_days)} | own
        # Minutes before, the object's own too, reach into the next day.
        numbers |= {0, 1}
        numbers |= clients if set(APPOINTMENTS) & set(offered.kinds) else set()
        found += offered.between(ranges_of(numbers, first, last))
    return found


def look(firm: Firm, rules: ReminderRules, now: datetime.datetime, crew: Crew) -> Look:
    """What is to be claimed at `now`, each rung, person and thing once, and when to look again."""
    after, kinds = floor_of(rules, now), ladders()
    things = candidates(after, now, kinds, rules)
    own = _own(things) if things else {}
    found = _due(firm, rules, things, own, kinds, crew, now=now, after=after) if things else []
    return Look(found, wakes_at(firm, rules, kinds, crew, things, own, now))


def _due(
    firm: Firm,
    rules: ReminderRules,
    things: list[Thing],
    own: dict[tuple[str, int], OwnRungs],
    kinds: dict[str, Rungs],
    crew: Crew,
    *,
    now: datetime.datetime,
    after: datetime.datetime,
) -> list[Due]:
    known, asked = _known(things), _asked(things)
    near = ((after - DAY).date(), (now + DAY).date())
    found: list[Due] = []
    for thing in things:
        kind = kinds.get(thing.kind)
        if kind is None:
            continue
        usual = with_own(kind, own.get((thing.source, thing.pk)))
        mine = asked.get((thing.source, thing.pk), {})
        for escalated in (False, True) if thing.pressing else (False,):
            people = crew.told(thing, usual, now, escalated=escalated)
            if not escalated:
                people = with_asked(people, mine, crew, thing)
            for pk, part in people.items():
                person = crew.people[pk]
                row = None if escalated else mine.get(pk)
                ladder = with_personal(usual, row, alone=part == ASKED)
                planned = steps(thing, ladder, person, escalated=escalated, near=near)
                if not planned:
                    continue
                told = told_now(
                    thing,
                    planned,
                    now=now,
                    person=person,
                    known=known.get((thing.key, pk, 0), ()),
                    after=after,
                    since=ladder.since,
                )
                if told and crew.sees(pk, thing):
                    found += [Due(thing, one, pk, part, ladder, escalated) for one in told]
    return found + _of_clients(firm, rules, things, known, now=now, after=after)


def with_asked(
    people: dict[int, str], mine: dict[int, PersonalRungs], crew: Crew, thing: Thing
) -> dict[int, str]:
    """With those who asked to be reminded of the thing besides, where it is not private to others."""
    if thing.private:
        return people
    return people | {pk: ASKED for pk in mine if pk not in people and pk in crew.members}


def _asked(things: list[Thing]) -> dict[tuple[str, int], dict[int, PersonalRungs]]:
    found: dict[tuple[str, int], dict[int, PersonalRungs]] = defaultdict(dict)
    for row in PersonalRungs.objects.filter(_about(things)):
        found[(row.about_kind, row.about_id)][row.member_id] = row
    return found


def _about(things: list[Thing]) -> Q:
    by_source: dict[str, list[int]] = defaultdict(list)
    for thing in things:
        by_source[thing.source].append(thing.pk)
    found = Q(pk__in=[])
    for name, pks in by_source.items():
        found |= Q(about_kind=name, about_id__in=sorted(set(pks)))
    return found


def _own(things: list[Thing]) -> dict[tuple[str, int], OwnRungs]:
    return {(row.about_kind, row.about_id): row for row in OwnRungs.objects.filter(_about(things))}


def _known(things: list[Thing]) -> dict[tuple, set[str]]:
    """{(thing, member, contact): rungs that have a row}. One query."""
    found: dict[tuple, set[str]] = defaultdict(set)
    rows = Reminder.objects.filter(_about(things)).order_by()
    for name, pk, occurrence, rung, member, contact in rows.values_list(
        "about_kind", "about_id", "occurrence", "rung", "member_id", "contact_id"
    ):
        found[((name, pk, occurrence), member or 0, contact or 0)].add(rung)
    return found


def _of_clients(
    firm: Firm,
    rules: ReminderRules,
    things: list[Thing],
    known: dict,
    *,
    now: datetime.datetime,
    after: datetime.datetime,
) -> list[Due]:
    asked = [thing for thing in things if thing.contacts]
    if not asked:
        return []
    chosen = choices(thing.pk for thing in asked)
    people = {thing.key: wanted(thing, rules, chosen) for thing in asked}
    may = writable({(pk, thing.matter_id) for thing in asked for pk in people[thing.key]})
    ladder = Rungs(client_days(rules), who=(CLIENT,), in_product=False)
    found = []
    for thing in asked:
        person = Person(client_zone(thing, firm))
        for pk in people[thing.key]:
            if (pk, thing.matter_id) not in may:
                continue
            told = told_now(
                thing,
                steps(thing, ladder, person),
                now=now,
                person=person,
                known=known.get((thing.key, 0, pk), ()),
                after=after,
            )
            found += [Due(thing, one, pk, CLIENT, ladder) for one in told]
    return found
