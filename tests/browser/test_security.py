"""Sign-in security in a real browser: the warning before the session ends, the question before a dangerous act, axe."""

import time
from importlib import import_module

import pytest
from django.conf import settings
from django.core.cache import cache

from accounts.services import security
from practice.models import Firm
from practice.scope import firm_scope
from tests import cast
from tests.browser.conftest import until

pytestmark = pytest.mark.browser


@pytest.fixture
def firm(transactional_db):
    cache.clear()
    return cast.make_firm("Alder & Birch LLP", "alder")


def session_of(page):
    """The session of the page's browser, to be changed and saved."""
    key = next(c["value"] for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def test_the_page_warns_and_staying_signed_in_is_one_click(firm, open_as, axe):
    Firm.objects.update(idle_minutes=2)  # so the warning comes with the page
    page = open_as(firm.paralegal, "/contacts/new/")
    page.wait_for_selector("#idle[open]")
    assert "about to be signed out" in page.inner_text("#idle")
    until(page, "/^1:5\\d$/.test(document.querySelector('#idle [data-count]').textContent)")
    axe(page)
    Firm.objects.update(idle_minutes=30)
    page.click("text=Stay signed in")
    until(page, "!document.getElementById('idle').open")


def test_at_its_end_the_page_leads_to_sign_in_and_back_to_what_was_typed(firm, open_as):
    Firm.objects.update(idle_minutes=2)
    page = open_as(firm.paralegal, "/contacts/new/")
    page.wait_for_selector("#idle[open]")
    page.keyboard.press("Escape")  # "I am here"
    page.evaluate("document.getElementById('idle').close()")
    field = page.locator("main form [name=last_name], main form [name=name]").first
    field.fill("Half a name")
    page.wait_for_timeout(600)
    session = session_of(page)
    session["active_at"] = session["began_at"] = int(time.time()) - 600
    session.save()
    page.reload()
    page.wait_for_url("**/account/login/**")
    assert "What you typed is kept" in page.inner_text("main")
    page.fill("[name=login]", "paralegal@alder.example")
    page.fill("[name=password]", cast.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/contacts/new/")
    page.wait_for_selector("text=It is back in the form.")
    assert field.input_value() == "Half a name"


def test_a_dangerous_act_asks_and_goes_on_with_the_form(firm, open_as, axe):
    page = open_as(firm.admin, "/settings/security/")
    page.select_option("[name=idle_minutes]", "10")
    session = session_of(page)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    page.click("form#sessions-form button[type=submit]")
    page.wait_for_url("**/account/reauthenticate/**")
    axe(page)
    page.fill("[name=password]", cast.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("text=Saved")
    assert page.input_value("[name=idle_minutes]") == "10"


def test_axe_finds_nothing_on_the_security_pages(firm, open_as, axe_both):
    with firm_scope(firm.firm):
        security.require_factor(firm.roles["firm_admin"], by=firm.attorney, required=True, grace_days=7)
        role = firm.roles["paralegal"].pk
    page = open_as(firm.admin, "/settings/security/")
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
        axe_both(page)
    stranger = open_as(None, "/account/sso/")
    axe_both(stranger)
