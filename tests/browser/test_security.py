"""Sign-in security in a real browser: the warning before the session ends, the question before a dangerous act, axe."""

import time

import pytest
from django.core.cache import cache

from accounts.services import security
from practice.scope import firm_scope
from tests import cast
from tests.browser.conftest import until

pytestmark = pytest.mark.browser


@pytest.fixture
def firm(transactional_db):
    cache.clear()
    return cast.make_firm("Alder & Birch LLP", "alder")


def rest(page, seconds: int) -> None:
    """Put the session's last activity back."""
    from importlib import import_module

    from django.conf import settings

    key = next(c["value"] for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session["active_at"] = session["began_at"] = int(time.time()) - seconds
    session.save()


def test_the_page_warns_and_staying_signed_in_is_one_click(firm, open_as, axe):
    page = open_as(firm.paralegal, "/contacts/new/")
    page.fill("[name=name], [name=first_name]", "Half a name")
    rest(page, 30 * 60 - 60)
    # The page was loaded before: it looks at the server's clock when the window is looked at again.
    page.evaluate("document.body.dataset.left")
    page.reload()
    page.wait_for_selector("#idle[open]")
    assert "about to be signed out" in page.inner_text("#idle")
    axe(page)
    page.click("text=Stay signed in")
    until(page, "!document.getElementById('idle').open")


def test_a_dangerous_act_asks_and_goes_on_with_the_form(firm, open_as, axe):
    page = open_as(firm.admin, "/settings/security/")
    page.select_option("[name=idle_minutes]", "10")
    from importlib import import_module

    from django.conf import settings

    key = next(c["value"] for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    page.click("form#sessions-form button[type=submit]")
    page.wait_for_url("**/account/reauthenticate/**")
    axe(page)
    page.fill("[name=password]", cast.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("text=Saved")
    assert page.input_value("[name=idle_minutes]") == "10"


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_the_security_pages(firm, open_as, axe, dark):
    with firm_scope(firm.firm):
        security.require_factor(firm.roles["firm_admin"], by=firm.attorney, required=True, grace_days=7)
        role = firm.roles["paralegal"].pk
    page = open_as(firm.admin, "/settings/security/", dark=dark)
    for path in (
        "/settings/security/",
        "/settings/security/sso/",
        "/settings/security/emergency/",
        "/settings/sign-ins/",
        "/emergency/",
        f"/settings/roles/{role}/",
        "/account/security/",
        "/account/sign-ins/",
    ):
        page.goto(path)
        axe(page)
    stranger = open_as(None, "/account/sso/", dark=dark)
    axe(stranger)
