"""A version never says "nothing new" when what a program would be shown is another: each kind of change is tried."""

import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from accounts.models import Delegation, Member
from accounts.services.delegations import revoke_delegation
from accounts.services.members import deactivate_member
from calendar_app.models import Attendee, Deadline, Event, Room
from calendar_app.services import cancel_event, change_event, create_event, move_event, respond
from calendar_app.services.deadlines import change_deadline
from calendar_app.services.ending import complete_deadline
from calendar_app.services.events.scopes import THIS
from feeds.models import Feed, FeedPerson, SyncResource
from feeds.queries import lists, versions
from feeds.queries.feeds import items_of
from feeds.services import sync
from feeds.services.passes import create_feed
from matters.models import Contact, Matter, Wall
from practice.scope import firm_scope, narrow
from tests.cast import make_matter
from tests.depositions.depos import planned
from tests.feeds.conftest import NOON, hearing
from tests.travel.trips import trip_of
from work.models import Task

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
HOST = "http://testserver.local"


@pytest.fixture
def world(firms) -> SimpleNamespace:
    """A hearing with a guest, a series with an exception, a private meeting, a deadline, a task; and who looks at them."""
    a = firms.a
    with firm_scope(a.firm):
        room = Room.objects.create(name="Redwood")
        make_matter(a, number="2026-0003", name="Another")
        at = hearing(a, attendees=[a.attorney, a.paralegal])
        Attendee.objects.create(event=at, contact=a.client)
        Attendee.objects.create(event=at, email="hale@witness.example", name="Ruth Hale")
        series = create_event(
            by=a.attorney, title="Standup", matter=a.matter, starts_at=NOON + 2 * HOUR, ends_at=NOON + 3 * HOUR,
            zone="UTC", rrule="FREQ=WEEKLY;COUNT=4", room=room, location="",
        )  # fmt: skip
        move_event(
            series, by=a.attorney, scope=THIS, occurrence=NOON + 2 * HOUR + 7 * 24 * HOUR,
            starts_at=NOON + 5 * HOUR + 7 * 24 * HOUR, ends_at=NOON + 6 * HOUR + 7 * 24 * HOUR,
        )  # fmt: skip
        private = create_event(
            by=a.attorney, title="Doctor", starts_at=NOON - 3 * HOUR, ends_at=NOON - 2 * HOUR, zone="UTC",
            is_private=True,
        )  # fmt: skip
        due = timezone.localdate() + datetime.timedelta(days=20)
        deadline = Deadline.objects.create(
            matter=a.matter, title="Opposition", due_on=due, original_due_on=due, owner=a.attorney, created_by=a.attorney
        )  # fmt: skip
        task = Task.objects.create(
            title="Draft", matter=a.matter, assignee=a.attorney, created_by=a.attorney, delegated_by=a.attorney, due_on=due
        )  # fmt: skip
        today = timezone.localdate()
        lent = Delegation.objects.create(
            principal=a.attorney, to=a.secretary, powers=["calendar.manage_for_others"], starts_on=today,
            until=today, created_by=a.attorney,
        )  # fmt: skip
        layers = ["events", "deadlines", "tasks"]
        feed, _ = create_feed(by=a.attorney, name="All", layers=layers)
        busy, _ = create_feed(by=a.attorney, name="Busy", detail="busy", layers=["events"])
        desk, _ = create_feed(by=a.paralegal, name="Desk", layers=layers, people=[a.attorney, a.paralegal])
    return SimpleNamespace(
        a=a, room=room, hearing=at, series=series, private=private, deadline=deadline, task=task, lent=lent, feed=feed,
        busy=busy, desk=desk,
    )  # fmt: skip


