"""A calendar file taken over: read and shown first, then the lines that were chosen, and taken back as a whole."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.services import cancel_event
from calendar_app.services.access import ensure_keeps, may_change
from feeds.ical import read, write
from feeds.ical.items import Item
from feeds.models import CalendarImport, ImportLine
from feeds.queries.items import loaded
from feeds.services import plans
from matters.models import Matter
from practice import audit
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
        calendars = read.parse(raw, zone=timezone.get_current_timezone_name())
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
    named = _named([f"{item.title} {item.text}" for found in calendars for item in found.items], by)
    seen: set[str] = set()
    for found in calendars:
        for item in found.items:
            lines.append(_line(parent, len(lines) + 1, found.name, item, known, named, seen, by))
        for fault in found.faults:
            where = f"Line {fault.line}: " if fault.line else ""
            lines.append(
                ImportLine(
                    parent=parent,
                    position=len(lines) + 1,
                    calendar=found.name,
                    uid=fault.uid,
                    title=fault.title[:300],
                    finding=ImportLine.Finding.UNREADABLE,
                    reason=f"{where}{fault.why}."[:500],
                )
            )
    ImportLine.objects.bulk_create(lines)
    return parent


def _known(uids: Collection[str]) -> dict[str, Event]:
    rows = Event.objects.filter(uid__in=uids, parent=None).select_related("matter", "organizer", "room")
    return {event.uid: event for event in rows.prefetch_related("exceptions")}


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
    seen: set[str],
    by: Member,
) -> ImportLine:
    line = ImportLine(
        parent=parent,
        position=position,
        calendar=calendar,
        uid=item.uid,
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
        line.finding, line.reason = Finding.SAME, "A second time in the file."
    elif item.uid in known:
        _compare(line, known[item.uid], item, by)
    else:
        line.finding, line.chosen = Finding.NEW, True
        words = NUMBER.findall(f"{item.title} {item.text}")
        line.matter = next((named[word] for word in words if word in named), None)
    seen.add(item.uid)
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


def _locked(parent: CalendarImport, by: Member) -> CalendarImport:
    rows = CalendarImport.objects.visible_to(by).select_for_update(of=("self",)).select_related("owner")
    found = rows.filter(pk=parent.pk).first()
    if found is None:
        raise DomainError("This import is another person’s.")
    return found


@transaction.atomic
def carry_out(
    parent: CalendarImport, *, by: Member, chosen: Collection[int], matters: Mapping[int, Matter | None]
) -> CalendarImport:
    """Take over the chosen lines (their ids), each on its matter. What cannot be is said on its line; the others go on."""
    parent = _locked(parent, by)
    if parent.state != CalendarImport.State.PREVIEW:
        raise DomainError("This import was carried out already.")
    ensure_keeps(by, parent.owner)
    picked = set(chosen)
    rows = list(parent.lines.exclude(finding=ImportLine.Finding.UNREADABLE).select_related("event"))
    for line in rows:
        line.chosen = line.pk in picked and line.finding in (
            ImportLine.Finding.NEW,
            ImportLine.Finding.CHANGED,
        )
        if line.chosen:
            _take(line, parent, by, matters.get(line.pk, line.matter))
    ImportLine.objects.bulk_update(rows, ["chosen", "event", "matter", "before", "outcome"])
    parent.state, parent.done_at = CalendarImport.State.DONE, timezone.now()
    parent.save(update_fields=["state", "done_at"])
    count = sum(1 for line in rows if line.outcome in ("Added", "Changed"))
    audit.record(by, "calendar_import.done", parent, changes={"events": [None, count]})
    return parent


def _take(line: ImportLine, parent: CalendarImport, by: Member, matter: Matter | None) -> None:
    item = read.one(line.data["ics"].encode(), zone=timezone.get_current_timezone_name())
    try:
        with transaction.atomic():
            if line.finding == ImportLine.Finding.NEW:
                line.event = plans.enter(item, by=by, owner=parent.owner, matter=matter)
                line.matter = matter
                line.outcome = "Added"
            else:
                event = loaded(line.event_id, by) if line.event_id is not None else None
                if event is None:
                    raise DomainError("It is no longer there.")
                plan = plans.plan_of(event, item)
                line.before = {"plan": _back(event, plan), "updated_at": ""}
                event = plans.carry_out(event, plan, by=by, reason=f"Import of {parent.file_name}")
                line.before["updated_at"] = event.updated_at.isoformat()
                line.outcome = "Changed"
    except DomainError as error:
        line.outcome = f"Not taken over: {error.message}"[:300]
        line.before = {}


def _back(event: Event, plan: plans.Plan) -> plans.Plan:
    """The plan that makes an event what it was before another plan."""
    found: plans.Plan = []
    for step in plan:
        if step["act"] == "change":
            values: dict[str, Any] = {name: getattr(event, name) for name in step["values"]}
            if "starts_at" in values and event.all_day:
                values = {k: v for k, v in values.items() if k not in ("starts_at", "ends_at")}
                values |= {"starts_on": event.starts_on, "ends_on": event.ends_on}
            elif "starts_on" in values and not event.all_day:
                values = {k: v for k, v in values.items() if k not in ("starts_on", "ends_on")}
                values |= {"starts_at": event.starts_at, "ends_at": event.ends_at, "zone": event.zone}
            found.append({"act": "change", "at": None, "values": plans.plain(values)})
        elif step["act"] == "skip":
            found.append({**step, "act": "restore"})
        elif step["act"] == "restore":
            found.append({**step, "act": "skip"})
    return found


@transaction.atomic
def take_back(parent: CalendarImport, *, by: Member) -> tuple[CalendarImport, int]:
    """Undo an import: what it added is called off, what it changed is as it was. Returns it, and how many stay.

    An event that somebody changed after the import stays as it is, and its line says so.
    """
    parent = _locked(parent, by)
    if parent.state != CalendarImport.State.DONE:
        raise DomainError("There is nothing to take back.")
    rows = list(parent.lines.filter(outcome__in=["Added", "Changed"]).select_related("event"))
    stay = 0
    for line in rows:
        event = line.event
        if event is None or event.is_cancelled:
            line.outcome = "Taken back"
            continue
        try:
            with transaction.atomic():
                if line.outcome == "Added":
                    if event.updated_at > (parent.done_at or timezone.now()):
                        raise DomainError("It was changed after the import.")
                    cancel_event(event, by=by, reason="Import taken back")
                else:
                    if event.updated_at.isoformat() != line.before.get("updated_at"):
                        raise DomainError("It was changed after the import.")
                    plans.carry_out(event, line.before["plan"], by=by, reason="Import taken back")
            line.outcome = "Taken back"
        except DomainError as error:
            stay += 1
            line.outcome = f"Stays: {error.message}"[:300]
    ImportLine.objects.bulk_update(rows, ["outcome"])
    parent.state, parent.undone_at = CalendarImport.State.UNDONE, timezone.now()
    parent.save(update_fields=["state", "undone_at"])
    audit.record(by, "calendar_import.undone", parent, changes={"stay": [None, stay]})
    return parent, stay
