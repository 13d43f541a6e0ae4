"""Alarms (VALARM, RFC 5545, 3.6.6; RFC 9074): read of a component, written, and as JSON keeps them.

Alarms that show or sound something on the device are kept. One that would mail somebody, or run a program, is not: what
people are told by mail is the product's own doing. Its words are not kept either: many programs put the title there, and
alarms lie outside the walls.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import vDuration

from feeds.ical.items import Alarm

MOST = 10  # of one event: no program offers more
FURTHEST = timedelta(days=366)
_UID = re.compile(r"^[\w.@-]{1,100}$")
_STAMP = re.compile(r"^\d{8}T\d{6}Z$")


def alarm_of(text: dict[str, tuple[dict, str]]) -> Alarm | None:
    """An alarm from its properties {name: (parameters, value)}; None for one that is not kept."""
    action = text.get("ACTION", ({}, ""))[1].strip().upper()
    if action not in ("DISPLAY", "AUDIO") or "TRIGGER" not in text:
        return None
    params, value = text["TRIGGER"]
    uid = (text.get("UID") or text.get("X-WR-ALARMUID") or ({}, ""))[1].strip()
    value = value.strip()
    more: dict[str, Any] = {
        "sound": action == "AUDIO",
        "uid": uid if _UID.match(uid) else "",
        "silenced": _stamp(text.get("ACKNOWLEDGED", ({}, ""))[1]),
    }
    at = _stamp(value)
    if at is not None:
        return Alarm(at=at, **more)
    try:
        offset = vDuration.from_ical(value)
    except (ValueError, OverflowError):
        return None
    if abs(offset) > FURTHEST:
        return None
    return Alarm(offset=offset, to_end=str(params.get("RELATED", "")).upper() == "END", **more)


def _stamp(value: str) -> datetime | None:
    value = value.strip()
    if not _STAMP.match(value):
        return None
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def plain(alarms: tuple[Alarm, ...]) -> list[dict[str, Any]]:
    """As JSON keeps them: what is empty is left out."""
    rows = []
    for one in alarms:
        row: dict[str, Any] = {
            "before": int(one.offset.total_seconds()) if one.offset is not None else None,
            "end": one.to_end,
            "at": one.at.isoformat() if one.at else None,
            "sound": one.sound,
            "uid": one.uid,
            "silenced": one.silenced.isoformat() if one.silenced else None,
        }
        rows.append({key: value for key, value in row.items() if value or (key == "before" and value == 0)})
    return rows


def kept(rows: list[dict[str, Any]]) -> tuple[Alarm, ...]:
    """Alarms from JSON again."""
    return tuple(
        Alarm(
            offset=timedelta(seconds=row["before"]) if row.get("before") is not None else None,
            to_end=bool(row.get("end")),
            at=datetime.fromisoformat(row["at"]) if row.get("at") else None,
            sound=bool(row.get("sound")),
            uid=row.get("uid", ""),
            silenced=datetime.fromisoformat(row["silenced"]) if row.get("silenced") else None,
        )
        for row in rows
    )
