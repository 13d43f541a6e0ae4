"""Days that automations wait for: which records have reached one, each with a key that stays the same for one occasion.

An occasion from before the automation was switched on is not taken up, so that switching on sets off no avalanche.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone

from billing.models import Invoice
from calendar_app.models import Deadline
from custom_fields.models import Value
from intake.models import Lead
from matters.models import Matter
from practice.models import AuditEvent
from work.models import Task
from workflows.models import Automation

# How far back an occasion may lie and still be taken up: a worker that was down for a week misses nothing.
BACK = datetime.timedelta(days=7)
# Verbs by which nothing happens on a matter: looking, and what the house itself notes.
_QUIET = ("document.viewed", "document.downloaded", "invoice.viewed", "matter.attempted", "task_list.moved")


@dataclass(frozen=True)
class Occasion:
    """One record that has reached its day. `key` is unique for it: the same day is one occasion, a moved one is another."""

    key: str
    said: str
    object_type: str
    object_id: int
    label: str
    matter_id: int | None


def occasions(automation: Automation, today: datetime.date) -> Iterator[Occasion]:
    """The records that have reached the day a timed automation waits for. One query, two for no activity."""
    since = timezone.localtime(automation.switched_on_at).date()
    finder = _FINDERS.get(automation.trigger)
    if finder is not None:
        yield from finder(automation.settings, today, max(since, today - BACK))


def _days(settings: dict[str, Any]) -> int:
    return int(settings.get("days") or 0)


def _matters(**where):
    return Matter.objects.filter(state__in=["open", "on_hold", "closing"], **where)


def _of_matter(matter: Matter, key: str, said: str) -> Occasion:
    return Occasion(f"{key}:{matter.pk}", said, "matters.matter", matter.pk, str(matter)[:300], matter.pk)


def _date_reached(settings, today, since) -> Iterator[Occasion]:
    name, days = str(settings.get("date") or ""), _days(settings)
    ahead = datetime.timedelta(days=days)
    low, high = since + ahead, today + ahead
    if name.startswith("custom."):
        rows = Value.objects.filter(field=name.removeprefix("custom."), day__gte=low, day__lte=high)
        found = dict(rows.values_list("object_id", "day"))
        pairs = [(m, found[m.pk]) for m in Matter.objects.filter(pk__in=found).exclude(state="declined")]
    else:
        rows = Matter.objects.filter(**{f"{name}__gte": low, f"{name}__lte": high})
        if name == "limitation_on":
            rows = rows.filter(limitation_satisfied_on=None)
        pairs = [(m, getattr(m, name)) for m in rows.exclude(state="declined")]
    for matter, day in pairs:
        yield _of_matter(matter, f"date:{name}:{days}:{day}", f"{day:%b} {day.day}, {day.year} reached")


def _no_activity(settings, today, since) -> Iterator[Occasion]:
    days = _days(settings)
    events = AuditEvent.objects.filter(matter=OuterRef("pk")).exclude(verb__in=_QUIET).exclude(actor_id=None)
    last = Subquery(events.order_by().values("matter").annotate(last=Max("at")).values("last"))
    for matter in Matter.objects.filter(state="open").annotate(last_at=last):
        moment = matter.last_at or matter.created_at
        day = timezone.localtime(moment).date()
        if since <= day + datetime.timedelta(days=days) <= today:
            yield _of_matter(matter, f"quiet:{days}:{day}", f"Nothing since {day:%b} {day.day}, {day.year}")


def _stage_long(settings, today, since) -> Iterator[Occasion]:
    ahead = datetime.timedelta(days=_days(settings))
    rows = _matters(
        stage__isnull=False, staged_at__date__gte=since - ahead, staged_at__date__lte=today - ahead
    )
    if settings.get("stage"):
        rows = rows.filter(stage__name__iexact=settings["stage"])
    for matter in rows.select_related("stage"):
        day = timezone.localtime(matter.staged_at).date()
        key = f"staged:{_days(settings)}:{matter.stage_id}:{day}"
        yield _of_matter(matter, key, f"In {matter.stage} since {day:%b} {day.day}, {day.year}")


def _dated(rows, kind: str, object_type: str, since, until, said) -> Iterator[Occasion]:
    """Records whose `due_on` lies in [since, until]."""
    for row in rows.filter(due_on__gte=since, due_on__lte=until):
        yield Occasion(
            f"{kind}:{row.due_on}:{row.pk}", said(row), object_type, row.pk, str(row)[:300], row.matter_id
        )


def _due(row) -> str:
    return f"Due {row.due_on:%b} {row.due_on.day}, {row.due_on.year}"


def _deadline_near(settings, today, since) -> Iterator[Occasion]:
    ahead = datetime.timedelta(days=_days(settings))
    rows = Deadline.objects.open()
    yield from _dated(
        rows, f"near:{_days(settings)}", "calendar_app.deadline", since + ahead, today + ahead, _due
    )


def _task_overdue(settings, today, since) -> Iterator[Occasion]:
    behind = datetime.timedelta(days=_days(settings))
    yield from _dated(
        Task.objects.live(), f"late:{_days(settings)}", "work.task", since - behind, today - behind, _due
    )


def _invoice_overdue(settings, today, since) -> Iterator[Occasion]:
    behind = datetime.timedelta(days=_days(settings))
    rows = Invoice.objects.filter(state="approved", kind="invoice", paid__lt=F("total"))
    yield from _dated(
        rows, f"overdue:{_days(settings)}", "billing.invoice", since - behind, today - behind, _due
    )


def _lead_quiet(settings, today, since) -> Iterator[Occasion]:
    behind = datetime.timedelta(days=_days(settings))
    rows = Lead.objects.unanswered().filter(
        received_at__date__gte=since - behind, received_at__date__lte=today - behind
    )
    for lead in rows:
        day = timezone.localtime(lead.received_at).date()
        yield Occasion(
            f"unanswered:{_days(settings)}:{lead.pk}", f"Came in {day:%b} {day.day}, {day.year}", "intake.lead",
            lead.pk, str(lead)[:300], lead.matter_id,
        )  # fmt: skip


_FINDERS = {
    "date_reached": _date_reached,
    "no_activity": _no_activity,
    "stage_long": _stage_long,
    "deadline_near": _deadline_near,
    "task_overdue": _task_overdue,
    "invoice_overdue": _invoice_overdue,
    "lead_quiet": _lead_quiet,
}
