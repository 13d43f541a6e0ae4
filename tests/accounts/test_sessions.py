"""The list of sign-ins and ending them."""

from allauth.usersessions.models import UserSession
from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(user, agent):
    client = Client(HTTP_USER_AGENT=agent)
    client.force_login(user, backend=BACKEND)
    client.get("/account/security/")
    return client


def test_each_sign_in_is_listed_and_can_be_ended(firms):
    here = enter(firms.a.attorney.user, "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36")
    there = enter(firms.a.attorney.user, "Mozilla/5.0 (iPhone) Version/18 Safari/604.1")
    page = here.get("/account/security/").content.decode()
    assert "Chrome on Windows" in page
    assert "Safari on iPhone" in page
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 303
    assert there.get("/account/security/").status_code == 302
    assert here.get("/account/security/").status_code == 200


def test_ending_all_others(firms):
    here = enter(firms.a.attorney.user, "a")
    there = enter(firms.a.attorney.user, "b")
    here.post("/account/sessions/")
    assert there.get("/account/security/").status_code == 302
    assert here.get("/account/security/").status_code == 200


def test_nobody_ends_another_persons_sign_in(firms):
    here = enter(firms.a.admin.user, "a")
    victim = enter(firms.a.attorney.user, "b")
    theirs = UserSession.objects.get(session_key=victim.session.session_key)
    assert here.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert Client().post(f"/account/sessions/{theirs.pk}/end/")["Location"] == "/account/login/"
    assert victim.get("/account/security/").status_code == 200