def seen(world, *, one_alone: bool = False) -> dict[str, tuple[object, str]]:
    """{who looks at what: (what the list says, its version)}, each in the scope that the door would open now."""
    a = world.a
    found = {}

    def look(member: Member, name: str, read) -> None:
        member = Member.objects.select_related("role", "user", "office").get(pk=member.pk)
        member.firm = a.firm
        from accounts.queries import zone_of

        with firm_scope(a.firm, member), timezone.override(ZoneInfo(zone_of(member))):
            walls = Wall.objects.filter(member=member, lifted_at=None).values_list("matter_id", flat=True)
            narrow(only_named=False, matters=list(walls))
            found[name] = read(member)

    def of_feed(feed):
        def read(member):
            row = Feed.objects.get(pk=feed.pk)
            row.member = member
            return [repr(item) for item in items_of(row, member)] + [row.name], versions.of_feed(row, member)

        return read

    def of_calendar(owner, kind):
        def read(member):
            shown = sync.calendar_at(member, f"{owner.pk}-{kind}", may_write=True)
            if shown is None:
                return None, "not lent"
            return [repr(item) for _, item in lists.whole(member, shown.owner, shown.kind)], sync.version_of(
                shown, member
            )

        return read

    look(a.paralegal, "paralegal's feed of both", of_feed(world.desk))
    if one_alone:
        return found
    look(a.attorney, "attorney's feed", of_feed(world.feed))
    look(a.attorney, "attorney's busy feed", of_feed(world.busy))
    for kind in ("events", "deadlines"):
        look(a.attorney, f"attorney's {kind}", of_calendar(a.attorney, kind))
        look(a.secretary, f"the attorney's {kind} for the secretary", of_calendar(a.attorney, kind))
    return found


def compared(before: dict, after: dict) -> set[str]:
    """Whose list is another now. Fails where a list changed under the same version."""
    changed = {name for name in before if before[name][0] != after[name][0]}
    silent = {name for name in changed if before[name][1] == after[name][1]}
    assert not silent, silent
    return changed


def others(field: models.Field, value) -> list:
    """Values that the field does not have."""
    if field.choices:
        return [key for key, _ in field.flatchoices if key not in (value, "")]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.DateTimeField):
        return [(value or NOON) + datetime.timedelta(minutes=10)]
    if isinstance(field, models.DateField):
        return [(value or NOON.date()) + datetime.timedelta(days=1)]
    if isinstance(field, models.EmailField):
        return ["other@else.example"]
    if isinstance(field, models.URLField):
        return ["https://meet.example/9"]
    if field.name in ("zone", "time_zone"):
        return ["Europe/Paris"]
    if field.name == "rrule":
        return ["FREQ=WEEKLY;COUNT=3"]
    if isinstance(field, (models.CharField, models.TextField)):
        return [f"{value}x"]
    if isinstance(field, models.IntegerField):
        return [(value or 0) + 60]
    if field.is_relation:
        rows = field.related_model._default_manager.exclude(pk=value).order_by("-pk")
        return list(rows.values_list("pk", flat=True)[:1])
    return []


SOURCES = {
    # What of each model must show in somebody's list when it changes: the trial has to be one.
    Event: {"title", "starts_at", "zone", "location", "note", "is_private", "state", "kind", "rrule", "sequence", "matter"},
    Attendee: {"name", "member"},
    Deadline: {"title", "due_on", "authority", "kind", "owner"},
    Task: {"title", "due_on", "assignee", "private", "state"},
    Matter: {"number", "name"},
    Member: {"name"},
    Contact: {"name"},
    Room: {"name"},
}  # fmt: skip


@pytest.mark.parametrize("model", SOURCES, ids=lambda model: model.__name__)
def test_each_column_of_each_source(world, model):
    """Written past all code, by a plain UPDATE."""
    with firm_scope(world.a.firm):
        before = seen(world, one_alone=True)
        noticed = set()
        rows = model.objects.order_by("pk")
        # Of an event each row is another case: a court date, a series, its exception, a private one.
        for number, row in enumerate(rows if model is Event else rows[:4] if model is Attendee else rows[:1]):
            whole = number == 0 and model in (Event, Attendee, Deadline, Task)
            for field in model._meta.concrete_fields:
                if field.primary_key or field.name == "firm" or not (whole or field.name in SOURCES[model]):
                    continue
                if (
                    number
                    and field.name in noticed
                    and field.name not in ("title", "starts_at", "is_private")
                ):
                    continue
                for value in others(field, getattr(row, field.attname)):
                    try:
                        with transaction.atomic():
                            model.objects.filter(pk=row.pk).update(**{field.attname: value})
                            if compared(before, seen(world, one_alone=True)):
                                noticed.add(field.name)
                            raise _Back
                    except (_Back, DatabaseError):
                        pass
        assert noticed >= SOURCES[model], SOURCES[model] - noticed
        # As it was, it is the same version.
        after = seen(world, one_alone=True)
        assert {name: one[1] for name, one in after.items()} == {name: one[1] for name, one in before.items()}


class _Back(Exception):
    """Takes a trial back."""


