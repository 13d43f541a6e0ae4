"""A list page in a real browser: keys, selection and bulk bar, filters, panel, drawer."""

import copy
from pathlib import Path

import pytest

from practice.scope import firm_scope
from tests import cast
from tests.browser.conftest import DESK, PHONE, until

pytestmark = pytest.mark.browser
URL = "/t/matters/"


@pytest.fixture
def attorney(transactional_db, firms, settings):
    """Firm A's attorney, with eight matters beside the cast's own, on the list page of tests/practice."""
    settings.ROOT_URLCONF = "tests.practice.list_page_site"
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parents[1] / "practice" / "templates"]
    settings.TEMPLATES = templates
    with firm_scope(firms.a.firm):
        for i, name in enumerate(("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel")):
            state = "pending" if i % 2 else "open"
            cast.make_matter(firms.a, number=f"2026-{i + 10:04d}", name=name, state=state)
    return firms.a.attorney


def current(page):
    return page.evaluate("document.querySelector('.cur .m')?.textContent")


def tick(page, name):
    """The box of the row named `name`."""
    return page.locator("#rows tr", has_text=name).locator("input[data-select]")


def test_keys_move_select_and_open(open_as, attorney):
    page = open_as(attorney, f"{URL}?sort=name")
    page.keyboard.press("j")
    assert current(page) == "Alpha"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert current(page) == "Alpha"
    page.keyboard.press("x")
    bulk = page.locator("#bulk")
    assert bulk.locator("[data-selected]").inner_text() == "1 selected"
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    assert bulk.locator("[data-selected]").inner_text() == "3 selected"
    assert page.locator("tr.sel").count() == 3
    page.keyboard.press("Escape")
    assert not bulk.is_visible()


def test_selection_survives_a_filter_and_says_what_is_hidden(open_as, attorney):
    page = open_as(attorney, f"{URL}?sort=name")
    for name in ("Alpha", "Bravo"):
        tick(page, name).check()
    page.locator("#find").fill("Alpha")
    until(page, "document.querySelectorAll('#rows tr[data-id]').length === 1")
    assert tick(page, "Alpha").is_checked()
    assert page.locator("#bulk .cnt").text_content() == "2 selected, 1 hidden by filters"
    assert page.locator("#bulk-form input[data-kept]").count() == 1
    assert "q=Alpha" in page.url
    assert page.evaluate("document.activeElement.id") == "find"


def test_filter_panel_opens_by_key_and_narrows_the_list(open_as, attorney, axe):
    page = open_as(attorney, f"{URL}?sort=name")
    page.keyboard.press("f")
    panel = page.locator("#panel")
    page.wait_for_selector("#panel:popover-open")
    axe(page)
    panel.locator("summary", has_text="Status").click()
    panel.get_by_label("Pending").check()
    with page.expect_response(lambda r: "state=pending" in r.url):
        panel.get_by_role("button", name="Apply").click()
    until(page, "document.querySelectorAll('#rows tr[data-id]').length === 4")
    assert page.locator(".chip", has_text="Status").is_visible()
    page.locator(".chip a[aria-label='Remove filter: Status']").click()
    until(page, "document.querySelectorAll('#rows tr[data-id]').length > 4")


def test_drawer_shows_a_row_and_gives_the_focus_back(open_as, attorney, axe):
    page = open_as(attorney, f"{URL}?sort=name")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.wait_for_selector("#drawer .drawer")
    assert "peek=" in page.url
    axe(page)
    page.reload()
    assert page.locator("#drawer .drawer").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#drawer .drawer").count() == 0
    assert "peek=" not in page.url


def test_bulk_act_asks_for_the_reason_and_reports(open_as, attorney, axe):
    page = open_as(attorney, f"{URL}?sort=name")
    tick(page, "Alpha").check()
    page.locator("#bulk button[value=close]").click()
    page.wait_for_selector("#ask[open]")
    axe(page)
    page.locator("#ask input[name=reason]").fill("Settled")
    page.locator("#ask button[type=submit]").click()
    toast = page.locator("#toasts .toast")
    toast.get_by_role("button", name="Undo").wait_for()
    assert "1 matter closed" in toast.inner_text()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_list_is_accessible(open_as, attorney, axe_both, size):
    page = open_as(attorney, URL, size=size)
    axe_both(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_list_works_without_script(open_as, attorney):
    page = open_as(attorney, f"{URL}?sort=name", java_script_enabled=False)
    page.locator("#find").fill("Bravo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "q=Bravo" in url)
    assert page.locator("#rows tr[data-id]").count() == 1
