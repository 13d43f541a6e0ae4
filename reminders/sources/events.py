"""Events of the calendar as things to be reminded of: hearings, trials, depositions, meetings, trips."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from calendar_app.models import Attendee, Event
from calendar_app.recurrence import instances
from reminders.ladders import Kind, Who
from reminders.plan import Thing
from reminders.sources import Key
from reminders.sources.parts import dated_since

DAY = timedelta(days=1)
# Kinds of events → ladder. Absences and focus time are not reminded of.
LADDER_OF = {
    Event.Kind.HEARING: Kind.HEARING,
    Event.Kind.COURT_OTHER: Kind.HEARING,
    Event.Kind.TRIAL: Kind.TRIAL,
    Event.Kind.DEPOSITION: Kind.DEPOSITION,
    Event.Kind.MEDIATION: Kind.DEPOSITION,
    Event.Kind.MEETING: Kind.MEETING,
    Event.Kind.CALL: Kind.MEETING,
    Event.Kind.OTHER: Kind.MEETING,
    Event.Kind.CONSULTATION: Kind.CONSULTATION,
    Event.Kind.TRAVEL: Kind.TRIP,
}
GONE = Attendee.Response.DECLINED


class Events:
    """Standing events: the organizer, and every attendee who has not declined."""

    model = "calendar_app.event"
    kinds = tuple(sorted({kind.value for kind in LADDER_OF.values()}))

    def between(self, ranges: Iterable[tuple[date, date]]) -> list[Thing]:
        """Events, and instances of series, that begin on a day of the ranges. Four queries."""
        spans = [
            (
                datetime.combine(first, time.min, tzinfo=UTC) - DAY,
                datetime.combine(last, time.max, tzinfo=UTC) + DAY,
            )
            for first, last in ranges
        ]
        if not spans:
            return []
        starts = Q(pk__in=[])
        for pair in spans:
            starts |= Q(starts_at__range=pair)
        return self._things(starts, spans)

    def find(self, keys: Collection[Key]) -> list[Thing]:
        """Events of these ids that begin as they did. Four queries."""
        pks = {pk for pk, _occurrence in keys}
        spans = [_span(occurrence) for _pk, occurrence in keys]
        found = self._things(Q(pk__in=pks), spans, only=pks)
        return [thing for thing in found if (thing.pk, thing.occurrence) in keys]

    def _things(self, starts: Q, spans: list, only: set[int] | None = None) -> list[Thing]:
        first, last = min(a for a, _b in spans), max(b for _a, b in spans)
        standing = Event.objects.standing().filter(kind__in=list(LADDER_OF)).select_related("matter")
        there = Prefetch("attendees", Attendee.objects.exclude(response=GONE), to_attr="there")
        single = list(standing.filter(starts, rrule="").prefetch_related(there))
        series = standing.exclude(rrule="").filter(starts_at__lte=last)
        series = series.filter(Q(repeats_until=None) | Q(repeats_until__gte=first))
        if only is not None:
            series = series.filter(pk__in=only)
        repeated = list(series.prefetch_related(there))
        # An exception, also a cancelled one, stands for its instance.
        taken = set()
        if repeated:
            rows = Event.objects.filter(parent__in=[row.pk for row in repeated])
            taken = set(rows.values_list("parent_id", "recurrence_id"))
        since = dated_since(self.model, {row.pk: row.created_at for row in (*single, *repeated)})
        found = [self._thing(row, row.starts_at, since[row.pk]) for row in single]
        for row in repeated:
            gone = [*row.exdates, *(start for pk, start in taken if pk == row.pk)]
            for start in sorted({start for span in spans for start in _starts(row, span, gone)}):
                found.append(self._thing(row, start, since[row.pk]))
        return found

    @staticmethod
    def _thing(row: Event, start: datetime, since: datetime) -> Thing:
        attendees = row.there  # type: ignore[attr-defined]
        people = {
            Who.OWNER.value: (row.organizer_id,),
            Who.ATTENDEES.value: tuple(one.member_id for one in attendees if one.member_id),
        }
        # Of a private event only those who have a part in it hear.
        if row.matter and not row.is_private:
            people[Who.SUPERVISING.value] = tuple(
                filter(None, [row.matter.supervising_id or row.matter.responsible_id])
            )
        occurs: date | datetime = start
        if row.all_day:
            occurs = start.astimezone(ZoneInfo(row.zone)).date()
        return Thing(
            source="event",
            pk=row.pk,
            kind=LADDER_OF[Event.Kind(row.kind)].value,
            title=row.title,
            occurs=occurs,
            since=since,
            url_name="event_detail",
            matter_id=row.matter_id,
            matter_number=row.matter.number if row.matter else "",
            matter_name=row.matter.name if row.matter else "",
            people=people,
            answers=(row.matter.responsible_id,) if row.matter else (),
            contacts=tuple(one.contact_id for one in attendees if one.contact_id),
            critical=row.is_court,
            pressing="verify" if row.is_unverified else "",
            private=row.is_private,
            place=", ".join(part for part in (row.court, row.department, row.location) if part),
            zone=row.zone,
        )


def _starts(row: Event, span: tuple[datetime, datetime], gone: list[datetime]) -> list[datetime]:
    """The starts of a series in a span of time."""
    first, last = span
    found = instances(
        row.rrule,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        since=first,
        until=last,
        without=gone,
    )
    return [start for start, _end in found if start >= first]


def _span(occurrence: str) -> tuple[datetime, datetime]:
    if "T" in occurrence:
        moment = datetime.strptime(occurrence, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    else:
        moment = datetime.combine(date.fromisoformat(occurrence), time.min, tzinfo=UTC)
    return moment - DAY, moment + DAY
