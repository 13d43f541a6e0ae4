"""A hearing moves under the hand and takes its dates along: the diff opens by itself, for a mouse, a finger and the keyboard."""

import datetime

import pytest

from calendar_app.models import Deadline, Event
from calendar_app.services import create_event
from practice.scope import firm_scope
from tests.browser.conftest import PHONE, until
from tests.browser.test_calendar import drag
from tests.browser.test_calendar_touch import Finger, middle
from tests.calendar_app.chains import OPPOSITION, REPLY, docket_motion

pytestmark = pytest.mark.browser
D = datetime.date


def at(hour: float, day: int) -> datetime.datetime:
    """A moment of March 2027; the cast's firms keep UTC."""
    return datetime.datetime(2027, 3, day, int(hour), int(hour % 1 * 60), tzinfo=datetime.UTC)


@pytest.fixture
def a(firms):
    a = firms.a
    with firm_scope(a.firm):
        a.hearing = create_event(
            by=a.attorney,
            title="Motion to compel",
            kind="hearing",
            matter=a.matter,
            court="Alameda",
            department="Dept. 14",
            starts_at=at(10, 24),
            ends_at=at(11, 24),
        )
        # Wednesday, March 24, 2027: nine court days before are March 11, five are March 17.
        docket_motion(a, by=a.attorney, on=D(2027, 3, 24), event=a.hearing)
    return a


def dates(a) -> dict[str, datetime.date]:
    with firm_scope(a.firm):
        return dict(Deadline.objects.values_list("rule_id", "due_on"))


def begins(a) -> datetime.datetime:
    with firm_scope(a.firm):
        return Event.objects.values_list("starts_at", flat=True).get(pk=a.hearing.pk)


BEFORE = {OPPOSITION: D(2027, 3, 11), REPLY: D(2027, 3, 17)}
THURSDAY = {OPPOSITION: D(2027, 3, 12), REPLY: D(2027, 3, 18)}


def test_a_mouse_opens_the_diff_and_the_dates_go_along(a, open_as, axe):
    page = open_as(a.attorney, "/calendar/?view=week&date=2027-03-24")
    assert dates(a) == BEFORE
    event = page.locator("#cal .evt", has_text="Motion to compel")
    width = page.locator('.col[data-day="2027-03-25"]').bounding_box()["width"]
    drag(page, event, dx=width)
    dialog = page.locator("#move-diff[open]")
    dialog.locator("text=Motion to compel moved to Thu, Mar 25").wait_for()
    assert dialog.locator("text=1 day later").count() == 2
    axe(page)
    dialog.locator("button:has-text('Move the ticked dates')").click()
    page.wait_for_selector("text=2 dates moved, unverified")
    assert dates(a) == THURSDAY
    assert begins(a) == at(10, 25)
    assert page.locator("#move-diff").count() == 0


def test_the_keyboard_opens_it_and_the_move_is_undone(a, open_as):
    page = open_as(a.attorney, "/calendar/?view=week&date=2027-03-24")
    page.locator("#cal .evt", has_text="Motion to compel").focus()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_selector("#move-diff[open]")
    page.locator("#move-diff button:has-text('Undo the move')").press("Enter")
    page.wait_for_selector("text=Motion to compel is back where it was")
    assert (dates(a), begins(a)) == (BEFORE, at(10, 24))
    page.wait_for_selector('#cal .evt[data-start="2027-03-24T10:00"]')
    # Later: the focus is on the event again, and what waits is offered on its page.
    page.locator("#cal .evt", has_text="Motion to compel").focus()
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_selector("#move-diff[open]")
    page.wait_for_selector('#cal .evt[data-start="2027-03-23T10:00"]')
    page.keyboard.press("Escape")
    until(page, "document.activeElement.textContent.includes('Motion to compel')")
    assert dates(a) == BEFORE


def test_a_finger_opens_it_and_the_dates_are_kept(a, open_as, axe):
    page = open_as(a.attorney, "/calendar/?view=month&date=2027-03-24", size=PHONE)
    bar = page.locator(".mon .evt-bar", has_text="Motion to compel").first
    bar.scroll_into_view_if_needed()
    x, y, _box = middle(bar)
    day = page.locator('.mon td[data-day="2027-03-25"]').bounding_box()
    Finger(page).drag(x, y, dx=day["width"], rest=550)
    page.wait_for_selector("#move-diff[open]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    page.tap("#move-diff button:has-text('Keep all dates')")
    page.wait_for_selector("text=No date moved")
    assert (dates(a), begins(a)) == (BEFORE, at(10, 25))
