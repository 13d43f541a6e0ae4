"""The history of sign-ins: who reads what, mail on a new browser, "not you", 180 days."""

import csv
import datetime
import io

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import FirmSignIn, Member, SignIn, User
from accounts.services import signins
from accounts.tasks import forget_sign_ins
from practice.scope import firm_scope
from tests.accounts.mails import deliver
from tests.accounts.test_second_factor import add_app, code_of
from tests.cast import PASSWORD

CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone) Version/18 Safari/604.1"
BEACON = "attorney@alder.example"


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


@pytest.fixture
def grown(firms):
    """The cast's accounts are old, so that a new browser is news."""
    User.objects.update(created_at=timezone.now() - datetime.timedelta(days=300))
    return firms


def enter(email=BEACON, password=PASSWORD, *, agent=CHROME, client=None, ip="203.0.113.7"):
    client = client or Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=ip)
    client.post("/account/login/", {"login": email, "password": password})
    return client


def rows_of(user):
    return list(SignIn.objects.filter(user=user).order_by("id"))


def test_success_and_failure_are_kept_with_how_and_from_where(grown):
    user = grown.a.attorney.user
    enter(password="wrong")
    enter()
    wrong, right = rows_of(user)
    assert (wrong.ok, wrong.method, wrong.why) == (False, "password", "Wrong password")
    assert (right.ok, right.method, right.second, right.ip) == (True, "password", "", "203.0.113.7")
    assert right.user_agent == CHROME and right.how == "Password"
    assert abs(timezone.now() - right.at) < datetime.timedelta(minutes=1)


def test_nothing_is_kept_of_unknown_addresses(grown):
    enter("nobody@alder.example", "x")
    assert not SignIn.objects.exists()


def test_the_second_step_is_named_and_its_failure_kept(grown):
    client = enter()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = add_app(client)
    SignIn.objects.all().delete()
    again = enter(agent=PHONE)
    assert not SignIn.objects.exists(), "the password alone is not a sign-in"
    again.post("/account/2fa/authenticate/", {"code": "000000"})
    again.post("/account/2fa/authenticate/", {"code": code_of(secret, 1)})
    wrong, right = rows_of(grown.a.attorney.user)
    assert (wrong.ok, wrong.why) == (False, "Wrong code")
    assert (right.second, right.how) == ("totp", "Password, authenticator app")
    codes = RecoveryCodes(_codes(grown.a.attorney.user))
    third = enter()
    third.post("/account/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert rows_of(grown.a.attorney.user)[-1].how == "Password, recovery code"


def _codes(user):
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.get(user=user, type="recovery_codes")


def test_a_new_browser_is_told_by_mail_and_a_known_one_is_not(grown):
    client = enter()
    mails = [m for m in deliver() if m.subject == "Your account was used in a new browser."]
    assert [m.to for m in mails] == [[BEACON]]
    assert "203.0.113.7" in mails[0].body and "Chrome on Windows" in mails[0].body
    cookie = client.cookies["browser"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    client.post("/account/logout/")
    enter(client=client)
    assert not deliver()
    enter(agent=PHONE)
    assert len(deliver()) == 1
    assert [r.new_browser for r in rows_of(grown.a.attorney.user)] == [True, False, True]


def test_another_persons_browser_cookie_makes_nothing_known(grown):
    client = enter("paralegal@alder.example")
    deliver()
    client.post("/account/logout/")
    enter(client=client)
    assert [m.to for m in deliver()] == [[BEACON]]


def test_a_new_account_gets_no_such_mail(firms):
    enter()
    assert not deliver()


def test_the_person_reads_their_own_and_nobody_elses(grown):
    enter("paralegal@alder.example", agent=PHONE)
    client = enter()
    page = client.get("/account/security/").content.decode()
    assert "Recent sign-ins" in page and "Chrome on Windows" in page and "Safari on iPhone" not in page
    whole = client.get("/account/sign-ins/").content.decode()
    assert "203.0.113.7" in whole and "Safari on iPhone" not in whole
    assert Client().get("/account/sign-ins/").status_code == 302


def test_not_you_ends_the_others_and_asks_for_a_new_password(grown):
    here, there = enter(), enter(agent=PHONE)
    for client in (here, there):
        client.get("/account/security/")
    answer = here.post("/account/not-me/")
    assert answer["Location"] == "/account/password/change/"
    assert there.get("/account/security/").status_code == 302
    assert here.get("/account/security/").status_code == 200
    assert UserSession.objects.filter(user=grown.a.attorney.user).count() == 1


def test_administrators_see_their_members_with_a_file(grown, sign_in):
    enter("paralegal@alder.example", agent=PHONE).get("/matters/")
    enter("paralegal@alder.example", "wrong")
    page = sign_in(grown.a.admin).get("/settings/sign-ins/").content.decode()
    assert "Otis Farrow" in page and "Safari on iPhone" in page and "Wrong password" in page
    answer = sign_in(grown.a.admin).get("/settings/sign-ins/?export=csv")
    body = b"".join(answer) if answer.streaming else answer.content
    table = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["Who"], row["Result"]) for row in table] == [
        ("Otis Farrow", "failed"),
        ("Otis Farrow", "in"),
    ] or [(row["Who"], row["Result"]) for row in table] == [("Otis Farrow", "failed"), ("Otis Farrow", "new")]
    failed = sign_in(grown.a.admin).get("/settings/sign-ins/?ok=no").content.decode()
    assert "Wrong password" in failed


