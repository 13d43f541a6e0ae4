"""The calendars of a file, each with its items and what could not be read of it."""

from dataclasses import replace

from feeds.ical.items import Fault, Found, Item
from feeds.ical.known_zones import known_zone
from feeds.ical.read.components import item_of
from feeds.ical.read.lines import MAX_COMPONENTS, Block, Unreadable, calendars_of
from feeds.ical.read.times import Clock


def parse(raw: bytes, *, zone: str) -> list[Found]:
    """The calendars of a file, in order. `zone` is the clock of times that name none.

    Raises Unreadable for what is no iCalendar at all, or beyond the limits.
    """
    calendars = []
    for block in calendars_of(raw):
        calendars.append(_calendar(block, zone))
    if not calendars:
        raise Unreadable("This is not a calendar file: it has no BEGIN:VCALENDAR.")
    return calendars


def one(raw: bytes, *, zone: str) -> Item:
    """The one event or to-do of a calendar object resource (RFC 4791, 4.1), with its exceptions.

    Raises Unreadable when there is none, more than one, or one that cannot be read.
    """
    calendars = parse(raw, zone=zone)
    faults = [fault for found in calendars for fault in found.faults]
    if faults:
        raise Unreadable(faults[0].why)
    items = [item for found in calendars for item in found.items]
    if len(items) != 1:
        raise Unreadable("A calendar resource has one event.")
    return items[0]


def _calendar(block: Block, zone: str) -> Found:
    named = block.text("X-WR-TIMEZONE")
    clock = Clock(known_zone(named, "") if named else "", zone, block)
    method = block.text("METHOD").upper()
    items: list[Item] = []
    faults: list[Fault] = []
    parts = [part for part in block.inner if part.kind in ("VEVENT", "VTODO")]
    if len(parts) > MAX_COMPONENTS:
        raise Unreadable(f"The file has more than {MAX_COMPONENTS:,} events. Import it in parts.")
    for part in parts:
        title = part.text("SUMMARY")[:200] or "Without a title"
        try:
            items.append(item_of(part, clock, answer=method == "REPLY"))
        except (Unreadable, ValueError, OverflowError) as error:
            why = str(error) if isinstance(error, Unreadable) else "a value in it is not as RFC 5545 has it"
            faults.append(Fault(part.line, title, why, part.text("UID")[:255]))
    whole, odd = _gathered(items)
    return Found(
        name=(block.text("X-WR-CALNAME") or block.text("NAME"))[:200],
        method=method,
        items=tuple(whole),
        faults=(*faults, *odd),
    )


def _gathered(items: list[Item]) -> tuple[list[Item], list[Fault]]:
    """Series with their exceptions; an exception without its series stands by itself."""
    masters: dict[str, Item] = {}
    faults = []
    for item in items:
        if item.recurrence is None:
            if item.uid in masters:
                why = f"the event of line {masters[item.uid].line} has the same UID"
                faults.append(Fault(item.line, item.title, why, item.uid))
            else:
                masters[item.uid] = item
    alone = []
    for item in items:
        if item.recurrence is None:
            continue
        master = masters.get(item.uid)
        if master is not None and master.rrule:
            # The same instance twice: the later one counts.
            rest = tuple(one for one in master.changed if one.recurrence != item.recurrence)
            masters[item.uid] = replace(master, changed=(*rest, item))
        elif master is None:
            alone.append(item)
        else:
            faults.append(Fault(item.line, item.title, "it changes an event that does not repeat", item.uid))
    return [*masters.values(), *alone], faults
