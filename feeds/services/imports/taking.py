"""The chosen lines of a calendar file taken over: each event whole or not at all, a few at once, many in the background."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.queries import zone_of
from calendar_app.models import Event, Room
from calendar_app.services import cancel_event
from calendar_app.services.access import ensure_keeps
from feeds.ical import read
from feeds.models import CalendarImport, ImportLine
from feeds.queries.items import loaded
from feeds.services import plans
from matters.models import Matter
from matters.queries.access import visibility_of
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import advance, enqueue_after_commit, start_job
from practice.models import Firm, Job
from practice.scope import firm_scope

AT_ONCE = 40  # more go on in the background
CHUNK = 20  # lines of one transaction there
DONE = ("Added", "Changed")


@dataclass(frozen=True)
class Given:
    """What was chosen for a new line."""

    matter: Matter | None = None
    room: Room | None = None
    is_private: bool = False


def locked(parent: CalendarImport, by: Member) -> CalendarImport:
    """The import, held until the transaction ends. Raises DomainError for another person's."""
    rows = CalendarImport.objects.visible_to(by).select_for_update(of=("self",)).select_related("owner")
    found = rows.filter(pk=parent.pk).first()
    if found is None:
        raise DomainError("This import is another person’s.")
    return found


@transaction.atomic
def carry_out(
    parent: CalendarImport, *, by: Member, chosen: Collection[int], given: Mapping[int, Given] | None = None
) -> CalendarImport:
    """Take over the chosen lines (their ids), new ones with what was given for each; without it, with what was found.

    What cannot be is said on its line; the others go on. Many lines are taken over in the background (`parent.job`).
    """
    parent = locked(parent, by)
    if parent.state != CalendarImport.State.PREVIEW:
        raise DomainError("This import was carried out already.")
    ensure_keeps(by, parent.owner)
    picked = set(chosen)
    rows = list(parent.lines.exclude(finding=ImportLine.Finding.UNREADABLE).select_related("matter", "room"))
    for line in rows:
        line.chosen = line.pk in picked and line.finding in (
            ImportLine.Finding.NEW,
            ImportLine.Finding.CHANGED,
        )
        wish = (given or {}).get(line.pk)
        if wish is not None and line.chosen and line.finding == ImportLine.Finding.NEW:
            line.matter, line.room, line.is_private = wish.matter, wish.room, wish.is_private
    ImportLine.objects.bulk_update(rows, ["chosen", "matter", "room", "is_private"])
    count = sum(1 for line in rows if line.chosen)
    if count == 0:
        raise DomainError("Choose at least one line.")
    if count > AT_ONCE:
        parent.job = start_job("calendar_import", f"Import of {parent.file_name}"[:200], total=count, by=by)
        parent.job.result_url = reverse("ics_import_detail", args=[parent.pk])
        parent.job.save(update_fields=["result_url"])
        parent.state = CalendarImport.State.RUNNING
        parent.save(update_fields=["state", "job"])
        # Whoever opened it carries it out: their rights, their walls.
        enqueue_after_commit("feeds.tasks.run_import", import_id=parent.pk, member_id=by.pk)
        return parent
    _take_all([line for line in rows if line.chosen], parent, by)
    return _finish(parent, by)


def run_to_end(firm_id: int, import_id: int, member_id: int) -> None:
    """Take over what is left of a long import, some lines at a time, as its member sees the firm. May be begun again.

    A member who has left, or lost the calendar meanwhile, ends it: what is left stays out and its lines say so.
    """
    firm = Firm.objects.get(pk=firm_id)
    with firm_scope(firm_id):
        by = Member.objects.select_related("role", "user").prefetch_related("licences").get(pk=member_id)
        by.firm = firm
        only_named, matters = visibility_of(by, firm)
    while True:
        with (
            firm_scope(firm, by, only_named=only_named, matters=matters),
            timezone.override(ZoneInfo(firm.time_zone)),
        ):
            if not _some_more(import_id, by):
                return


def _some_more(import_id: int, by: Member) -> bool:
    """Take over the next lines in one transaction. Returns whether there are more."""
    parent = (
        CalendarImport.objects.select_for_update(of=("self",))
        .select_related("owner", "job")
        .get(pk=import_id)
    )
    if parent.state != CalendarImport.State.RUNNING or parent.job is None:
        return False
    left = parent.lines.filter(chosen=True, outcome="").select_related("matter", "room")
    try:
        if not by.is_active:
            raise DomainError(f"{by.name} no longer works here.")
        ensure_keeps(by, parent.owner)
    except DomainError as error:
        left.update(outcome=f"Not taken over: {error.message}"[:300])
        _finish(parent, by)
        return False
    _take_all(list(left[:CHUNK]), parent, by)
    todo = left.count()
    if todo:
        advance(parent.job, done=parent.job.total - todo, state=Job.State.RUNNING)
        return True
    _finish(parent, by)
    return False


def _take_all(rows: list[ImportLine], parent: CalendarImport, by: Member) -> None:
    for line in rows:
        _take(line, parent, by)
    ImportLine.objects.bulk_update(rows, ["event", "before", "outcome"])


def _finish(parent: CalendarImport, by: Member) -> CalendarImport:
    parent.state, parent.done_at = CalendarImport.State.DONE, timezone.now()
    parent.save(update_fields=["state", "done_at"])
    if parent.job is not None:
        out = parent.lines.filter(chosen=True).exclude(outcome__in=DONE)
        failures = [
            {"label": line.title, "reason": f"Line {line.at_line}: {line.outcome}", "url": ""}
            for line in out[:50]
        ]
        advance(parent.job, done=parent.job.total, failures=failures, state=Job.State.DONE)
    count = parent.lines.filter(outcome__in=DONE).count()
    audit.record(by, "calendar_import.done", parent, changes={"events": [None, count]})
    return parent


def _take(line: ImportLine, parent: CalendarImport, by: Member) -> None:
    """One line, whole or not at all: a series comes with its changed dates or stays out."""
    try:
        with transaction.atomic():
            item = read.one(line.data["ics"].encode(), zone=zone_of(parent.owner))
            if line.finding == ImportLine.Finding.NEW:
                if Event.objects.filter(uid=item.uid, parent=None).exists():
                    raise DomainError("It came into the calendar since the file was read.")
                item = replace(item, private=line.is_private)
                line.event = plans.enter(item, by=by, owner=parent.owner, matter=line.matter, room=line.room)
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
    except (DomainError, read.Unreadable, IntegrityError) as error:
        said = error.message if isinstance(error, DomainError) else "It could not be stored."
        line.outcome = f"Not taken over: {said}"[:300]
        line.event = line.event if line.finding == ImportLine.Finding.CHANGED else None
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
    parent = locked(parent, by)
    if parent.state != CalendarImport.State.DONE:
        raise DomainError("There is nothing to take back.")
    rows = list(parent.lines.filter(outcome__in=DONE).select_related("event"))
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
