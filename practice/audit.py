"""The audit trail: who did what, when, before → after; written in the transaction of the act itself.

Each event is sealed at commit by a trigger into the firm's hash chain (models.AuditSeal); `verify` walks the chain again.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, models

from practice.models import AuditEvent
from practice.scope import current_firm_id

SYSTEM = "Bailiwick"

_listening: ContextVar[list[AuditEvent] | None] = ContextVar("bailiwick_audit_events", default=None)


@contextmanager
def collected() -> Iterator[list[AuditEvent]]:
    """The events that are written inside, in order: what one act led to, through whatever services."""
    events: list[AuditEvent] = []
    token = _listening.set(events)
    try:
        yield events
    finally:
        _listening.reset(token)


def _note(*events: AuditEvent) -> None:
    listening = _listening.get()
    if listening is not None:
        listening.extend(events)


def plain(value):
    """A value as JSON keeps it: dates as ISO text, money as text, objects as their label."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return str(value)


def changed(obj, **new) -> dict:
    """{field: [before, after]} of the fields in `new` that differ from `obj` now. Call before assigning."""
    return {
        name: [plain(getattr(obj, name)), plain(value)]
        for name, value in new.items()
        if getattr(obj, name) != value
    }


def apply(obj, **new) -> dict:
    """Assign `new` to `obj` and return what changed, as `changed` does. Does not save."""
    changes = changed(obj, **new)
    for name, value in new.items():
        setattr(obj, name, value)
    return changes


def record(by, verb: str, obj, *, changes: dict | None = None, reason: str = "", matter=None) -> AuditEvent:
    """Write one event in the open transaction.

    `by` is the acting Member, or None for the system. `verb` is "noun.did". `changes` maps field to [before, after].
    The matter is taken from `obj.matter` unless given, so that the walls of the matter hide the event too.
    """
    return _build(by, verb, obj, changes, reason, matter, save=True)


def record_many(by, verb: str, rows: Iterable[tuple[models.Model, dict]], *, reason: str = "") -> int:
    """Write one event for each (object, changes) in one statement. Returns how many."""
    events = [_build(by, verb, obj, changes, reason, None, save=False) for obj, changes in rows]
    AuditEvent.objects.bulk_create(events, batch_size=1000)
    _note(*events)
    return len(events)


def _build(by, verb, obj, changes, reason, matter, *, save: bool) -> AuditEvent:
    meta = obj._meta
    if matter is None and meta.label_lower != "matters.matter":
        matter_id = getattr(obj, "matter_id", None)
    else:
        matter_id = matter.pk if matter is not None else obj.pk
    event = AuditEvent(
        actor_id=by.pk if by else None,
        actor_name=by.name if by else SYSTEM,
        real_actor=getattr(by, "acting_for", "") if by else "",
        verb=verb,
        object_type=meta.label_lower,
        object_id=obj.pk,
        object_label=str(obj)[:300],
        matter_id=matter_id,
        changes=plain(changes or {}),
        reason=reason,
    )
    if save:
        event.save(force_insert=True)
        _note(event)
    return event


def history_of(obj, *, limit: int = 200) -> list[AuditEvent]:
    """The events of one object, newest first."""
    return list(AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)[:limit])


def history_of_matter(matter, *, limit: int = 200) -> list[AuditEvent]:
    """The events of a matter and of everything that hangs on it, newest first."""
    return list(AuditEvent.objects.filter(matter=matter)[:limit])


@dataclass(frozen=True)
class ChainFault:
    """A link that does not hold."""

    seq: int
    event_id: int
    fault: str


def verify() -> tuple[int, list[ChainFault]]:
    """Walk the chain of the firm in scope. Returns (links checked, faults).

    Must run in the system's own scope (no member), as walls would hide events. Finds edited, deleted, inserted and
    reordered events. A chain rewritten whole by the database's owner is found only by comparing its head with a copy
    kept elsewhere: `manage.py verify_audit` prints the head for that.
    """
    faults: list[ChainFault] = []
    previous, expected, count = "", 1, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.seq, s.event_id, s.previous, s.hash, e.id IS NOT NULL, concat_ws(chr(10), e.id, e.firm_id, "
            "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), coalesce(e.actor_id, 0), e.actor_name, "
            "e.real_actor, e.verb, e.object_type, e.object_id, e.object_label, coalesce(e.matter_id, 0), "
            "e.changes::text, e.reason) FROM practice_auditseal s "
            "LEFT JOIN practice_auditevent e ON e.firm_id = s.firm_id AND e.id = s.event_id ORDER BY s.seq"
        )
        while rows := cursor.fetchmany(5000):
            for seq, event_id, stated_previous, stated_hash, present, body in rows:
                count += 1
                if seq != expected:
                    faults.append(ChainFault(seq, event_id, f"link {expected} is missing"))
                if stated_previous != previous:
                    faults.append(ChainFault(seq, event_id, "does not follow the link before it"))
                if not present:
                    faults.append(ChainFault(seq, event_id, "its event was deleted"))
                else:
                    text = f"{stated_previous}\n{seq}\n{body}"
                    if hashlib.sha256(text.encode()).hexdigest() != stated_hash:
                        faults.append(ChainFault(seq, event_id, "its event was changed"))
                previous, expected = stated_hash, seq + 1
        cursor.execute(
            "SELECT e.id FROM practice_auditevent e LEFT JOIN practice_auditseal s "
            "ON s.firm_id = e.firm_id AND s.event_id = e.id WHERE s.id IS NULL AND e.firm_id = %s ORDER BY e.id",
            [current_firm_id()],
        )
        faults.extend(ChainFault(0, row[0], "is not in the chain") for row in cursor.fetchall())
    return count, faults


def head() -> tuple[int, str]:
    """Sequence number and hash of the last link of the firm in scope; (0, "") when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, hash FROM practice_auditseal WHERE firm_id = %s ORDER BY seq DESC LIMIT 1",
            [current_firm_id()],
        )
        return cursor.fetchone() or (0, "")
