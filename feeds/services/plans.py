"""What a program wants of an event, as a list of acts that are kept as JSON: worked out first, then carried out or asked.

An act is {"act": change | cancel | instance | skip | restore, "at": start of the instance or None, "values": {…}}.
"""

import datetime
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Event, Room
from calendar_app.services import cancel_event, change_event, create_event, restore_event
from feeds.ical.items import Item
from feeds.ical.read import checked_rule
from feeds.queries.items import event_item, place_of, typed
from matters.models import Matter
from practice.exceptions import DomainError

Plan = list[dict[str, Any]]

# What is shorter than this has no length that a calendar could show.
LEAST = datetime.timedelta(minutes=15)
# Instances that one message may take out or change.
MOST_INSTANCES = 100
WORDS = {
    "title": "Title",
    "starts_at": "Starts",
    "ends_at": "Ends",
    "starts_on": "First day",
    "ends_on": "Last day",
    "zone": "Time zone",
    "location": "Place",
    "note": "Note",
    "is_private": "Private",
    "state": "State",
    "rrule": "Repeats",
    "remote_link": "Remote link",
}


def values_of(item: Item) -> dict[str, Any]:
    """The fields of an event that an item says."""
    values: dict[str, Any] = {
        "title": " ".join(item.title.split())[:200] or "Without a title",
        "location": " ".join(item.location.split())[:300],
        "note": typed(item.text)[:20_000],
        "is_private": item.private,
        "state": Event.State.TENTATIVE.value if item.status == "tentative" else Event.State.CONFIRMED.value,
        "rrule": item.rrule,
    }
    if not isinstance(item.starts, datetime.datetime):
        values |= {"starts_on": item.starts, "ends_on": item.ends or item.starts}
    else:
        ends = item.ends if item.ends is not None and item.ends > item.starts else item.starts + LEAST
        values |= {
            "starts_at": item.starts.astimezone(datetime.UTC),
            "ends_at": ends.astimezone(datetime.UTC),  # type: ignore[union-attr]
            "zone": item.zone,
        }
    if item.url and not item.url.startswith(settings.BASE_URL):
        values["remote_link"] = item.url
    return values


def differences(event: Event, item: Item) -> dict[str, Any]:
    """The fields that an item would change on an event: what the program was shown and sends back is no change."""
    new = values_of(item)
    if " ".join(item.location.split()) == " ".join(place_of(event).split()):
        new["location"] = event.location
    if "starts_at" in new and new["zone"] in ("", "UTC") and not event.rrule and not new["rrule"]:
        # A program that speaks of instants alone does not move the event to Greenwich.
        new["zone"] = event.zone
    first = event.starts_on if event.all_day else event.starts_at
    same_rule = bool(event.rrule) and _rule(event.rrule, event, first) == new["rrule"]
    if same_rule or event.parent_id:
        new["rrule"] = event.rrule
    new["note"] = event.note if typed(item.text) == typed(event.note) else new["note"]
    found = {name: value for name, value in new.items() if getattr(event, name) != value}
    times = {"starts_at", "ends_at", "starts_on", "ends_on"} & set(found)
    if times:
        # A time goes whole: start and end together.
        found |= {name: new[name] for name in ("starts_at", "ends_at", "starts_on", "ends_on") if name in new}
    return found


def _rule(rule: str, event: Event, starts) -> str:
    from zoneinfo import ZoneInfo

    local = starts.astimezone(ZoneInfo(event.zone)) if isinstance(starts, datetime.datetime) else starts
    return checked_rule(rule, local)


def plan_of(event: Event, item: Item) -> Plan:
    """The acts that make the event what the item says; empty when it says so already.

    A change of the whole series comes alone: its instances are looked at again after it, by `instances_of`.
    """
    if item.status == "cancelled":
        return [{"act": "cancel", "at": None, "values": {}}]
    found = differences(event, item)
    plan: Plan = [{"act": "change", "at": None, "values": plain(found)}] if found else []
    if not ({"rrule", "starts_at", "starts_on"} & set(found)):
        plan += instances_of(event, item)
    return plan


def instances_of(event: Event, item: Item) -> Plan:
    """The acts on single instances of a series."""
    if not event.rrule or not item.rrule:
        return []
    base = event_item(event)
    skipped = {*item.exdates, *(one.recurrence for one in item.changed if one.status == "cancelled")}
    changed = {one.recurrence: one for one in item.changed if one.status != "cancelled"}
    ours = {one.recurrence: row for one, row in zip(base.changed, _exceptions(event), strict=True)}
    plan: Plan = []
    for at in sorted(skipped - set(base.exdates), key=str):
        plan.append({"act": "skip", "at": _moment(at, event), "values": {}})
    for at in sorted(set(base.exdates) - skipped, key=str):
        plan.append({"act": "restore", "at": _moment(at, event), "values": {}})
    for at in sorted(set(ours) - set(changed) - skipped, key=str):
        # The instance is as the others again.
        plan.append({"act": "skip", "at": _moment(at, event), "values": {}})
        plan.append({"act": "restore", "at": _moment(at, event), "values": {}})
    for at, one in sorted(changed.items(), key=lambda pair: str(pair[0])):
        row = ours.get(at) or _instance(event, at)
        found = differences(row, replace(one, rrule=""))
        found.pop("rrule", None)
        if found:
            plan.append({"act": "instance", "at": _moment(at, event), "values": plain(found)})
    if len(plan) > MOST_INSTANCES:
        raise DomainError(f"More than {MOST_INSTANCES} dates of a series are changed at once.")
    return plan


