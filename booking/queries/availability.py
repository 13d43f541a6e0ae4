"""When people are free: everything that takes their time, read in a fixed number of statements whatever the span."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Absence, Member
from accounts.queries import zones_of
from booking.models import Booking, BookingHold, BookingPage
from booking.slots import NOON, Person, Rules, Span, offers
from calendar_app.models import COURT_KINDS, Event
from calendar_app.queries.busy import Busy, busy_times
from calendar_app.queries.closures import closed_days
from calendar_app.queries.courts import court_days_off
from calendar_app.queries.hours import hours_of
from intake.models import Lead

_DAY = datetime.timedelta(days=1)


def minutes_of(clock: datetime.time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def _days(since: datetime.datetime, until: datetime.datetime, zone: ZoneInfo) -> list[datetime.date]:
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    return [first + n * _DAY for n in range((last - first).days + 1)]


def hours_in_minutes(members: Iterable[Member]) -> dict[int, dict[int, list[tuple[int, int]]]]:
    """{member: {weekday: [(from, until) in minutes]}}: their working hours, or the usual ones. One query."""
    return {
        pk: {
            day: [(minutes_of(begins), minutes_of(ends)) for begins, ends in stretches]
            for day, stretches in days.items()
        }
        for pk, days in hours_of([member.pk for member in members]).items()
    }


def days_closed(
    ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, frozenset[datetime.date]]:
    """{member: days without receiving}: closures of the firm, holidays and closures of the courts of each. Three queries."""
    closed = closed_days()
    return {pk: closed | frozenset(days) for pk, days in court_days_off(ids, first, last).items()}


def _away(ids: Collection[int], first: datetime.date, last: datetime.date) -> dict[int, set[datetime.date]]:
    found: dict[int, set[datetime.date]] = {}
    rows = Absence.objects.filter(member__in=ids, starts_on__lte=last, ends_on__gte=first)
    for member, begins, ends in rows.values_list("member_id", "starts_on", "ends_on"):
        begins, ends = max(begins, first), min(ends, last)
        found.setdefault(member, set()).update(begins + n * _DAY for n in range((ends - begins).days + 1))
    return found


def _court(busy: Sequence[Busy]) -> set[int]:
    """Ids of those events at which a court waits for somebody. One query, none without events."""
    ids = {row.event_id for row in busy}
    if not ids:
        return set()
    rows = Event.objects.filter(pk__in=ids, kind__in=COURT_KINDS)
    return {
        pk
        for pk, kind, must in rows.values_list("pk", "kind", "appearance_required")
        if must or kind == "trial"
    }


def _halves(busy: Iterable[Busy], zone: ZoneInfo) -> tuple[set[datetime.date], set[datetime.date]]:
    """(mornings, afternoons) that the stretches touch, in the clock of `zone`."""
    mornings: set[datetime.date] = set()
    afternoons: set[datetime.date] = set()
    for row in busy:
        start, end = row.start.astimezone(zone), row.end.astimezone(zone)
        day = start.date()
        while day <= end.date():
            begins = minutes_of(start.time()) if day == start.date() else 0
            ends = minutes_of(end.time()) if day == end.date() else 1440
            if begins < NOON and ends > begins:
                mornings.add(day)
            if ends > NOON:
                afternoons.add(day)
            day += _DAY
    return mornings, afternoons


def people_of(
    members: Sequence[Member],
    *,
    since: datetime.datetime,
    until: datetime.datetime,
    zone: str,
    hours: Mapping[int, Sequence[tuple[int, int]]] | None = None,
    court_days: str = BookingPage.CourtDays.TIME,
    page: BookingPage | None = None,
    without: Booking | None = None,
) -> list[Person]:
    """The members as the computation of free times sees them, in [since, until).

    `hours` stand for the members' own. `page`: whose bookings a day are counted. `without`: a booking that is being moved
    takes no time. Walls hide nothing here and nothing of what is read is told but that it is not free. To block court days
    it is to run in the system's own scope.
    """
    ids = [member.pk for member in members]
    place = ZoneInfo(zone)
    days = _days(since, until, place)
    busy = busy_times(since - _DAY, until + _DAY, people=ids)
    if without is not None and without.event_id:
        busy = [row for row in busy if row.event_id != without.event_id]
    court = _court(busy) if court_days != BookingPage.CourtDays.TIME else set()
    own = hours_in_minutes(members) if hours is None else {}
    # A page's own hours are those of the firm's clock; a person's are those of theirs.
    zones = zones_of(ids) if hours is None else {}
    closed = days_closed(ids, days[0], days[-1])
    away = _away(ids, days[0], days[-1])
    holds = BookingHold.objects.filter(
        member__in=ids, is_active=True, starts_at__lt=until + _DAY, ends_at__gt=since - _DAY
    )
    if without is not None:
        holds = holds.exclude(booking=without)
    taken: dict[int, list[Span]] = {pk: [] for pk in ids}
    booked: dict[int, dict[datetime.date, int]] = {pk: {} for pk in ids}
    for member, start, end, page_id, at in holds.values_list(
        "member_id", "starts_at", "ends_at", "booking__page_id", "booking__starts_at"
    ):
        taken[member].append((start, end))
        if page is not None and page_id == page.pk:
            day = at.astimezone(place).date()
            booked[member][day] = booked[member].get(day, 0) + 1
    for member, start, minutes in _talks(ids, since, until, without):
        taken[member].append((start, start + datetime.timedelta(minutes=minutes)))
    at_court: dict[int, list[Busy]] = {pk: [] for pk in ids}
    for row in busy:
        if row.member_id is not None:
            taken[row.member_id].append(row.with_travel)
            if row.event_id in court:
                at_court[row.member_id].append(row)
    found = []
    for member in members:
        mornings, afternoons = _halves(at_court[member.pk], place)
        if court_days == BookingPage.CourtDays.DAY:
            mornings = afternoons = mornings | afternoons
        found.append(
            Person(
                member.pk,
                zone if hours is not None else zones[member.pk],
                hours if hours is not None else own.get(member.pk, {}),
                taken[member.pk],
                closed[member.pk] | frozenset(away.get(member.pk, ())),
                frozenset(mornings),
                frozenset(afternoons),
                booked[member.pk],
            )
        )
    return found


def _talks(ids: Collection[int], since, until, without: Booking | None):
    """First talks that have no event on the calendar."""
    rows = Lead.objects.filter(
        consultation_event=None,
        consultation_with__in=ids,
        consultation_at__gte=since - _DAY,
        consultation_at__lt=until + _DAY,
    )
    if without is not None and without.lead_id:
        rows = rows.exclude(pk=without.lead_id)
    return rows.values_list("consultation_with_id", "consultation_at", "consultation_minutes")


def hosts_of(page: BookingPage) -> list[Member]:
    """Who receives on the page and still works here, in their order."""
    rows = page.hosts.select_related("member__role", "member__user").order_by("position", "id")
    return [row.member for row in rows if row.member.is_active]


def rules_of(page: BookingPage, minutes: int, *, now: datetime.datetime | None = None) -> Rules:
    """What a time on the page must keep to, as of now."""
    now = now or timezone.now()
    return Rules(
        minutes=minutes,
        earliest=now + datetime.timedelta(minutes=page.notice),
        latest=now + datetime.timedelta(days=page.horizon),
        step=page.step,
        before=page.buffer_before,
        after=page.buffer_after,
        most_per_day=page.most_per_day,
    )


def page_hours(page: BookingPage) -> dict[int, list[tuple[int, int]]] | None:
    """The page's own hours as the computation takes them; None when each host's working hours hold."""
    if not page.hours:
        return None
    found: dict[int, list[tuple[int, int]]] = {}
    for weekday, begins, ends in page.hours:
        found.setdefault(weekday, []).append((_read(begins), _read(ends)))
    return found


def _read(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def times_of(
    page: BookingPage,
    minutes: int,
    *,
    host: int | None = None,
    without: Booking | None = None,
    hosts: Sequence[Member] | None = None,
    now: datetime.datetime | None = None,
) -> dict[datetime.datetime, tuple[int, ...]]:
    """{moment: ids of the hosts free then} of a page. `host`: only this one's.

    The same few statements for one host or a team, a day or half a year. In the system's own scope.
    """
    people = list(hosts if hosts is not None else hosts_of(page))
    if host is not None:
        people = [member for member in people if member.pk == host]
    if not people:
        return {}
    rules = rules_of(page, minutes, now=now)
    found = people_of(
        people,
        since=rules.earliest - datetime.timedelta(minutes=page.buffer_before),
        until=rules.latest + datetime.timedelta(minutes=minutes + page.buffer_after),
        zone=page.firm.time_zone,
        hours=page_hours(page),
        court_days=page.court_days,
        page=page,
        without=without,
    )
    return offers(found, rules, together=page.mode == BookingPage.Mode.ALL)
