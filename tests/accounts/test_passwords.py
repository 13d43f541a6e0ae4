"""Password reset by mail, password change, and what they end."""

import smtplib

import pytest
from django.core.cache import cache
from django.test import Client

from practice.models import Outbox
from tests.accounts.mails import deliver, link_in
from tests.cast import PASSWORD

NEW = "a quite different long sentence"


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


def ask(client, email, **extra):
    return client.post("/account/password/reset/", {"email": email}, **extra)


def test_reset_from_mail_to_sign_in(firms, client):
    elsewhere = Client()
    elsewhere.force_login(
        firms.a.attorney.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert elsewhere.get("/account/profile/").status_code == 200
    assert ask(client, "attorney@alder.example")["Location"] == "/account/password/reset/done/"
    (sent,) = deliver()
    assert sent.to == ["attorney@alder.example"]
    page = client.get(link_in(sent), follow=True)
    form = page.redirect_chain[-1][0]
    short = client.post(form, {"password1": "short", "password2": "short"})
    assert "at least 15 characters" in short.content.decode()
    done = client.post(form, {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/account/password/reset/key/done/"
    # Every sign-in has ended, the new password holds, the link is spent, and a notice is on its way.
    assert elsewhere.get("/account/profile/").status_code == 302
    assert (
        client.post("/account/login/", {"login": "attorney@alder.example", "password": NEW}).status_code
        == 302
    )
    assert "no longer works" in Client().get(link_in(sent), follow=True).content.decode()
    assert deliver()[-1].subject == "Your password was reset by mail."


def test_no_secret_is_ever_in_the_outbox(firms, client):
    ask(client, "attorney@alder.example")
    row = Outbox.objects.get(task="accounts.tasks.send_account_mail")
    assert row.arguments == {
        "kind": "account/email/password_reset_key",
        "user_id": firms.a.attorney.user_id,
        "email": "attorney@alder.example",
        "facts": {},
    }


def test_an_unknown_address_answers_the_same_and_gets_no_mail(firms, client):
    known, unknown = ask(client, "attorney@alder.example"), ask(Client(), "nobody@alder.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [m.to for m in deliver()] == [["attorney@alder.example"]]


def test_a_dead_mail_server_breaks_no_page_and_the_mail_comes_later(firms, client, monkeypatch):
    from django.core.mail.backends import locmem

    def dead(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr(locmem.EmailBackend, "send_messages", dead)
        assert ask(client, "attorney@alder.example").status_code == 302
        with pytest.raises(smtplib.SMTPServerDisconnected):
            deliver()
    assert Outbox.objects.get(done_at=None).error.startswith("SMTPServerDisconnected")
    assert len(deliver()) == 1


def test_links_come_from_the_settings_and_not_from_the_host_header(firms, client):
    ask(client, "attorney@alder.example", HTTP_HOST="evil.example")
    (sent,) = deliver()
    assert "evil.example" not in sent.body
    assert "http://testserver.local/account/password/reset/key/" in sent.body


def test_requests_for_one_address_are_limited(firms):
    for number in range(5):
        ask(Client(), "attorney@alder.example", REMOTE_ADDR=f"10.0.0.{number}")
    assert ask(Client(), "attorney@alder.example", REMOTE_ADDR="10.0.0.9").status_code == 429
    assert len(deliver()) == 5


def test_changing_the_password_ends_all_other_sign_ins(firms, sign_in):
    here = sign_in(firms.a.attorney)
    here.get("/account/security/")
    elsewhere = Client()
    elsewhere.force_login(
        firms.a.attorney.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert elsewhere.get("/account/security/").status_code == 200
    wrong = here.post(
        "/account/password/change/", {"oldpassword": "nope", "password1": NEW, "password2": NEW}
    )
    assert "That is not your present password." in wrong.content.decode()
    done = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert done["Location"] == "/account/security/"
    assert here.get("/account/security/").status_code == 200
    assert elsewhere.get("/account/security/").status_code == 302
    assert deliver()[-1].subject == "Your password was changed."


@pytest.mark.parametrize(
    "password",
    [
        "password1234567",
        "123456789012345",
        "Passwordpassword",
        "1q2w3e4r5t6y7u8i",
        "aaaaabbbbbaaaaab",
        "attorney@alder.example",
    ],
)
def test_easy_passwords_are_refused(firms, sign_in, password):
    here = sign_in(firms.a.attorney)
    response = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert response.status_code == 200