def _exceptions(event: Event) -> list[Event]:
    return [row for row in event.exceptions.all() if not row.is_cancelled]


def _moment(at, event: Event) -> str:
    from calendar_app.recurrence import placed

    if isinstance(at, datetime.datetime):
        return at.astimezone(datetime.UTC).isoformat()
    return placed(datetime.datetime.combine(at, datetime.time()), event.zone).isoformat()


def _instance(event: Event, at) -> Event:
    """An unsaved row of the instance as the series has it, to compare with."""
    twin = Event(
        title=event.title,
        location=event.location,
        note=event.note,
        is_private=event.is_private,
        state=event.state,
        zone=event.zone,
        all_day=event.all_day,
        remote_link=event.remote_link,
        court=event.court,
        department=event.department,
        organizer_id=event.organizer_id,
        room=event.room,
        parent=event,
    )
    if event.all_day:
        twin.starts_on, twin.ends_on = at, at + event.further_days
    else:
        twin.starts_at = at.astimezone(datetime.UTC)
        twin.ends_at = twin.starts_at + (event.ends_at - event.starts_at)
    return twin


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in values.items()
    }


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """Values from JSON again."""
    found = dict(values)
    for name in ("starts_at", "ends_at"):
        if found.get(name):
            found[name] = datetime.datetime.fromisoformat(found[name])
    for name in ("starts_on", "ends_on"):
        if found.get(name):
            found[name] = datetime.date.fromisoformat(found[name])
    return found


@transaction.atomic
def carry_out(event: Event, plan: Plan, *, by: Member, reason: str = "") -> Event:
    """Do what a plan says, through the ordinary services with their own rules. Raises Refused and DomainError as they do."""
    for step in plan:
        at = datetime.datetime.fromisoformat(step["at"]) if step["at"] else None
        values = _read(step["values"])
        if step["act"] == "cancel":
            cancel_event(event, by=by, reason=reason)
        elif step["act"] == "skip":
            cancel_event(event, by=by, scope="this", occurrence=at, reason=reason)
        elif step["act"] == "restore":
            restore_event(event, by=by, occurrence=at)
        elif step["act"] == "instance":
            row = Event.objects.filter(parent=event, recurrence_id=at).first()
            if row is not None:
                change_event(row, by=by, scope="this", reason=reason, **values)
            else:
                change_event(event, by=by, scope="this", occurrence=at, reason=reason, **values)
        else:
            if values.get("rrule") == "":
                for row in list(event.exceptions.all()):
                    cancel_event(event, by=by, scope="this", occurrence=row.recurrence_id, reason=reason)
            change_event(event, by=by, scope="all", reason=reason, **values)
    return Event.objects.get(pk=event.pk)


@transaction.atomic
def enter(
    item: Item,
    *,
    by: Member,
    owner: Member,
    matter: Matter | None = None,
    room: Room | None = None,
    kind: str = Event.Kind.MEETING,
) -> Event:
    """Put an item on the calendar of `owner`, with what it says of single instances. Its UID is kept unless it is taken."""
    values = values_of(item) | {"room": room}
    if room is not None and values["location"].casefold() == room.name.casefold():
        values["location"] = ""
    uid = "" if Event.objects.filter(uid=item.uid, parent=None).exists() else item.uid
    try:
        with transaction.atomic():
            event = create_event(by=by, organizer=owner, matter=matter, kind=kind, uid=uid, **values)
    except IntegrityError:
        # Behind a wall there is one with this UID. Nobody learns of it.
        event = create_event(by=by, organizer=owner, matter=matter, kind=kind, **values)
    later = instances_of(event, item)
    return carry_out(event, later, by=by) if later else event


def said(event: Event, plan: Plan) -> list[list[str]]:
    """The plan in words: [[what, as it stands, as it would be]]."""
    rows: list[list[str]] = []
    for step in plan:
        values = _read(step["values"])
        if step["act"] == "cancel":
            rows.append(["Event", _span(event), "Taken off the calendar"])
        elif step["act"] in ("skip", "restore"):
            word = "Taken out of the series" if step["act"] == "skip" else "Back in the series"
            rows.append([f"Date {_text(datetime.datetime.fromisoformat(step['at']), event)}", "", word])
        else:
            head = ""
            if step["at"]:
                head = f"{_text(datetime.datetime.fromisoformat(step['at']), event)}: "
            for name, value in values.items():
                before = _text(getattr(event, name), event) if not step["at"] else ""
                if before != _text(value, event):
                    rows.append([f"{head}{WORDS[name]}", before, _text(value, event)])
    return rows


def _span(event: Event) -> str:
    if event.all_day:
        return _text(event.starts_on, event)
    return _text(event.starts_at, event)


def _text(value: Any, event: Event) -> str:
    from zoneinfo import ZoneInfo

    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value, ZoneInfo(event.zone))
        return f"{local:%a, %b} {local.day}, {local.year}, {local.hour % 12 or 12}:{local:%M %p} {local:%Z}"
    if isinstance(value, datetime.date):
        return f"{value:%a, %b} {value.day}, {value.year}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")[:300]
