"""The shell in a real browser: keys, palette, menus, colours, toasts, phone bar, accessibility."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE, until

pytestmark = pytest.mark.browser
SHEET = "/components/"


@pytest.fixture(autouse=True)
def demo_mode(settings):
    """The sheet of components is served in demo mode only."""
    settings.DEMO = True


@pytest.fixture
def attorney(transactional_db, firms):
    return firms.a.attorney


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_sheet_of_components_is_accessible(open_as, attorney, axe_both, size):
    page = open_as(attorney, SHEET, size=size)
    axe_both(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_errors_say_what_to_do(open_as, attorney, axe, watch, size):
    watch.allow_failed_requests()
    page = open_as(attorney, "/no-such-page/", size=size)
    assert page.get_by_role("heading", name="Nothing here").is_visible()
    assert page.get_by_role("link", name="Go to Today").is_visible()
    axe(page)


def test_title_names_page_and_firm(open_as, attorney):
    assert open_as(attorney, SHEET).title() == "Components · Alder & Birch LLP"


def test_skip_link_is_first_and_leads_to_the_content(open_as, attorney):
    page = open_as(attorney, SHEET)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_palette_opens_by_key_finds_pages_and_goes_there(open_as, attorney, axe):
    page = open_as(attorney, SHEET)
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette[open] [role=option]")
    axe(page)
    page.keyboard.type("matters")
    option = page.locator("#palette [role=option]", has_text="Matters").first
    option.wait_for()
    until(
        page,
        "document.getElementById(document.querySelector('#palette-q').getAttribute('aria-activedescendant'))"
        "?.getAttribute('aria-selected') === 'true'",
    )
    assert page.locator("#palette [role=option]").count() <= 8
    option.click()
    page.wait_for_url(re.compile(r"/matters/"))


def test_escape_closes_the_palette_and_gives_the_focus_back(open_as, attorney):
    page = open_as(attorney, SHEET)
    page.locator(".side-find").focus()
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette[open]")
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('#palette').open")
    assert page.evaluate("document.activeElement.className") == "side-find"


def test_letters_after_g_go_to_pages(open_as, attorney):
    page = open_as(attorney, SHEET)
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url(re.compile(r"/matters/"))


def test_single_keys_never_fire_in_a_field_and_can_be_turned_off(open_as, attorney):
    page = open_as(attorney, SHEET)
    page.locator("#id_name").fill("")
    page.locator("#id_name").press_sequentially("n?g[m")
    assert page.locator("#id_name").input_value() == "n?g[m"
    assert page.url.endswith(SHEET)
    assert not page.evaluate("document.querySelector('#keys').open")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    page.locator("#single-keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert not page.locator("#create-menu").is_visible()
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette[open]")


def test_create_menu_opens_by_n_and_moves_by_arrows(open_as, attorney, axe):
    page = open_as(attorney, SHEET)
    page.keyboard.press("n")
    page.wait_for_selector("#create-menu:popover-open")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != first
    axe(page)
    page.keyboard.press("Escape")
    assert not page.locator("#create-menu").is_visible()


def test_sidebar_folds_and_stays_folded(open_as, attorney, axe):
    page = open_as(attorney, SHEET)
    wide = page.locator("#side").bounding_box()["width"]
    page.keyboard.press("[")
    assert page.locator("#side").bounding_box()["width"] < 60 < wide
    axe(page)
    page.reload()
    assert page.locator("#side").bounding_box()["width"] < 60


def test_colours_change_at_once_and_are_kept(open_as, attorney):
    page = open_as(attorney, SHEET)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".me").click()
    with page.expect_response(lambda r: r.request.method == "POST"):
        page.locator("#me-menu button[value=dark]").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != ground
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_toast_is_said_and_can_be_dismissed(open_as, attorney):
    page = open_as(attorney, SHEET)
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: {text: 'Saved <b>', undo: '/u/'}}))"
    )
    toast = page.locator("#toasts .toast")
    assert toast.locator("span").inner_text() == "Saved <b>"
    assert page.locator("#toasts").get_attribute("role") == "status"
    assert toast.get_by_role("button", name="Undo").is_visible()
    toast.get_by_role("button", name="Dismiss").click()
    assert toast.count() == 0


def test_dialog_takes_the_focus_and_gives_it_back(open_as, attorney, axe):
    page = open_as(attorney, SHEET)
    page.locator(".btn[data-dialog=sample-confirm]").click()
    page.wait_for_selector("#sample-confirm[open]")
    assert page.evaluate("document.activeElement.name") == "reason"
    axe(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.dialog") == "sample-confirm"


def test_phone_has_the_bar_and_the_sheet_of_the_sidebar(open_as, attorney, axe):
    page = open_as(attorney, SHEET, size=PHONE)
    bar = page.get_by_role("navigation", name="Main, phone")
    assert bar.get_by_role("link", name="Matters").is_visible()
    for box in bar.locator("a, button").all():
        assert box.bounding_box()["height"] >= 44
    page.locator(".side-open").click()
    assert page.locator("#side").get_by_role("link", name="Contacts").is_visible()
    axe(page)
    page.locator(".side-close").click()
    assert not page.locator("#side").is_visible()
    bar.get_by_role("button", name="New").click()
    assert page.locator("#create-phone").is_visible()


def test_the_sheet_of_the_sidebar_opens_without_script(open_as, attorney):
    page = open_as(attorney, SHEET, size=PHONE, java_script_enabled=False)
    page.locator(".side-open").click()
    assert page.locator("#side .nav a").first.is_visible()


def test_typed_text_survives_a_page_that_is_left(open_as, attorney, watch):
    watch.allow_failed_requests()
    page = open_as(attorney, SHEET)
    page.evaluate("document.querySelector('.kit form.form').dataset.guard = 'on'")
    page.locator("#id_narrative").fill("Revise opposition")
    until(page, "Object.keys(sessionStorage).some((k) => k.startsWith('draft:'))")
    asked = []
    page.on("dialog", lambda d: (asked.append(d.type), d.accept()))
    page.goto("/no-such-page/")
    assert asked == ["beforeunload"]


def test_typed_date_is_said_back_in_full(open_as, attorney):
    page = open_as(attorney, SHEET)
    page.locator("#id_due").fill("2027-11-26")
    page.get_by_text("Friday, November 26, 2027").wait_for()


def test_text_at_twice_the_size_fits_a_narrow_window(open_as, attorney):
    page = open_as(attorney, SHEET, size={"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
