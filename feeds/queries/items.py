"""Events, deadlines and tasks as iCalendar items, each as far as the member who asks may see it."""

import datetime
import hashlib
import hmac
from collections.abc import Collection, Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Attendee, Deadline, Event
from calendar_app.queries.busy import busy_times
from feeds.ical.items import Alarm, Item
from work.models import Task

# How far back programs are told: what lies before is in the product.
PAST = datetime.timedelta(days=400)
# How far ahead busy times are told, which are written one by one.
AHEAD = datetime.timedelta(days=400)
# Between what a person wrote and what the product adds: what comes after it is not read back.
RULE = "\n\n———\n"
# How the UID of a busy time begins.
BUSY = "busy-"
DONE_SHOWN = datetime.timedelta(days=30)


def _link(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _page(event_id: int) -> str:
    return _link(f"{_pages()}{event_id}/")


@lru_cache(maxsize=1)
def _pages() -> str:
    """The paths of events but for their number: a list of thousands asks for it as often."""
    return reverse("event_detail", args=[0]).removesuffix("0/")


def _today() -> datetime.datetime:
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def since() -> datetime.datetime:
    """What was over before this is not shown. It moves with the day (UTC) and not in between, as until() does: within a day
    a list changes by what is written alone (queries.versions).
    """
    return _today() - PAST


def until() -> datetime.datetime:
    """Busy times after this are not shown."""
    return _today() + AHEAD


def events_of(member: Member, people: Collection[int], since: datetime.datetime) -> QuerySet[Event]:
    """event_rows with all that event_item reads. The same few queries however many events."""
    return _loaded(event_rows(member, people, since)).order_by("starts_at", "id")


def event_rows(member: Member, people: Collection[int], since: datetime.datetime) -> QuerySet[Event]:
    """Standing events, series once with their exceptions, that one of `people` takes part in and `member` may read.

    Those that were over before `since` are left out.
    """
    part = Attendee.objects.filter(member__in=people).exclude(response=Attendee.Response.DECLINED)
    rows = Event.objects.visible_to(member).standing().filter(parent=None, pk__in=part.values("event_id"))
    recent = Q(rrule="", ends_at__gt=since) | (
        ~Q(rrule="") & (Q(repeats_until=None) | Q(repeats_until__gt=since))
    )
    return rows.filter(recent)


def _loaded(rows: QuerySet[Event]) -> QuerySet[Event]:
    # Few people, matters and rooms stand in many events: each is read once, not with each row.
    asked = Attendee.objects.prefetch_related("member", "contact")
    changed = Event.objects.prefetch_related("matter", Prefetch("attendees", asked))
    return rows.prefetch_related(
        "matter",
        "organizer",
        "room",
        Prefetch("attendees", asked),
        Prefetch("exceptions", changed.order_by("recurrence_id")),
    )


def loaded(event_id: int, member: Member) -> Event | None:
    """One event with all that `event_item` reads, if the member may read it."""
    return _loaded(Event.objects.visible_to(member).filter(pk=event_id, parent=None)).first()


def event_item(event: Event, *, uid: str = "") -> Item:
    """An event, with the exceptions of its series, in full."""
    uid = uid or event.uid
    # A row that stands for no instance is no exception (event_exception_of_a_series).
    others = [(row, row.recurrence_id) for row in event.exceptions.all() if row.recurrence_id is not None]
    gone = {at for row, at in others if row.is_cancelled}
    item = _one(event, uid)
    out = sorted(
        {in_zone(moment, event) for moment in (*event.exdates, *gone)},
    )
    changed = tuple(
        _one(row, uid, recurrence=in_zone(at, event)) for row, at in others if not row.is_cancelled
    )
    return _with(item, exdates=tuple(out), changed=changed)


def _with(item: Item, **values) -> Item:
    from dataclasses import replace

    return replace(item, **values)


def in_zone(moment: datetime.datetime, event: Event) -> datetime.date | datetime.datetime:
    """An instant of an event as its programs are told it: in its own clock, or the day."""
    local = moment.astimezone(ZoneInfo(event.zone))
    return local.date() if event.all_day else local


def _one(event: Event, uid: str, recurrence: datetime.date | datetime.datetime | None = None) -> Item:
    tz = ZoneInfo(event.zone)
    starts: datetime.date | datetime.datetime
    ends: datetime.date | datetime.datetime
    if event.starts_on is not None and event.ends_on is not None:
        starts, ends = event.starts_on, event.ends_on
    else:
        starts, ends = event.starts_at.astimezone(tz), event.ends_at.astimezone(tz)
    return Item(
        uid=uid,
        starts=starts,
        ends=ends,
        zone="" if event.all_day else event.zone,
        title=event.title,
        location=place_of(event),
        text=text_of(event),
        url=event.remote_link or _page(event.pk),
        status="tentative" if event.state == Event.State.TENTATIVE else "confirmed",
        private=event.is_private,
        categories=(event.get_kind_display(), *([event.matter.number] if event.matter_id else [])),
        rrule=event.rrule,
        recurrence=recurrence,
        sequence=event.sequence,
        created=event.created_at,
        modified=event.updated_at,
    )


def place_of(event: Event) -> str:
    """Where it is: the place as typed; of a court date without one, the court with its department; else the room."""
    if event.location:
        return event.location
    if event.court:
        return ", ".join(part for part in (event.court, event.department) if part)
    return str(event.room) if event.room_id else ""


def text_of(event: Event) -> str:
    """The note as it was typed, and under a rule what the product knows besides."""
    rows = []
    if event.matter_id:
        rows.append(f"Matter: {event.matter.number} {event.matter.name}")
    court = [event.hearing_type, event.court, event.department, event.judge]
    if any(court):
        rows.append("Court: " + ", ".join(part for part in court if part))
    if event.appearance_required:
        rows.append("Appearance required")
    if event.is_court:
        rows.append("Verified court date" if event.verified_at else "Court date, not verified yet")
    if event.remote_link:
        rows.append(f"Remote: {event.remote_link}")
    for seconds, words in ((event.travel_before, "before"), (event.travel_after, "after")):
        if seconds:
            rows.append(f"Travel {words}: {seconds // 60} min")
    others = [attendee.shown_name for attendee in event.attendees.all()]
    if len(others) > 1 or (others and others[0] != event.organizer.name):
        rows.append("With: " + ", ".join(others))
    rows.append(_page(event.pk))
    return event.note + RULE + "\n".join(rows)


def typed(text: str) -> str:
    """What a person wrote in a description: without the product's own lines under the rule."""
    return text.partition(RULE.strip("\n"))[0].strip()


def busy_items(
    member: Member,
    people: Collection[int],
    since: datetime.datetime,
    *,
    before: datetime.datetime | None = None,
    without: Collection[int] = (),
) -> list[Item]:
    """Busy times of `people` and nothing else of them, walls and private events included, but for the events `without`."""
    zone = timezone.get_current_timezone_name()
    tz = ZoneInfo(zone)
    known = set(without)
    found: dict[str, Item] = {}
    for busy in busy_times(since, before or until(), people=people, without=known):
        uid = _busy_uid(busy.event_id, busy.start)
        starts, ends = busy.start.astimezone(tz), busy.end.astimezone(tz)
        whole = busy.all_day and starts.time() == ends.time() == datetime.time()
        found[uid] = Item(
            uid=uid,
            starts=starts.date() if whole else starts,
            ends=ends.date() - datetime.timedelta(days=1) if whole else ends,
            zone="" if whole else zone,
            title="Busy",
            status="tentative" if busy.tentative else "confirmed",
        )
    return list(found.values())


def _busy_uid(event_id: int, start: datetime.datetime) -> str:
    """A name that says nothing of the event, and is the same each time."""
    told = f"busy.{event_id}.{start.timestamp()}".encode()
    return f"{BUSY}{hmac.new(settings.PORTAL_KEY.encode(), told, hashlib.sha256).hexdigest()[:32]}@bailiwick"


def deadlines_of(people: Collection[int], member: Member) -> QuerySet[Deadline]:
    """Deadlines that `people` own and `member` may see: open ones, and those done in the last thirty days."""
    now = timezone.now()
    rows = Deadline.objects.visible_to(member).filter(owner__in=people)
    return (
        rows.filter(Q(done_at=None, due_on__gte=now - PAST) | Q(done_at__gt=now - DONE_SHOWN))
        .select_related("matter", "owner")
        .order_by("due_on", "id")
    )


def deadline_item(
    deadline: Deadline,
    *,
    todo: bool = False,
    uid: str = "",
    rings: tuple[list[int], datetime.time] | None = None,
) -> Item:
    """A deadline as a whole day that takes no time, or as a to-do. `rings`: days before, and the hour, at which the reader's
    own programs ring.
    """
    done = "Dismissed: " if deadline.dismissal else "Done: " if deadline.done_at else ""
    rows = [f"Matter: {deadline.matter.number} {deadline.matter.name}", f"{deadline.get_kind_display()} date"]
    if deadline.authority:
        rows.append(f"Authority: {deadline.authority}")
    if deadline.is_binding:
        rows.append("Verified" if deadline.verified_at else "Not verified yet")
    if deadline.original_due_on != deadline.due_on:
        rows.append(f"First set for {deadline.original_due_on:%b} {deadline.original_due_on.day}")
    rows += [f"Owner: {deadline.owner.name}", _link(deadline.get_absolute_url())]
    return Item(
        uid=uid or f"deadline-{deadline.firm_id}-{deadline.pk}@bailiwick",
        starts=deadline.due_on,
        ends=deadline.due_on,
        title=f"{done}{deadline.title}" if todo else f"{done}Due: {deadline.title}",
        todo=todo,
        text="\n".join(rows),
        url=_link(deadline.get_absolute_url()),
        busy=False,
        categories=("Deadline", deadline.matter.number),
        created=deadline.created_at,
        done=deadline.done_at,
        alarms=_mornings(*rings, to_end=todo) if rings else (),
    )


def _mornings(days: list[int], at: datetime.time, *, to_end: bool) -> tuple[Alarm, ...]:
    """Alarms so many days before a whole day, at that hour of the reader's clock: counted from its midnight."""
    hour = datetime.timedelta(hours=at.hour, minutes=at.minute)
    return tuple(Alarm(offset=hour - datetime.timedelta(days=n), to_end=to_end) for n in days)


def tasks_of(people: Collection[int], member: Member) -> QuerySet[Task]:
    """Live tasks with a due date that `people` do and `member` may see."""
    rows = Task.objects.visible_to(member).live().filter(assignee__in=people).exclude(due_on=None)
    return rows.select_related("matter", "assignee").order_by("due_on", "id")


def task_item(task: Task) -> Item:
    """A task as a to-do."""
    rows = [f"Matter: {task.matter.number} {task.matter.name}"] if task.matter_id else []
    assert task.due_on is not None  # tasks_of gives none without a day
    return Item(
        uid=f"task-{task.firm_id}-{task.pk}@bailiwick",
        starts=task.due_on,
        ends=task.due_on,
        title=task.title,
        todo=True,
        text="\n".join([*rows, _link(task.get_absolute_url())]),
        url=_link(task.get_absolute_url()),
        busy=False,
        categories=("Task",),
        created=task.created_at,
    )


def listed(items: Iterable[Item]) -> list[Item]:
    """Items in the order of their start, then their UID: the same list gives the same text."""
    return sorted(items, key=lambda item: (str(item.starts)[:10], item.uid))
