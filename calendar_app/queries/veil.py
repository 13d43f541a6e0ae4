"""Events that became private: what was written of them before, in histories, rounds and moves, is covered when it is read.

It reads for everybody as what is written of a private event at once: when, and not what (practice.veils).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from calendar_app.models import DateChange, Deadline, Event, Recalculation, TriggerEvent
from supervision.models import Approval

EVENT, APPROVAL = "calendar_app.event", "supervision.approval"
# What a program asked about an event: the work of an app above this one.
QUESTION = "feeds.changequestion"
TRIGGER, DEADLINE = "calendar_app.triggerevent", "calendar_app.deadline"
# What busy time says too.
TOLD = ("starts_at", "ends_at", "zone", "occurrence", "is_private", "state")
IN_A_ROUND = ("Matter", "Starts", "Ends", "Time zone")
BORN_PRIVATE = "Private, seal"
# How a trigger says that its event moved or was called off (services.triggers, services.calledoff).
MOVED = ("moved in the calendar", "was called off in the calendar")


def _hidden() -> QuerySet[Event]:
    return Event.objects.filter(is_private=True).order_by()


def _not_open() -> Q:
    """The condition on `object_id` that no event stands there whose words the reader may have: private, walled or gone."""
    return ~Q(Exists(Event.objects.filter(is_private=False, pk=OuterRef("object_id")).order_by()))


def covered_rounds() -> Q:
    """Approvals with words of an event that is private now."""
    moves = Recalculation.objects.filter(trigger__event__is_private=True).order_by()
    return Q(kind="court_date") & _not_open() | Q(kind="withdrawal", object_id__in=moves.values("pk"))


def covered_lines() -> Q:
    """Lines that name an object by type and number, with words of an event that is private now."""
    here = OuterRef("object_id")
    triggers = TriggerEvent.objects.filter(event__in=_hidden().values("pk"), pk=here).order_by()
    deadlines = Deadline.objects.filter(trigger__event__in=_hidden().values("pk"), pk=here).order_by()
    rounds = Approval.objects.filter(covered_rounds(), pk=here).order_by()
    questions = apps.get_model(QUESTION).objects.filter(event__in=_hidden().values("pk"), pk=here).order_by()
    return (
        Q(object_type=EVENT) & _not_open()
        | Q(object_type=APPROVAL) & Exists(rounds)
        | Q(object_type=QUESTION) & Exists(questions)
        | Q(object_type=TRIGGER) & Exists(triggers)
        | Q(object_type=DEADLINE, reason__contains=" in the calendar") & Exists(deadlines)
    )


def cover(rows: Sequence[Model]) -> None:
    """Take the words of private events out of rows of a history, of approvals, or of moved dates.

    One query, and none where no row may speak of an event.
    """
    first = rows[0]
    if isinstance(first, Approval):
        for approval in _of(rows, covered_rounds(), lambda row: row["kind"] in ("court_date", "withdrawal")):
            _cover_round(approval)
    elif isinstance(first, Recalculation):
        for move in _of(rows, Q(trigger__event__is_private=True), _speaks):
            move.reason = _plain(move.reason)
    elif isinstance(first, DateChange):
        hidden = Q(recalculation__trigger__event__is_private=True)
        for change in _of(rows, hidden, _speaks):
            change.reason = _plain(change.reason)
    else:
        _cover_lines(list(_of(rows, covered_lines(), _may_name)))


def _speaks(row: dict[str, Any]) -> bool:
    return " in the calendar" in row["reason"]


def _may_name(row: dict[str, Any]) -> bool:
    kind = row["object_type"]
    return kind in (EVENT, APPROVAL, QUESTION, TRIGGER) or (kind == DEADLINE and _speaks(row))


def _of(rows: Sequence[Any], hidden: Q, asked) -> Iterable[Any]:
    """Those of the rows, asked by their loaded columns, that are hidden."""
    wanted = {}
    for row in rows:
        try:
            if asked(row.__dict__):
                wanted[row.pk] = row
        except KeyError:  # the column was not read
            continue
    if not wanted:
        return ()
    found = type(rows[0]).objects.filter(hidden, pk__in=list(wanted)).order_by().values_list("pk", flat=True)
    return [wanted[pk] for pk in found]


def _plain(reason: str) -> str:
    """What is said of the move of a private event."""
    said = next((said for said in MOVED if said in reason), "")
    return f"The appointment {said}" if said else reason


def _cover_round(approval: Approval) -> None:
    fields = approval.content.get("fields", {})
    approval.note = approval.decision_note = ""
    if approval.kind == "withdrawal":
        approval.title = "Dates of a private appointment"
        said = fields | {"Event": "Private appointment", "Why": _plain(fields.get("Why", ""))}
        approval.content = approval.content | {"fields": said}
    elif not str(fields.get("Details", "")).startswith(BORN_PRIVATE):
        approval.title = "Private court date"
        kept = {name: fields[name] for name in IN_A_ROUND if name in fields}
        approval.content = {"fields": kept | {"Kind": "Private court date"}, "rows": {}}


def _cover_lines(lines: list[Any]) -> None:
    """Lines of the audit trail, or runs of automations, which have no changes."""
    ids = {line.object_id for line in lines if line.object_type == TRIGGER}
    labels = dict(TriggerEvent.objects.filter(pk__in=ids).values_list("pk", "label")) if ids else {}
    for line in lines:
        if line.object_type in (TRIGGER, DEADLINE):
            line.reason = _plain(line.reason)
            if line.object_type == TRIGGER:
                line.object_label = labels.get(line.object_id, line.object_label)
            continue
        line.reason = ""
        if line.object_type in (EVENT, QUESTION):
            line.object_label = "Private event"
            line.changes = {name: pair for name, pair in line.changes.items() if name in TOLD}
        elif not line.object_label.startswith("Private court date, "):
            line.object_label = "Private court date"
