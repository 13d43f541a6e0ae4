"""The calendar under a finger: a long press takes an event up; without one the page scrolls. The month is dragged too."""

import datetime

import pytest

from calendar_app.models import Event
from calendar_app.services import create_event
from practice.scope import firm_scope
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
HOUR = 4.25 * 16


def at(hour: float, day: int = 3) -> datetime.datetime:
    """A moment of March 2027; the cast's firms keep UTC."""
    return datetime.datetime(2027, 3, day, int(hour), int(hour % 1 * 60), tzinfo=datetime.UTC)


@pytest.fixture
def a(firms):
    a = firms.a
    with firm_scope(a.firm):
        a.meeting = create_event(by=a.attorney, title="Strategy", starts_at=at(10), ends_at=at(11))
    return a


def now_at(a) -> tuple[datetime.datetime, datetime.datetime]:
    with firm_scope(a.firm):
        return Event.objects.values_list("starts_at", "ends_at").get(pk=a.meeting.pk)


class Finger:
    """Touches as the device sends them."""

    def __init__(self, page):
        self.page, self.wire = page, page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        found = [{"x": x, "y": y} for x, y in points]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    def drag(self, x: float, y: float, *, dx: float = 0, dy: float = 0, rest: int = 0) -> None:
        """Put down at (x, y), wait `rest` milliseconds, go on by (dx, dy), lift."""
        self._send("touchStart", (x, y))
        self.page.wait_for_timeout(rest)
        for part in range(1, 9):
            self._send("touchMove", (x + dx * part / 8, y + dy * part / 8))
            self.page.wait_for_timeout(16)
        self._send("touchEnd")


def middle(locator) -> tuple[float, float, dict]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + 14, box


def test_a_long_press_drags_and_resizes_and_a_swipe_scrolls(a, open_as):
    page = open_as(a.attorney, "/calendar/?view=day&date=2027-03-03&all_hours=1", size=PHONE)
    finger = Finger(page)
    event = page.locator("#cal .evt", has_text="Strategy")
    event.scroll_into_view_if_needed()
    before = page.evaluate("document.querySelector('.cal-s').scrollTop")
    x, y, _box = middle(event)
    finger.drag(x, y, dy=-120)
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('.cal-s').scrollTop") > before
    assert now_at(a) == (at(10), at(11))

    page.evaluate("document.querySelector('.cal-s').scrollTop = 9 * 68")
    page.wait_for_timeout(100)
    x, y, _box = middle(event)
    finger.drag(x, y, dy=HOUR, rest=550)
    page.wait_for_selector("text=Strategy moved to Wed, Mar 3, 11 AM – 12 PM")
    assert now_at(a) == (at(11), at(12))

    # A long press alone takes it up; its grip then changes how long it lasts.
    page.wait_for_selector('#cal .evt[data-start="2027-03-03T11:00"]')
    page.wait_for_timeout(500)
    event = page.locator("#cal .evt", has_text="Strategy")
    x, y, _box = middle(event)
    finger.drag(x, y, rest=550)
    page.wait_for_selector("#cal .evt.armed")
    assert page.locator("#drawer h3").count() == 0
    _x, _y, box = middle(event)
    finger.drag(box["x"] + box["width"] / 2, box["y"] + box["height"], dy=HOUR / 2)
    page.wait_for_selector("text=Strategy moved to Wed, Mar 3, 11 AM – 12:30 PM")
    assert now_at(a) == (at(11), at(12.5))


def test_a_long_press_on_the_grid_begins_an_event(a, open_as):
    page = open_as(a.attorney, "/calendar/?view=day&date=2027-03-03", size=PHONE)
    column = page.locator(".col:visible").bounding_box()
    Finger(page).drag(column["x"] + 60, column["y"] + HOUR + 4, dy=HOUR, rest=550)
    page.wait_for_selector("#event-quick")
    assert page.input_value("#event-quick [name=starts]") == "9:00 AM"
    assert page.input_value("#event-quick [name=ends]") == "10:00 AM"


def test_the_month_is_dragged_from_day_to_day_and_by_key(a, open_as):
    page = open_as(a.attorney, "/calendar/?view=month&date=2027-03-03")
    bar = page.locator(".mon .evt-bar", has_text="Strategy")
    x, y, box = middle(bar)
    goal = page.locator('.mon td[data-day="2027-03-05"]').bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(goal["x"] + 20, goal["y"] + 40, steps=6)
    page.mouse.up()
    page.wait_for_selector("text=Strategy moved to Fri, Mar 5, 10 – 11 AM")
    assert now_at(a) == (at(10, 5), at(11, 5))
    page.wait_for_selector('.mon td[data-day="2027-03-05"] .evt-bar')
    page.locator(".mon .evt-bar", has_text="Strategy").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_selector("text=Strategy moved to Fri, Mar 12, 10 – 11 AM")
    assert now_at(a) == (at(10, 12), at(11, 12))
