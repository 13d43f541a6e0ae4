"""What the calendar's page shows: occurrences, what is due, closed days and absences, laid out for a look at it.

As many statements for two thousand events as for two.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import Member
from accounts.queries import zone_of
from calendar_app import grid
from calendar_app.look import AGENDA_DAYS, Look
from calendar_app.models import Room
from calendar_app.queries.access import kept_by
from calendar_app.queries.events import Occurrence, occurrences
from calendar_app.queries.hours import DaysOff, Hours, absences_between, days_off, hours_of
from calendar_app.queries.outlines import Outline, fill, outline
from calendar_app.queries.shown import Shown, shown
from calendar_app.recurrence import placed
from matters.models import Matter
from practice.due import Due, due

ONE_DAY = datetime.timedelta(days=1)
IN_A_CELL = 4


@dataclass
class Cell:
    """A day of the month."""

    day: datetime.date
    inside: bool
    is_today: bool
    off: object
    shown: list[Shown]
    due: list[Due]
    more: int
    url: str = ""

    @property
    def words(self) -> str:
        """Monday, November 30."""
        return f"{self.day:%A, %B} {self.day.day}"


@dataclass
class Page:
    """The calendar for one look at it."""

    look: Look
    zone: ZoneInfo
    zone_name: str
    title: str
    start: datetime.date
    end: datetime.date
    rows: list[Occurrence]
    due: list[Due]
    off: DaysOff
    columns: list[grid.Column] = field(default_factory=list)
    weeks: list[list[Cell]] = field(default_factory=list)
    days: list[tuple] = field(default_factory=list)
    first_hour: int = 0
    last_hour: int = 24
    marks: list[tuple[int, str]] = field(default_factory=list)
    show: Callable[[Occurrence], Shown] | None = None
    total: int = 0
    short: str = ""


def build(
    member: Member,
    look: Look,
    members: Mapping[int, Member],
    rooms: Mapping[int, Room],
    *,
    matter: Matter | None = None,
    light: bool = True,
) -> Page:
    """The calendar as `member` may see it. `members` and `rooms` are those that may be chosen; without `light` the events
    are whole, for a file.
    """
    zone_name = look.zone or timezone.get_current_timezone_name()
    zone = ZoneInfo(zone_name)
    start, end = _stretch(look)
    since = placed(datetime.datetime.combine(start, datetime.time()), zone_name)
    until = placed(datetime.datetime.combine(end + ONE_DAY, datetime.time()), zone_name)
    chosen_rooms = [pk for pk in look.rooms if pk in rooms]
    asked: dict[str, Any] = {
        "people": look.people,
        "rooms": chosen_rooms,
        "court": "court" in look.layers,
        "travel": "travel" in look.layers,
    }
    narrowed = look.kinds or look.court_only or look.unverified
    in_outline = light and look.view == "month" and not narrowed and matter is None
    rows: list[Occurrence] = []
    if not in_outline:
        found = occurrences(
            member, since, until, matter=matter, light=light and look.view != "agenda", **asked
        )
        rows = [row for row in found if _wanted(row, look, matter)]
    people = list(look.people)
    rows_due = [] if narrowed and not look.court_only else due(member, start, end, people, look.layers)
    if look.court_only:
        rows_due = [row for row in rows_due if row.kind in ("court", "limitation")]
    if matter is not None:
        rows_due = [row for row in rows_due if row.matter == matter.name]
    page = Page(
        look, zone, zone_name, _title(look, start, end), start, end, rows, rows_due, days_off(start, end)
    )
    page.short = _short(look, start)
    page.total = len(rows)
    several = len(look.people) > 1 and look.view != "people"
    kept = kept_by(member)
    page.show = lambda row: shown(row, member, members, rooms, zone, kept, several=several)
    if look.view == "month":
        days = _days(page)
        _month(page, outline(member, days, zone, most=IN_A_CELL, **asked) if in_outline else None, member)
    elif look.view == "agenda":
        _agenda(page)
    else:
        _columns(page, members, rooms, chosen_rooms)
    return page


def listed(
    member: Member,
    look: Look,
    rooms: Mapping[int, Room],
    first: datetime.date,
    last: datetime.date,
    zone_name: str,
    *,
    matter: Matter | None = None,
) -> list[Occurrence]:
    """What the calendar shows of the days from `first` to `last`, in the order of time, with the events whole."""
    found = occurrences(
        member,
        placed(datetime.datetime.combine(first, datetime.time()), zone_name),
        placed(datetime.datetime.combine(last + ONE_DAY, datetime.time()), zone_name),
        people=look.people,
        rooms=[pk for pk in look.rooms if pk in rooms],
        matter=matter,
        court="court" in look.layers,
        travel="travel" in look.layers,
    )
    return [row for row in found if _wanted(row, look, matter)]


def _stretch(look: Look) -> tuple[datetime.date, datetime.date]:
    """First and last day of what is shown."""
    if look.view == "week":
        days = grid.week_of(look.day)
        return days[0], days[-1]
    if look.view == "month":
        weeks = grid.month_of(look.day)
        return weeks[0][0], weeks[-1][-1]
    length = {"3day": 3, "agenda": AGENDA_DAYS}.get(look.view, 1)
    return look.day, look.day + (length - 1) * ONE_DAY


def _short(look: Look, start: datetime.date) -> str:
    """The title of a phone: Nov 22; Nov 2026."""
    if look.view in ("day", "people"):
        return f"{look.day:%b} {look.day.day}"
    return f"{look.day if look.view == 'month' else start:%b %Y}"


def _title(look: Look, start: datetime.date, end: datetime.date) -> str:
    if look.view in ("day", "people"):
        return f"{look.day:%A}, {look.day:%B} {look.day.day}"
    if look.view == "month":
        return f"{look.day:%B} {look.day.year}"
    if start.month == end.month:
        return f"{start:%B} {start.year}"
    if start.year == end.year:
        return f"{start:%b} – {end:%b} {end.year}"
    return f"{start:%b} {start.year} – {end:%b} {end.year}"


def _wanted(row: Occurrence, look: Look, matter: Matter | None) -> bool:
    event = row.event
    if event is None:
        return not (look.kinds or look.court_only or look.unverified or matter is not None)
    if matter is not None and event.matter_id != matter.pk:
        return False
    if look.kinds and event.kind not in look.kinds:
        return False
    if look.court_only and not event.is_court:
        return False
    return not look.unverified or event.is_unverified


def _days(page: Page) -> list[datetime.date]:
    return [page.start + n * ONE_DAY for n in range((page.end - page.start).days + 1)]


def _month(page: Page, outlined: Outline | None, reader: Member) -> None:
    """The weeks, from the page's rows or from an outline; of that what has a place is read."""
    weeks = grid.month_of(page.look.day)
    if outlined is None:
        first: Mapping[datetime.date, list[Occurrence]] = grid.spread(page.rows, _days(page), page.zone)
        counts: Mapping[datetime.date, int] = {day: len(rows) for day, rows in first.items()}
    else:
        first, counts = outlined.first, outlined.counts
    due_on: dict[datetime.date, list[Due]] = {}
    for row in page.due:
        due_on.setdefault(row.day, []).append(row)
    placed_on = {
        day: rows[: max(IN_A_CELL - min(len(due_on.get(day, ())), 2), 1)] for day, rows in first.items()
    }
    if outlined is not None:
        fill(reader, {id(row): row for rows in placed_on.values() for row in rows}.values())
    today = timezone.localdate()
    day_url = page.look.url(view="day", day=_ANY_DAY)
    for week in weeks:
        cells = []
        for day in week:
            dues = due_on.get(day, [])
            there = [page.show(row) for row in placed_on[day]]
            more = max(len(dues) - 2, 0) + counts[day] - len(there)
            cells.append(
                Cell(
                    day,
                    day.month == page.look.day.month,
                    day == today,
                    page.off.on(day),
                    there,
                    dues[:2],
                    more,
                    day_url.replace(_ANY_DAY.isoformat(), day.isoformat()),
                )
            )
        page.weeks.append(cells)


