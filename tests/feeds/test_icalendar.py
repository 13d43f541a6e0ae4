"""iCalendar text: zones right on both sides of each change, what is written is read again, and what is refused."""

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from feeds.ical import read, write
from feeds.ical.items import Item, Person
from feeds.ical.zones import vtimezone

NY = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    "zone, first",
    [
        ("America/New_York", 2006),  # the year before the law was changed
        ("America/New_York", 2026),
        ("America/Los_Angeles", 2027),
        ("America/Phoenix", 2026),
        ("America/St_Johns", 2026),
        ("Europe/Berlin", 2026),
        ("Australia/Sydney", 2026),
        ("Africa/Casablanca", 2026),
        ("Asia/Kolkata", 2026),
    ],
)
def test_a_written_zone_goes_as_the_real_one(zone, first):
    told = Timezone.from_ical("\r\n".join([*vtimezone(zone, first), ""])).to_tz(lookup_tzid=False)
    start = datetime.datetime(first, 1, 1, 12)
    for day in range(0, 365 * 8, 3):
        at = start + datetime.timedelta(days=day)
        assert at.replace(tzinfo=told).utcoffset() == at.replace(tzinfo=ZoneInfo(zone)).utcoffset(), at


def test_the_rules_of_new_york_are_two_lines():
    lines = vtimezone("America/New_York", 2026)
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU" in lines


def series() -> Item:
    nine = datetime.datetime(2027, 3, 1, 9, tzinfo=NY)
    late = Item("s@x", nine.replace(day=22, hour=11), nine.replace(day=22, hour=12), "America/New_York", "Late",
                recurrence=nine.replace(day=22))  # fmt: skip
    return Item(
        "s@x", nine, nine.replace(hour=10), "America/New_York", 'Team; all, "of" us \\ é\nnext line ' * 4,
        rrule="FREQ=WEEKLY;BYDAY=MO;UNTIL=20270331", exdates=(nine.replace(day=15),), changed=(late,), sequence=3,
        location="Room 1", organizer=Person("o@x.example", "O"), attendees=(Person("k@x.example", "Kim; \"K\""),),
    )  # fmt: skip


def test_what_is_written_is_read_again():
    item = series()
    raw = write.calendar([item])
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    again = read.one(raw, zone="UTC")
    assert again.title == item.title.strip() and again.rrule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270331"
    assert (again.starts, again.exdates, again.sequence) == (item.starts, item.exdates, 3)
    assert [(one.recurrence, one.starts) for one in again.changed] == [
        (one.recurrence, one.starts) for one in item.changed
    ]
    # The last day in New York ends at four in the morning of the next day in Greenwich.
    assert b"UNTIL=20270401T035959Z" in raw.replace(b"\r\n ", b"")


def test_whole_days_end_on_the_day_before_dtend():
    item = Item("d@x", datetime.date(2027, 3, 10), datetime.date(2027, 3, 11), title="Trial")
    raw = write.calendar([item])
    assert b"DTEND;VALUE=DATE:20270312" in raw
    assert read.one(raw, zone="UTC").ends == datetime.date(2027, 3, 11)


def test_the_tag_tells_every_change():
    item = series()
    assert item.etag == series().etag
    assert replace(item, location="Room 2").etag != item.etag
    assert replace(item, changed=()).etag != item.etag


def event(*lines: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:x", *lines, "END:VEVENT", "END:VCALENDAR"]
    ).encode()


@pytest.mark.parametrize(
    "tzid", ["America/New_York", "/freeassociation.sourceforge.net/America/New_York", "Eastern Standard Time"]
)
def test_zones_by_the_names_of_other_programs(tzid):
    item = read.one(event(f"DTSTART;TZID={tzid}:20270701T090000", "DURATION:PT30M"), zone="UTC")
    assert (item.zone, item.ends) == ("America/New_York", datetime.datetime(2027, 7, 1, 9, 30, tzinfo=NY))


@pytest.mark.parametrize(
    "lines, why",
    [
        (["SUMMARY:x"], "no start"),
        (["DTSTART:20270310T090000Z", "DTEND:20270310T080000Z"], "before it starts"),
        (["DTSTART;TZID=Mars/Olympus:20270310T090000"], "nobody knows"),
        (["DTSTART:20270310T090000Z", "RDATE:20270311T090000Z"], "list of dates"),
        (["DTSTART:20270310T090000Z", "RRULE:FREQ=HOURLY"], "hour, minute or second"),
        (["DTSTART:99990310T090000Z"], "out of range"),
    ],
)
def test_what_cannot_be_read_says_why(lines, why):
    with pytest.raises(read.Unreadable, match=why):
        read.one(event(*lines), zone="UTC")


def test_a_file_that_was_cut_off():
    with pytest.raises(read.Unreadable, match="cut off"):
        read.parse(event("DTSTART:20270310T090000Z")[:-25], zone="UTC")
