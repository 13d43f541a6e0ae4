"""Sign-in with e-mail and password: sessions, throttling, no enumeration."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


def sign_in(client, email, password, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def test_password_opens_the_door_and_the_session_key_changes(firms, client):
    client.get(LOGIN)
    client.session["visited"] = 1
    session = client.session
    session["visited"] = 1
    session.save()
    before = session.session_key
    response = sign_in(client, "Attorney@alder.example", PASSWORD)
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert client.session.session_key != before
    assert client.get("/account/profile/").status_code == 200


def test_unknown_address_and_wrong_password_answer_the_same(firms, client):
    wrong = sign_in(client, "attorney@alder.example", "not the password at all")
    unknown = sign_in(client, "nobody@alder.example", "not the password at all")
    assert wrong.status_code == unknown.status_code == 200
    text = "The e-mail address and the password do not fit together."
    assert text in wrong.content.decode()
    strip = lambda r: r.content.decode().replace("attorney@", "x@").replace("nobody@", "x@")  # noqa: E731
    import re

    clean = lambda t: re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", t)  # noqa: E731
    assert clean(strip(wrong)) == clean(strip(unknown))


def test_five_wrong_passwords_lock_the_account_from_every_place(firms, client):
    for number in range(5):
        sign_in(client, "attorney@alder.example", f"wrong {number}", REMOTE_ADDR=f"10.0.0.{number}")
    elsewhere = Client()
    response = sign_in(elsewhere, "attorney@alder.example", PASSWORD, REMOTE_ADDR="10.9.9.9")
    assert response.status_code == 200
    assert "Too many wrong passwords" in response.content.decode()
    # Another name of the same server is no fresh set of guesses.
    response = sign_in(
        Client(), "attorney@alder.example", PASSWORD, REMOTE_ADDR="10.9.9.8", HTTP_HOST="other.local"
    )
    assert "Too many wrong passwords" in response.content.decode()
    # Colleagues are not locked out, and neither is a stranger told who exists.
    assert sign_in(Client(), "paralegal@alder.example", PASSWORD, REMOTE_ADDR="10.9.9.7").status_code == 302


def test_an_unknown_address_is_locked_like_a_known_one(firms, client):
    for number in range(5):
        sign_in(client, "nobody@alder.example", "wrong", REMOTE_ADDR=f"10.0.1.{number}")
    response = sign_in(Client(), "nobody@alder.example", "wrong", REMOTE_ADDR="10.9.9.9")
    assert "Too many wrong passwords" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_kept_in_the_database_so_other_processes_see_it(firms):
    from tests.conftest import owner_connection

    for number in range(5):
        sign_in(Client(), "attorney@alder.example", "wrong", REMOTE_ADDR=f"10.0.2.{number}")
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM practice_cache WHERE cache_key LIKE '%%login_failed:5/300%%'")
        assert cursor.fetchone()[0] == 1
        cursor.execute("DELETE FROM practice_cache")
    owner.close()
    # The other process's row was the lock: without it the door is open.
    assert sign_in(Client(), "attorney@alder.example", PASSWORD, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_a_closed_account_cannot_sign_in(firms, client):
    user = firms.a.paralegal.user
    user.is_active = False
    user.save()
    response = sign_in(client, user.email, PASSWORD)
    assert response["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_next_leads_only_to_our_own_pages(firms, client):
    response = client.post(
        LOGIN, {"login": "attorney@alder.example", "password": PASSWORD, "next": "https://evil.example/x"}
    )
    assert "evil" not in response["Location"]


def test_strangers_are_sent_to_sign_in(firms, client):
    response = client.get("/settings/people/")
    assert response.status_code == 302
    assert response["Location"] == f"{LOGIN}?next=/settings/people/"


def test_signing_out_ends_the_session(firms, client):
    sign_in(client, "attorney@alder.example", PASSWORD)
    client.post("/account/logout/")
    assert client.get("/account/profile/").status_code == 302
