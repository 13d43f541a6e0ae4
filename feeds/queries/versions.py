"""Which version of a calendar a person's programs would be shown now, told without building its list.

A version is a digest of the rows that the list is made of, as PostgreSQL keeps them and as this person may see them. Each
UPDATE, by whatever code, gives a row another `xmin` and `ctid`; a row that came, went, or is hidden by a wall changes what is
digested. Of what a list says besides (names of people, matters, rooms) the names themselves are digested. Where nothing
tells, the version differs rather than not: a list is then built for nothing, and says so by its tags.

What the list has by time alone (how far back and ahead it reaches) changes with the day, which is part of each version.
"""

import hashlib
import json
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import CharField, F, Func, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Attendee, Deadline, Event
from feeds.ical import write
from feeds.models import Feed, SyncCollection, SyncResource
from feeds.queries import alarms, feeds, items, lists


class _RowVersion(Func):
    """Which version of a row stands, of the table of the column given."""

    output_field = CharField()

    def as_sql(self, compiler, connection, **extra):
        column, params = compiler.compile(self.source_expressions[0])
        row = column.rpartition(".")[0]
        return f"({row}.xmin::text || {row}.ctid::text)", params


class _Together(Func):
    """Some values of one row as one text that no other values give."""

    template = "jsonb_build_array(%(expressions)s)::text"
    output_field = CharField()


def _digest(rows: QuerySet, *names: str) -> str:
    """Digest of the rows' versions and of what they name. One statement, one short answer."""
    said = _Together(F("pk"), _RowVersion(F("pk")), *(F(name) for name in names))
    rows = rows.select_related(None).prefetch_related(None).order_by()
    found = rows.aggregate(
        found=Func(StringAgg(said, "\n", order_by="pk"), function="md5", output_field=CharField())
    )
    return found["found"] or ""


def _events(member: Member, people: Collection[int]) -> list[str]:
    """Of events that are shown in full, their exceptions, and who comes to them."""
    shown = items.event_rows(member, people, items.since()).order_by().values("pk")
    rows = Event.objects.filter(Q(pk__in=shown) | Q(parent__in=shown))
    guests = Attendee.objects.filter(Q(event__in=shown) | Q(event__parent__in=shown))
    return [
        _digest(rows, "matter__number", "matter__name", "organizer__name", "room__name"),
        _digest(guests, "member__name", "contact__name"),
    ]


def _busy(people: Collection[int]) -> str:
    """Of every time that the people are taken, what is hidden from the reader too: those show as busy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(b::text, E'\\n' ORDER BY b.starts_at, b.event_id, b.member_id))"
            " FROM calendar_busy(%s::bigint[], '{}'::bigint[], %s, %s) b",
            [list(people), items.since(), items.until()],
        )
        return cursor.fetchone()[0] or ""


def _alarms(member: Member) -> str:
    rows = SyncResource.objects.filter(collection__member=member, gone_at=None).exclude(alarms={})
    return _digest(rows, "collection__owner")


@lru_cache(maxsize=1)
def _words() -> str:
    """Digest of the code and settings that turn rows into text: another release may write the same rows otherwise."""
    files = [Path(str(one.__file__)) for one in (items, feeds, lists, alarms)] + sorted(
        Path(write.__file__).parent.glob("*.py")
    )
    labels = [str(found) for found in (Event.Kind.choices, Deadline.Kind.choices)]
    told = [*(path.read_text() for path in files), *labels, settings.BASE_URL, settings.PORTAL_KEY]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _version(*parts) -> str:
    told = [_words(), timezone.get_current_timezone_name(), items.since().isoformat(), *parts]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def of_calendar(member: Member, owner: Member, kind: str) -> str:
    """The version of a calendar of `owner` as the programs of `member` are shown it. Five statements at most."""
    if kind == SyncCollection.Kind.DEADLINES:
        return _version(kind, _deadlines(member, [owner.pk]))
    return _version(kind, *_events(member, [owner.pk]), _busy([owner.pk]))


def of_feed(feed: Feed, member: Member) -> str:
    """The version of what a feed shows. A few statements for each of its layers."""
    people = feeds.people_of(feed, member)
    found = [feed.name, member.firm.name, feed.detail, sorted(feed.layers), feed.deadlines_as_tasks, people]
    full = feed.detail == Feed.Detail.FULL
    if Feed.Layer.EVENTS in feed.layers:
        found.append(_busy(people))
        if full:
            found += [*_events(member, people), _alarms(member)]
    if full and Feed.Layer.DEADLINES in feed.layers:
        found.append(_deadlines(member, people))
    if full and Feed.Layer.TASKS in feed.layers:
        found.append(_digest(items.tasks_of(people, member), "matter__number", "matter__name"))
    return _version(*found)


def _deadlines(member: Member, people: Collection[int]) -> list:
    """Of deadlines, and of the days on which the member asked to be reminded of them."""
    rows = items.deadlines_of(people, member)
    rings = alarms.rings_of(member, list(rows.filter(done_at=None).order_by().values_list("pk", flat=True)))
    told = [[pk, days, str(at)] for pk, (days, at) in sorted(rings.items())]
    return [_digest(rows, "matter__number", "matter__name", "owner__name"), told]
