"""The account pages in a real browser: passkeys from making to signing in, and what axe finds."""

import pytest
from django.core.cache import cache

from practice.scope import firm_scope
from tests import cast

pytestmark = pytest.mark.browser


@pytest.fixture
def firm(transactional_db):
    cache.clear()
    return cast.make_firm("Alder & Birch LLP", "alder")


def type_password(page):
    page.fill("[name=login]", "attorney@alder.example")
    page.fill("[name=password]", cast.PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_passkey_from_making_it_to_signing_in_with_it_alone(firm, open_as):
    page = open_as(None, "/account/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    type_password(page)
    page.wait_for_url("**/")
    page.goto("/account/2fa/webauthn/add/")
    page.fill("[name=password]", cast.PASSWORD)
    page.press("[name=password]", "Enter")
    page.fill("[name=name]", "Office laptop")
    page.click("main button[type=submit]")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    page.goto("/account/security/")
    assert page.locator("text=Office laptop").count() == 1

    page.goto("/account/logout/")
    page.click("main button:has-text('Sign out')")
    page.click("text=Sign in with a passkey")
    page.wait_for_selector("text=Imogen Vance")

    # With the password, it is the second step.
    page.goto("/account/logout/")
    page.click("main button:has-text('Sign out')")
    type_password(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.click("text=Use a passkey")
    page.wait_for_selector("text=Imogen Vance")


def test_axe_finds_nothing_on_the_account_pages(firm, open_as, axe_both):
    with firm_scope(firm.firm):
        role, person = firm.roles["paralegal"].pk, firm.associate.pk
        licence, paralegal = firm.associate.licences.get().pk, firm.paralegal.pk
    page = open_as(firm.attorney, "/account/security/")
    for path in (
        "/account/security/",
        "/account/profile/",
        "/account/password/change/",
        "/settings/people/",
        "/settings/people/invite/",
        f"/settings/people/{person}/",
        f"/settings/people/{person}/history/",
        "/settings/licences/",
        f"/settings/licences/{licence}/",
        "/settings/qualifications/",
        "/settings/qualifications/rule/",
        f"/settings/people/{paralegal}/qualifications/",
        f"/settings/people/{paralegal}/courses/new/",
        "/settings/roles/",
        f"/settings/roles/{role}/",
        "/settings/firm/",
        "/settings/audit/",
    ):
        page.goto(path)
        axe_both(page)
    stranger = open_as(None, "/account/login/")
    for path in ("/account/login/", "/signup/", "/account/password/reset/", "/account/password/reset/done/"):
        stranger.goto(path)
        axe_both(stranger)
