"""Authenticator app, recovery codes, asking again before a change."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from accounts.adapters import MFAAdapter
from practice import audit
from practice.scope import firm_scope
from tests.accounts.mails import deliver
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


def code_of(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def login(client, email="attorney@alder.example", password=PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


@pytest.fixture
def here(firms):
    """The attorney, who has just been asked for the password again."""
    client = Client()
    login(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def add_app(client) -> str:
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done["Location"] == "/account/2fa/recovery-codes/"
    return secret


def test_adding_an_app_shows_codes_and_ends_other_sign_ins(here, firms, django_capture_on_commit_callbacks):
    elsewhere = Client()
    login(elsewhere)
    elsewhere.get("/account/security/")
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(here)
    page = here.get("/account/2fa/recovery-codes/")
    assert len(page.context["unused_codes"]) == 10
    assert elsewhere.get("/account/security/").status_code == 302
    assert here.get("/account/security/").status_code == 200
    assert "An authenticator app was added to your account." in [m.subject for m in deliver()]
    with firm_scope(firms.a.firm):
        event = audit.history_of(firms.a.attorney)[0]
        assert (event.verb, event.reason) == (
            "sign_in.changed",
            "An authenticator app was added to your account.",
        )
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert MFAAdapter().decrypt(stored) == secret


def test_sign_in_then_needs_the_code_and_a_code_works_once(here, firms):
    secret = add_app(here)
    client = Client()
    assert login(client)["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/account/profile/").status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "That code is wrong" in wrong.content.decode()
    code = code_of(secret, 1)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get("/account/profile/").status_code == 200
    again = Client()
    login(again)
    assert again.post("/account/2fa/authenticate/", {"code": code}).status_code == 200


def test_a_recovery_code_works_once(here, firms):
    add_app(here)
    code = here.get("/account/2fa/recovery-codes/").context["unused_codes"][0]
    client = Client()
    login(client)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    again = Client()
    login(again)
    assert again.post("/account/2fa/authenticate/", {"code": code}).status_code == 200


def test_guessing_codes_is_limited(here, firms):
    secret = add_app(here)
    client = Client()
    login(client)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    right = client.post("/account/2fa/authenticate/", {"code": code_of(secret, 1)})
    assert "Too many wrong" in right.content.decode()


def test_a_change_long_after_sign_in_asks_again_inside_the_firm(here, firms):
    session = here.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    records[-1]["at"] -= 3600
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session.save()
    asked = here.get("/account/2fa/totp/activate/")
    assert asked["Location"] == "/account/reauthenticate/?next=%2Faccount%2F2fa%2Ftotp%2Factivate%2F"
    page = here.get(asked["Location"])
    assert "Is it you?" in page.content.decode()
    wrong = here.post(asked["Location"], {"password": "nope"})
    assert "That is not your password." in wrong.content.decode()
    right = here.post(asked["Location"], {"password": PASSWORD})
    assert right["Location"] == "/account/2fa/totp/activate/"
    assert here.get("/account/2fa/totp/activate/").status_code == 200


def test_removing_the_app(here, firms):
    add_app(here)
    assert here.get("/account/2fa/totp/deactivate/").status_code == 200
    here.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()


def test_the_pages_of_passkeys_open(here, firms):
    page = here.get("/account/2fa/webauthn/add/")
    assert page.status_code == 200
    assert 'id="creation-options"' in page.content.decode()
    assert "<script>" not in page.content.decode()
    options = Client().get("/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json").json()
    assert options["request_options"]["publicKey"]["challenge"]


def test_a_forged_passkey_is_refused(here, firms):
    forged = {"credential": '{"id": "x", "rawId": "eA", "type": "public-key", "response": {}}'}
    for text in (
        forged["credential"],
        "{}",
        "[]",
        "1",
        "null",
        '{"id": "eA", "rawId": "eA", "response": {}}',
        "no",
    ):
        answer = Client().post("/account/2fa/webauthn/login/", {"credential": text})
        assert answer["Location"] == "/account/login/", text
    here.get("/account/2fa/webauthn/add/")
    for text in (forged["credential"], "{}", "[]", "1"):
        answer = here.post("/account/2fa/webauthn/add/", {"credential": text, "name": "x"})
        assert answer.status_code == 200, text
    assert not Authenticator.objects.exists()