# Stands in an address for the day that each cell puts there.
_ANY_DAY = datetime.date(1, 1, 1)


def _agenda(page: Page) -> None:
    events = [row.whole for row in page.rows if row.whole is not None]
    prefetch_related_objects(events, "attendees__member")
    days = _days(page)
    spread = grid.spread(page.rows, days, page.zone)
    due_on: dict[datetime.date, list[Due]] = {}
    for row in page.due:
        due_on.setdefault(row.day, []).append(row)
    today = timezone.localdate()
    for day in days:
        rows, dues = spread[day], due_on.get(day, [])
        off = page.off.on(day)
        if rows or dues or off is not None or day == today:
            page.days.append((day, off, dues, [page.show(row) for row in rows], day == today))


def _here(
    hours: Hours, day: datetime.date, theirs: str, zone: ZoneInfo
) -> Sequence[tuple[datetime.time, datetime.time]]:
    """A person's working hours on a day of the clock that is shown, of a person who may live in another."""
    if theirs == zone.key:
        return hours.get(day.weekday(), ())
    found = []
    for near in (day - ONE_DAY, day, day + ONE_DAY):
        for begins, ends in hours.get(near.weekday(), ()):
            start = placed(datetime.datetime.combine(near, begins), theirs).astimezone(zone)
            end = placed(datetime.datetime.combine(near, ends), theirs).astimezone(zone)
            if start.date() <= day <= end.date():
                found.append(
                    (
                        start.time() if start.date() == day else datetime.time(),
                        end.time() if end.date() == day else datetime.time.max,
                    )
                )
    return found