def test_others_do_not_see_the_list(grown, sign_in):
    for person in ("paralegal", "associate", "secretary"):
        assert sign_in(getattr(grown.a, person)).get("/settings/sign-ins/").status_code == 403


def test_a_firm_sees_when_its_people_enter_it_and_not_when_they_enter_another(grown, sign_in):
    """Dashiell works in both firms. Firm B reads nothing of his day at firm A."""
    user = grown.a.freelancer.user
    with firm_scope(grown.b.firm):
        Member.objects.create(user=user, role=grown.b.roles["freelancer"], name="Dashiell Moor")
    User.objects.filter(pk=user.pk).update(last_firm_id=grown.a.firm.pk)
    client = enter("freelancer@alder.example")
    client.get("/matters/")
    client.get("/matters/")
    with firm_scope(grown.a.firm):
        assert FirmSignIn.objects.filter(member=grown.a.freelancer).count() == 1
    with firm_scope(grown.b.firm):
        assert not FirmSignIn.objects.exists()
    client.post("/switch-firm/", {"firm": grown.b.firm.pk})
    client.get("/")
    with firm_scope(grown.b.firm):
        assert FirmSignIn.objects.get().method == "password"
    # A try at his account concerns both.
    enter("freelancer@alder.example", "wrong")
    for people in (grown.a, grown.b):
        with firm_scope(people.firm):
            assert FirmSignIn.objects.filter(ok=False).count() == 1


def test_sign_ins_are_forgotten_after_180_days(grown):
    enter().get("/matters/")
    old = timezone.now() - datetime.timedelta(days=181)
    kept = rows_of(grown.a.attorney.user)[0]
    SignIn.objects.create(user=grown.a.attorney.user, method="password", at=old)
    with firm_scope(grown.a.firm):
        FirmSignIn.objects.create(member=grown.a.attorney, method="password", at=old)
    assert forget_sign_ins() == 2
    assert rows_of(grown.a.attorney.user) == [kept]
    with firm_scope(grown.a.firm):
        assert FirmSignIn.objects.count() == 1
    assert datetime.timedelta(days=180) == signins.KEPT


def test_the_demo_door_is_named_as_what_it_is(grown, settings):
    settings.DEMO = True
    Client().post("/demo/sign-in/", {"email": BEACON})
    assert rows_of(grown.a.attorney.user)[-1].method == "demo"
