"""Single sign-on required: the password is shut out, with exceptions."""

import datetime
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import SingleSignOn, User
from accounts.services import sso
from practice.scope import firm_scope
from tests.accounts.sso.kit import INSIDE, come_in, inside, of, set_up
from tests.cast import PASSWORD


def require(people):
    with firm_scope(people.firm):
        TOTP.activate(people.admin.user, "JBSWY3DPEHPK3PXP")
        SingleSignOn.objects.update(tested_at=datetime.datetime.now(datetime.UTC))
        sso.except_member(people.admin, by=people.attorney)
        sso.require(by=people.attorney, required=True)


def test_required_shuts_the_password_out_from_the_next_click_on(firms, provider, sign_in):
    row = set_up(firms.a, provider)
    browser = sign_in(firms.a.paralegal)
    assert browser.get("/matters/").status_code == 200
    require(firms.a)
    assert browser.get("/matters/")["Location"] == "/account/sso/needed/"
    assert browser.post("/time/new/", {})["Location"] == "/account/sso/needed/"
    program = browser.get("/matters/", HTTP_ACCEPT="application/json")
    assert (program.status_code, program.json()["code"]) == (403, "sso_needed")
    page = browser.get("/account/sso/needed/").content.decode()
    assert "Continue with House ID" in page and "Brightwater" not in page
    client, _ = come_in(provider, row, of("paralegal@alder.example"))
    assert inside(client)


def test_exceptions_and_guests_with_other_addresses_keep_their_password(firms, provider, sign_in):
    set_up(firms.a, provider)
    require(firms.a)
    assert sign_in(firms.a.admin).get(INSIDE).status_code == 200
    User.objects.filter(pk=firms.a.secretary.user_id).update(email="bea@elsewhere.example")
    firms.a.secretary.user.refresh_from_db()
    assert sign_in(firms.a.secretary).get(INSIDE).status_code == 200
    # The exception's factor stays while it is needed.
    key = Authenticator.objects.get(user=firms.a.admin.user)
    from accounts.services.security import why_keep_factor

    assert "lets you in without single sign-on" in why_keep_factor(firms.a.admin.user, key)


def test_the_second_step_of_ones_own_is_not_asked_after_single_sign_on(firms, provider):
    row = set_up(firms.a, provider)
    TOTP.activate(firms.a.paralegal.user, "JBSWY3DPEHPK3PXP")
    client, answer = come_in(provider, row, of("paralegal@alder.example"))
    assert inside(client)
    # By password it is.
    answer = Client().post("/account/login/", {"login": "paralegal@alder.example", "password": PASSWORD})
    assert answer["Location"].startswith("/account/2fa/authenticate/")


def test_sudo_in_such_a_session_wants_the_provider_to_ask_anew(firms, provider):
    row = set_up(firms.a, provider)
    client, _ = come_in(provider, row, of("admin@alder.example"))
    body = {"idle_minutes": "10", "session_hours": "8"}
    assert client.post("/settings/security/", body).status_code == 302, (
        "the provider may have let them in by cookie"
    )
    page = client.get("/account/reauthenticate/?next=/settings/security/").content.decode()
    assert "Sign in again through House ID" in page
    # A provider that does not say when it asked is not believed.
    provider.twist = lambda claims: {k: v for k, v in claims.items() if k != "auth_time"}
    client, _ = come_in(provider, row, of("admin@alder.example"), client=client, again=True)
    assert client.post("/settings/security/", body).status_code == 302
    provider.twist = lambda claims: claims | {"auth_time": int(time.time()) - 3600}
    client, _ = come_in(provider, row, of("admin@alder.example"), client=client, again=True)
    assert client.post("/settings/security/", body).status_code == 302
    provider.twist = lambda claims: claims
    client, _ = come_in(provider, row, of("admin@alder.example"), client=client, again=True)
    assert client.post("/settings/security/", body).status_code == 303
