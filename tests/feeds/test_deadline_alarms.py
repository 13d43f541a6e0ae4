"""Who asked to be reminded of a deadline on further days has them ring in their own feed, and in nobody else's."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from feeds.services.passes import create_feed
from practice.scope import firm_scope
from reminders.queries.about import about
from reminders.services.settings import remind_me
from tests.feeds.conftest import Device
from tests.reminders.conftest import deadline

pytestmark = pytest.mark.django_db


def rings(member, owner, **values) -> list:
    with firm_scope(member.firm, member):
        _, address = create_feed(by=member, name="Desk", layers=["deadlines"], people=[owner], **values)
    text = Client().get(address[address.index("/feeds/") :]).content
    assert b"Answer to the complaint" in text
    return [
        (alarm["TRIGGER"].dt, alarm["TRIGGER"].params.get("RELATED", "START"))
        for alarm in Calendar.from_ical(text).walk("VALARM")
    ]


def test_a_feed_rings_for_whom_asked(firms):
    a = firms.a
    with firm_scope(a.firm, a.attorney):
        row = deadline(a, timezone.localdate() + datetime.timedelta(days=60))
        remind_me(about("deadline", row.pk, a.attorney).thing, by=a.attorney, obj=row, days=[21, 0])
    # At eight, the hour of the ladder, twenty-one days before and on the day.
    wanted = {datetime.timedelta(hours=8) - datetime.timedelta(days=21), datetime.timedelta(hours=8)}
    assert set(rings(a.attorney, a.attorney)) == {(offset, "START") for offset in wanted}
    as_tasks = set(rings(a.attorney, a.attorney, deadlines_as_tasks=True))
    assert as_tasks == {(offset, "END") for offset in wanted}
    assert rings(a.paralegal, a.attorney) == []


def test_a_device_rings_too(firms):
    a, device = firms.a, Device(firms.a.attorney)
    with firm_scope(a.firm, a.attorney):
        row = deadline(a, timezone.localdate() + datetime.timedelta(days=60))
    token, known = device.since(path=device.deadlines())
    ((path, tag),) = known.items()
    assert b"VALARM" not in device("GET", path).content
    with firm_scope(a.firm, a.attorney):
        remind_me(about("deadline", row.pk, a.attorney).thing, by=a.attorney, obj=row, days=[3])
    # The days are rows of another table: the list is compared all the same.
    _, found = device.since(token, device.deadlines())
    assert found[path] not in (tag, None)
    (alarm,) = Calendar.from_ical(device("GET", path).content).walk("VALARM")
    assert alarm["TRIGGER"].dt == datetime.timedelta(hours=8) - datetime.timedelta(days=3)
    assert alarm["DESCRIPTION"] == "Due: Answer to the complaint"