def test_each_act(world):
    """One after another, none taken back: each is seen by whom it must be."""
    a = world.a
    later = {"starts_at": NOON + 30 * HOUR, "ends_at": NOON + 31 * HOUR, "zone": "UTC"}

    def wall():
        world.wall = Wall.objects.create(
            matter=a.matter, member=a.paralegal, reason="Former employer", created_by=a.attorney
        )

    def lift():
        Wall.objects.filter(pk=world.wall.pk).update(lifted_at=timezone.now(), lifted_by=a.attorney)

    def alarm():
        state, _ = sync.SyncCollection.objects.get_or_create(
            member=a.attorney, owner=a.attorney, kind="events"
        )
        SyncResource.objects.create(
            collection=state, name="s.ics", uid=world.series.uid, object_id=world.series.pk, etag="x", number=1,
            alarms={"": [{"trigger": -900}]},
        )  # fmt: skip

    def trip():
        trip_of(a, starts_on=NOON.date(), ends_on=NOON.date())
        from travel.models import Trip
        from travel.services.parts import add_leg

        add_leg(
            Trip.objects.get(), by=a.secretary, kind="flight", carrier="United", number="UA 512", origin="San Francisco",
            origin_zone="America/Los_Angeles", departs_at=NOON, destination="Denver", destination_zone="America/Denver",
            arrives_at=NOON + 3 * HOUR,
        )  # fmt: skip

    def deposition():
        world.deposition = planned(
            a, starts_at=NOON + 50 * HOUR, ends_at=NOON + 55 * HOUR, attending=[a.attorney]
        )

    def other_matter():
        change_event(world.series, by=a.attorney, matter=make_matter(a, number="2026-0002", name="Other"))

    everybody = {
        "attorney's feed",
        "paralegal's feed of both",
        "attorney's events",
        "the attorney's events for the secretary",
    }
    acts = [
        (lambda: create_event(by=a.attorney, title="New", **later), everybody | {"attorney's busy feed"}),
        (lambda: change_event(Event.objects.get(title="New"), by=a.attorney, is_private=True),
         {"attorney's feed", "paralegal's feed of both", "the attorney's events for the secretary"}),
        (lambda: change_event(Event.objects.get(title="New"), by=a.attorney, title="Renamed"), {"attorney's feed"}),
        (lambda: cancel_event(Event.objects.get(title="Renamed"), by=a.attorney), everybody),
        (lambda: respond(world.hearing, by=a.attorney, response="declined"), {"attorney's feed"}),
        (lambda: respond(world.hearing, by=a.attorney, response="accepted"), {"attorney's feed"}),
        (other_matter, {"attorney's feed"}),
        (lambda: cancel_event(world.series, by=a.attorney, scope=THIS, occurrence=NOON + 2 * HOUR), everybody),
        (wall, {"paralegal's feed of both"}),
        (lift, {"paralegal's feed of both"}),
        (lambda: Matter.objects.filter(pk=a.matter.pk).update(name="Renamed v. Solano"), everybody),
        (alarm, {"attorney's feed"}),
        (lambda: change_deadline(world.deadline, by=a.attorney, title="Reply"), {"attorney's deadlines"}),
        (lambda: complete_deadline(world.deadline, by=a.attorney, no_proof="Filed by hand"), {"attorney's deadlines"}),
        (lambda: Task.objects.filter(pk=world.task.pk).update(due_on=NOON.date()), {"attorney's feed"}),
        (trip, {"attorney's feed", "attorney's busy feed"}),
        (deposition, {"attorney's feed"}),
        (lambda: Feed.objects.filter(pk=world.feed.pk).update(layers=["events"]), {"attorney's feed"}),
        (lambda: FeedPerson.objects.create(feed=world.busy, member=a.paralegal), {"attorney's busy feed"}),
        (lambda: Attendee.objects.filter(member=a.attorney, event=world.hearing).delete(), {"attorney's feed"}),
        (lambda: revoke_delegation(world.lent, by=a.attorney), {"the attorney's events for the secretary"}),
        (lambda: deactivate_member(a.attorney, by=a.admin), {"paralegal's feed of both"}),
    ]  # fmt: skip
    with firm_scope(a.firm):
        before = seen(world)
        for number, (act, whose) in enumerate(acts):
            act()
            after = seen(world)
            changed = compared(before, after)
            assert changed >= whose, (number, whose - changed)
            before = after