def _columns(
    page: Page, members: Mapping[int, Member], rooms: Mapping[int, Room], chosen_rooms: list[int]
) -> None:
    look = page.look
    days = _days(page)
    page.first_hour, page.last_hour = grid.hours_shown(page.rows, days, page.zone, all_hours=look.all_hours)
    page.marks = grid.hour_marks(page.first_hour, page.last_hour)
    today = timezone.localdate()
    now = timezone.now().astimezone(page.zone)
    if look.view == "people":
        columns = [grid.Column(look.day, members[pk].name, person=members[pk]) for pk in look.people]
        columns += [grid.Column(look.day, rooms[pk].name, room=rooms[pk]) for pk in chosen_rooms]
        elsewhere = [
            row for row in page.rows if not row.people & set(look.people) and row.room_id not in chosen_rooms
        ]
        if elsewhere:
            columns.append(grid.Column(look.day, "Others"))
    else:
        columns = [grid.Column(day) for day in days]
        elsewhere = []
    single = look.people[0] if len(look.people) == 1 else None
    watched = list(look.people) if look.view == "people" else [single] if single else []
    hours = hours_of(watched) if watched else {}
    away = absences_between(watched, page.start, page.end) if watched else {}
    spread = grid.spread(page.rows, days, page.zone)
    for column in columns:
        rows = spread[column.day]
        dues = [row for row in page.due if row.day == column.day]
        if column.person is not None:
            pk = column.person.pk
            rows = [row for row in rows if pk in row.people]
            dues = [row for row in dues if row.owner_id == pk]
        elif column.room is not None:
            rows = [row for row in rows if row.room_id == column.room.pk]
            dues = []
        elif look.view == "people":
            rows, dues = [row for row in rows if row in elsewhere], []
        column.off = page.off.on(column.day)
        column.is_today, column.is_past = column.day == today, column.day < today
        column.is_anchor = column.day == look.day
        column.due = dues
        column.url = look.url(view="day", day=column.day)
        whose = {"people": (column.person.pk,), "rooms": ()} if column.person is not None else {}
        column.list_url = look.url(view="agenda", day=column.day, **whose)
        column.whole_days = [page.show(row) for row in rows if row.all_day]
        column.blocks = grid.blocks_of(
            rows,
            column.day,
            page.zone,
            first_hour=page.first_hour,
            last_hour=page.last_hour,
            most=grid.MOST_LANES.get(look.view, grid.LANES),
        )
        for block in column.blocks:
            if not block.folded:
                block.shown = page.show(block.occurrence)
        person = column.person.pk if column.person is not None else single
        if person is not None:
            column.away = any(first <= column.day <= last for first, last in away.get(person, ()))
            if column.off is None:
                stretches = _here(hours[person], column.day, zone_of(members[person]), page.zone)
                column.shades = (
                    grid.outside(stretches, first_hour=page.first_hour, last_hour=page.last_hour)
                    if stretches and not column.away
                    else [(0, (page.last_hour - page.first_hour) * grid.STEPS_AN_HOUR)]
                )
        local_day = now.date()
        if column.day == local_day and page.first_hour <= now.hour < page.last_hour:
            column.now_at = (now.hour * 60 + now.minute - page.first_hour * 60) // grid.STEP
    page.columns = columns
