"""The calendar in a real browser: dragging, keys, a phone, and what axe finds in both modes."""

import datetime

import pytest
from django.utils import timezone

from calendar_app.models import Event, Room
from calendar_app.services import create_event
from practice.scope import firm_scope
from tests.browser.conftest import PHONE, until

pytestmark = pytest.mark.browser
MONDAY = datetime.date(2027, 3, 1)


def at(hour: float, day: int = 3) -> datetime.datetime:
    """A moment of March 2027; the cast's firms keep UTC."""
    return datetime.datetime(2027, 3, day, int(hour), int(hour % 1 * 60), tzinfo=datetime.UTC)


@pytest.fixture
def a(firms):
    a = firms.a
    with firm_scope(a.firm):
        Room.objects.create(name="Library")
        a.meeting = create_event(by=a.attorney, title="Strategy", starts_at=at(10), ends_at=at(11))
        a.hearing = create_event(
            by=a.attorney,
            title="Demurrer",
            kind="hearing",
            matter=a.matter,
            court="Alameda",
            department="Dept. 14",
            starts_at=at(14, 4),
            ends_at=at(15, 4),
            travel_before=1800,
        )
        create_event(by=a.associate, title="Dentist", is_private=True, starts_at=at(9), ends_at=at(10))
    return a


def now_at(a, event) -> tuple[datetime.datetime, datetime.datetime]:
    with firm_scope(a.firm):
        return Event.objects.values_list("starts_at", "ends_at").get(pk=event.pk)


def drag(page, locator, *, dx: float = 0, dy: float = 0, at_foot: bool = False) -> None:
    box = locator.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + (box["height"] - 3 if at_foot else 12)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2, steps=3)
    page.mouse.move(x + dx, y + dy, steps=3)
    page.mouse.up()


def test_an_event_is_dragged_resized_and_taken_back(a, open_as):
    page = open_as(a.attorney, "/calendar/?view=week&date=2027-03-03")
    event = page.locator("#cal .evt", has_text="Strategy")
    hour = 4.25 * 16
    drag(page, event, dy=hour)
    page.wait_for_selector("text=Strategy moved to Wed, Mar 3, 11 AM – 12 PM")
    assert now_at(a, a.meeting) == (at(11), at(12))
    page.click("#toasts .undo")
    page.wait_for_selector("text=Strategy is back where it was")
    assert now_at(a, a.meeting) == (at(10), at(11))
    drag(page, page.locator("#cal .evt", has_text="Strategy"), dy=hour / 2, at_foot=True)
    page.wait_for_selector("text=Strategy moved to Wed, Mar 3, 10 – 11:30 AM")
    assert now_at(a, a.meeting) == (at(10), at(11.5))


def test_a_collision_asks_before_it_moves(a, open_as, watch):
    watch.allow_failed_requests()
    with firm_scope(a.firm):
        create_event(by=a.attorney, title="Client call", starts_at=at(12), ends_at=at(13))
    page = open_as(a.attorney, "/calendar/?view=day&date=2027-03-03")
    drag(page, page.locator("#cal .evt", has_text="Strategy"), dy=2 * 4.25 * 16)
    page.wait_for_selector("dialog[open] >> text=Imogen Vance has “Client call”")
    assert now_at(a, a.meeting) == (at(10), at(11))
    page.check("dialog[open] [name=accept]")
    page.click("dialog[open] button[type=submit]")
    page.wait_for_selector("text=Strategy moved to")
    assert now_at(a, a.meeting) == (at(12), at(13))


def test_a_new_event_is_drawn_on_the_grid(a, open_as):
    page = open_as(a.attorney, "/calendar/?view=week&date=2027-03-03")
    column = page.locator('.col[data-day="2027-03-02"]').bounding_box()
    x, y = column["x"] + 40, column["y"] + 4.25 * 16  # nine o'clock
    page.mouse.move(x, y + 2)
    page.mouse.down()
    page.mouse.move(x, y + 4.25 * 16, steps=4)
    page.mouse.up()
    page.wait_for_selector("#event-quick")
    page.fill("#event-quick [name=title]", "Witness call")
    page.press("#event-quick [name=title]", "Enter")
    page.wait_for_selector("#cal .evt >> text=Witness call")
    with firm_scope(a.firm):
        event = Event.objects.get(title="Witness call")
        assert (event.starts_at, event.ends_at) == (at(9, 2), at(10, 2))


def test_the_keyboard_does_everything(a, open_as):
    page = open_as(a.attorney, "/calendar/?view=week&date=2027-03-03")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**date=2027-03-10**")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**date=2027-03-03**")
    page.keyboard.press("j")
    until(page, "document.activeElement.textContent.includes('Strategy')")
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_selector("text=Strategy moved to Wed, Mar 3, 10:15")
    assert now_at(a, a.meeting)[0] == at(10.25)
    until(page, "document.activeElement.textContent.includes('Strategy')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h3 >> text=Strategy")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.wait_for_url("**view=month**")
    page.keyboard.press("t")
    page.wait_for_url(f"**date={timezone.localdate().isoformat()}**")
    page.keyboard.press("n")
    page.wait_for_selector("h1 >> text=New event")
    page.go_back()
    page.wait_for_url("**view=month**")


def test_it_works_on_a_phone(a, open_as, axe):
    page = open_as(a.attorney, "/calendar/?view=week&date=2027-03-03", size=PHONE)
    assert page.locator(".col:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click(".cal-h a:has-text('Thursday, March 4')")
    page.wait_for_url("**date=2027-03-04**")
    page.click("#cal .evt >> text=Demurrer")
    page.wait_for_selector("#drawer >> text=Dept. 14")
    axe(page)
    # What is done with it stands above the tab bar, and is reached.
    page.click("#drawer >> text=Move to…")
    page.wait_for_selector("#move-dialog[open]")
    page.keyboard.press("Escape")
    page.goto("/calendar/?view=agenda&date=2027-03-01")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)


def test_the_workload_stands_beside_a_date(a, open_as):
    page = open_as(a.attorney, "/deadlines/new/")
    page.fill("[name=due_on]", "3/3/2027")
    page.wait_for_selector("[data-load-day]")
    page.click("[data-load-day='3/4/2027']")
    assert page.input_value("[name=due_on]") == "3/4/2027"


def test_axe_finds_nothing(a, open_as, axe_both):
    people = f"people={a.attorney.pk},{a.associate.pk}"
    page = open_as(a.attorney, f"/calendar/?view=people&date=2027-03-03&{people}")
    axe_both(page)
    for path in (
        f"/calendar/?view=week&date=2027-03-03&{people}&peek={a.hearing.pk}",
        "/calendar/?view=month&date=2027-03-03",
        "/calendar/?view=agenda&date=2027-03-01",
        "/calendar/events/new/?kind=hearing",
        f"/calendar/events/{a.hearing.pk}/",
        f"/calendar/events/{a.meeting.pk}/move/",
        "/calendar/hours/",
        "/settings/rooms/",
    ):
        page.goto(path)
        axe_both(page)
