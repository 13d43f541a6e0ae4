"""A calendar file read and shown line by line, before anything of it is taken over."""

import datetime
import re
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Q

from accounts.models import Member
from accounts.queries import zone_of
from calendar_app.models import Event, Room
from calendar_app.services.access import ensure_keeps, may_change
from feeds.ical import read, write
from feeds.ical.items import Item
from feeds.models import CalendarImport, ImportLine
from feeds.queries.items import loaded
from feeds.services import plans
from matters.models import Matter
from practice.exceptions import DomainError

MAX_BYTES = 5 * 1024 * 1024
MOST = 500


@transaction.atomic
def look_at(raw: bytes, *, by: Member, owner: Member, file_name: str) -> CalendarImport:
    """Read a file and store what was found, line by line. Writes nothing to the calendar.

    Raises DomainError for what is no calendar, too large, or has no event.
    """
    ensure_keeps(by, owner)
    if len(raw) > MAX_BYTES:
        raise DomainError("A calendar file has at most 5 MB. Export a shorter stretch of time.", field="file")
    try:
        calendars = read.parse(raw, zone=zone_of(owner))
    except read.Unreadable as error:
        raise DomainError(str(error), field="file") from error
    total = sum(len(found.items) + len(found.faults) for found in calendars)
    if total == 0:
        raise DomainError("There is no event in this file.", field="file")
    if total > MOST:
        raise DomainError(
            f"A file has at most {MOST:,} events; this one has {total:,}. Export it in parts.", field="file"
        )
    parent = CalendarImport.objects.create(
        owner=owner, created_by=by, file_name=file_name[:200] or "calendar.ics"
    )
    lines: list[ImportLine] = []
    known = _known([item.uid for found in calendars for item in found.items])
    every = [item for found in calendars for item in found.items]
    named = _named([f"{item.title} {item.text}" for item in every], by)
    rooms = {room.name.casefold(): room for room in Room.objects.open()}
    alike = _alike(every, owner, by)
    seen: dict[str, int] = {}
    for found in calendars:
        for item in found.items:
            line = _line(parent, len(lines) + 1, found.name, item, known, named, seen, by)
            if line.finding == ImportLine.Finding.NEW:
                line.room, line.is_private = rooms.get(item.location.casefold()), item.private
                if (item.title.casefold(), _start(item)) in alike:
                    line.chosen, line.reason = (
                        False,
                        "Of this name there is an event at this time already, from elsewhere.",
                    )
            lines.append(line)
        for fault in found.faults:
            lines.append(
                ImportLine(
                    parent=parent,
                    position=len(lines) + 1,
                    calendar=found.name,
                    uid=fault.uid,
                    title=fault.title[:300],
                    finding=ImportLine.Finding.UNREADABLE,
                    at_line=fault.line,
                    reason=f"{fault.why[:1].upper()}{fault.why[1:]}."[:500],
                )
            )
    ImportLine.objects.bulk_create(lines)
    return parent


def _known(uids: Collection[str]) -> dict[str, Event]:
    rows = Event.objects.filter(uid__in=uids, parent=None).select_related("matter", "organizer", "room")
    return {event.uid: event for event in rows.prefetch_related("exceptions")}


def _start(item: Item) -> datetime.datetime | datetime.date:
    return item.starts.astimezone(datetime.UTC) if isinstance(item.starts, datetime.datetime) else item.starts


def _alike(
    items: list[Item], owner: Member, by: Member
) -> set[tuple[str, datetime.datetime | datetime.date]]:
    """(title, start) of events in the calendar of `owner` that the file may have under another UID. One query."""
    starts = {_start(item) for item in items}
    hours = [at for at in starts if isinstance(at, datetime.datetime)]
    days = [at for at in starts if not isinstance(at, datetime.datetime)]
    rows = Event.objects.visible_to(by).standing().filter(parent=None, attendees__member=owner)
    rows = rows.filter(Q(all_day=False, starts_at__in=hours) | Q(all_day=True, starts_on__in=days))
    return {
        (title.casefold(), day if whole else at)
        for title, whole, day, at in rows.values_list("title", "all_day", "starts_on", "starts_at")
    }


NUMBER = re.compile(r"[\w-]{4,20}")


def _named(texts: list[str], by: Member) -> dict[str, Matter]:
    """The matters whose numbers the texts name, among those that `by` sees."""
    words = {word for text in texts for word in NUMBER.findall(text) if any(c.isdigit() for c in word)}
    found = Matter.objects.visible_to(by).filter(number__in=words).exclude(state=Matter.State.DECLINED)
    return {matter.number: matter for matter in found}


def _line(
    parent: CalendarImport,
    position: int,
    calendar: str,
    item: Item,
    known: Mapping[str, Event],
    named: Mapping[str, Matter],
    seen: dict[str, int],
    by: Member,
) -> ImportLine:
    line = ImportLine(
        parent=parent,
        position=position,
        calendar=calendar,
        uid=item.uid,
        at_line=item.line,
        title=item.title[:300] or "Without a title",
    )
    # The line keeps its own text: what is taken over is what was shown.
    line.data = {
        "ics": write.calendar([item]).decode(),
        "starts": item.starts.isoformat(),
        "ends": (item.ends or item.starts).isoformat(),
        "all_day": item.all_day,
        "zone": item.zone,
        "place": item.location[:300],
        "repeats": item.rrule,
    }
    Finding = ImportLine.Finding
    if item.todo:
        line.finding, line.reason = Finding.UNREADABLE, "It is a to-do. Tasks are entered under Tasks."
    elif item.recurrence is not None:
        line.finding, line.reason = Finding.UNREADABLE, "It is one date of a series that is not in the file."
    elif item.status == "cancelled" and item.uid not in known:
        line.finding, line.reason = Finding.SAME, "Called off, and not in the calendar."
    elif item.uid in seen:
        line.finding, line.reason = (
            Finding.SAME,
            f"A second time in the file: it is that of line {seen[item.uid]}.",
        )
    elif item.uid in known:
        _compare(line, known[item.uid], item, by)
    else:
        line.finding, line.chosen = Finding.NEW, True
        words = NUMBER.findall(f"{item.title} {item.text}")
        line.matter = next((named[word] for word in words if word in named), None)
    seen.setdefault(item.uid, item.line)
    return line


def _compare(line: ImportLine, event: Event, item: Item, by: Member) -> None:
    line.event, line.matter = event, event.matter
    Finding = ImportLine.Finding
    if event.is_cancelled:
        line.finding, line.reason = Finding.SAME, "It was called off here."
        return
    seen = loaded(event.pk, by)
    if seen is None:
        line.event = line.matter = None
        line.finding, line.reason = Finding.SAME, "It is there already."
        return
    plan = plans.plan_of(seen, item)
    if not plan:
        line.finding, line.reason = Finding.SAME, "It is there already."
        return
    words = [f"{what}: {before or '—'} → {after or '—'}" for what, before, after in plans.said(seen, plan)]
    line.finding, line.reason = Finding.CHANGED, "; ".join(words)[:500]
    # A court date, or what another may change, is not taken over unasked.
    line.chosen = not seen.is_court and may_change(by, seen)
