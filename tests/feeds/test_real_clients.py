"""Programs that people use, against the live server: the caldav library, vdirsyncer with a folder, and khal on it."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import caldav
import pytest

from calendar_app.models import Event
from calendar_app.services import change_event, verify_event
from feeds.models import ChangeQuestion, SyncLog
from practice.scope import firm_scope
from tests.feeds.conftest import Device, hearing, vevent

pytestmark = pytest.mark.django_db(transaction=True)

BIN = Path(sys.executable).parent


@pytest.fixture
def served(firms, live_server):
    """The attorney's device and the address of the server it talks to."""
    device = Device(firms.a.attorney)
    return device, live_server.url


def test_the_caldav_library(firms, served):
    device, url = served
    with caldav.DAVClient(url=f"{url}/dav/", username=device.email, password=device.password) as client:
        calendars = client.principal().calendars()
        assert {calendar.get_display_name() for calendar in calendars} == {"Calendar", "Deadlines"}
        mine = next(calendar for calendar in calendars if calendar.get_display_name() == "Calendar")
        mine.save_event(vevent("lib@test", "Lunch"))
        (event,) = mine.events()
        assert event.icalendar_component["summary"] == "Lunch"
        event.icalendar_component["summary"] = "Long lunch"
        event.save()
        with firm_scope(firms.a.firm):
            assert Event.objects.get(uid="lib@test").title == "Long lunch"
        found = mine.search(
            start=datetime.datetime(2027, 3, 10), end=datetime.datetime(2027, 3, 11), event=True, expand=False
        )
        assert len(found) == 1
        changes = mine.objects_by_sync_token(load_objects=False)
        with firm_scope(firms.a.firm, firms.a.attorney):
            hearing(firms.a)
        changes = mine.objects_by_sync_token(sync_token=changes.sync_token, load_objects=True)
        assert [one.icalendar_component["summary"] for one in changes] == ["Motion to compel"]
        event.delete()
        with firm_scope(firms.a.firm):
            assert Event.objects.get(uid="lib@test").is_cancelled


def run(folder: Path, *command: str, status: int = 0) -> str:
    """A program's output. Its settings are in `folder`."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC",
        "VDIRSYNCER_CONFIG": str(folder / "config"), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder),
        "XDG_CACHE_HOME": str(folder),
    }  # fmt: skip
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


CONFIG = """
[general]
status_path = "{folder}/status/"

[pair work]
a = "phone"
b = "firm"
collections = ["{collection}"]
conflict_resolution = "b wins"

[storage phone]
type = "filesystem"
path = "{folder}/vdir/"
fileext = ".ics"

[storage firm]
type = "caldav"
url = "{url}/dav/"
username = "{email}"
password = "{password}"
"""

KHAL = """
[calendars]
[[work]]
path = {folder}/vdir/{collection}
type = calendar

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = America/Los_Angeles
default_timezone = America/Los_Angeles
"""


def test_vdirsyncer_and_khal_keep_a_folder_in_step(firms, served, tmp_path):
    device, url = served
    cast = firms.a
    collection = f"{cast.attorney.pk}-events"
    given = {
        "folder": tmp_path, "url": url, "email": device.email, "password": device.password, "collection": collection,
    }  # fmt: skip
    (tmp_path / "config").write_text(CONFIG.format(**given))
    (tmp_path / "khal").mkdir()
    (tmp_path / "khal" / "config").write_text(KHAL.format(**given))
    with firm_scope(cast.firm):
        court = hearing(cast)
        verify_event(court, by=cast.associate)
    folder = tmp_path / "vdir" / collection
    folder.mkdir(parents=True)
    run(tmp_path, "vdirsyncer", "discover", "--no-list")

    # From the firm to the folder, and read by khal in the court's clock: noon UTC is 4 in the morning in March before the 14th.
    run(tmp_path, "vdirsyncer", "sync")
    (file,) = folder.iterdir()
    shown = run(tmp_path, "khal", "list", "--format", "{start-time} {title} {location}", "2027-03-10", "1d")
    assert "04:00 Motion to compel Superior Court of Alameda, Dept. 17" in shown

    # From the folder to the firm: one that khal makes.
    run(tmp_path, "khal", "new", "-a", "work", "2027-03-11", "09:00", "10:00", "Lunch with Kim")
    run(tmp_path, "vdirsyncer", "sync")
    with firm_scope(cast.firm):
        lunch = Event.objects.get(title="Lunch with Kim")
        assert lunch.starts_at == datetime.datetime(2027, 3, 11, 17, tzinfo=datetime.UTC)

    # Changed on both sides: the firm's stands.
    (mine,) = [one for one in folder.iterdir() if "Lunch" in one.read_text()]
    mine.write_text(mine.read_text().replace("Lunch with Kim", "Lunch at noon"))
    with firm_scope(cast.firm, cast.attorney):
        change_event(lunch, by=cast.attorney, title="Lunch with Kim and Lee")
    run(tmp_path, "vdirsyncer", "sync")
    assert "Lunch with Kim and Lee" in mine.read_text()

    # A verified court date, deleted and moved in the folder, comes back as it was, and is asked about.
    file.unlink()
    run(tmp_path, "vdirsyncer", "sync")
    run(tmp_path, "vdirsyncer", "sync")
    (file,) = [one for one in folder.iterdir() if "Motion" in one.read_text()]
    assert "DTSTART;TZID=America/Los_Angeles:20270310T040000" in file.read_text()
    file.write_text(file.read_text().replace("20270310T040000", "20270310T030000"))
    run(tmp_path, "vdirsyncer", "sync")
    run(tmp_path, "vdirsyncer", "sync")
    assert "DTSTART;TZID=America/Los_Angeles:20270310T040000" in file.read_text()
    with firm_scope(cast.firm):
        court.refresh_from_db()
        assert court.starts_at.hour == 12 and court.verified_at is not None
        assert sorted(ChangeQuestion.objects.values_list("kind", flat=True)) == ["deleted", "moved"]
        assert SyncLog.objects.filter(act="asked").count() == 2

    # Deleted in the folder: called off here.
    mine.unlink()
    run(tmp_path, "vdirsyncer", "sync")
    with firm_scope(cast.firm):
        lunch.refresh_from_db()
        assert lunch.is_cancelled
