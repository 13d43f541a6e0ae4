"""A second factor required by role: the grace and its strip, the shut door after it, the last factor, a colleague's reset."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Role
from accounts.services import invitations, members, security
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from tests.accounts.mails import deliver, link_in
from tests.accounts.test_second_factor import add_app, login
from tests.cast import PASSWORD

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


def give_app(member):
    TOTP.activate(member.user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(member.user)


def require(people, template, *, days=7, ago=0):
    """The role requires a factor; its members' grace began `ago` days ago."""
    security.require_factor(people.roles[template], by=people.attorney, required=True, grace_days=days)
    since = timezone.now() - ago * DAY
    Member.objects.filter(role=people.roles[template]).update(mfa_since=since)


def test_the_switch_stores_the_moment_and_is_on_the_record(a, sign_in):
    browser = sign_in(a.admin)
    role = a.roles["paralegal"]
    page = browser.get(f"/settings/roles/{role.pk}/").content.decode()
    assert "A second step is required" in page
    done = browser.post(
        f"/settings/roles/{role.pk}/second-step/", {"mfa_required": "on", "mfa_grace_days": "5"}
    )
    assert done.status_code == 303
    role.refresh_from_db()
    assert (role.mfa_required, role.mfa_grace_days) == (True, 5)
    began = Member.objects.get(pk=a.paralegal.pk).mfa_since
    assert timezone.now() - began < datetime.timedelta(minutes=1)
    assert Member.objects.get(pk=a.secretary.pk).mfa_since is None
    event = audit.history_of(role)[0]
    assert event.verb == "role.factor_required"
    assert event.changes == {"mfa_required": [False, True], "mfa_grace_days": [7, 5]}
    # A shorter grace counts from the same moment; switching off and on begins anew.
    Member.objects.filter(pk=a.paralegal.pk).update(mfa_since=began - 2 * DAY)
    security.require_factor(role, by=a.attorney, required=True, grace_days=3)
    assert Member.objects.get(pk=a.paralegal.pk).mfa_since == began - 2 * DAY
    security.require_factor(role, by=a.attorney, required=False, grace_days=3)
    assert Member.objects.get(pk=a.paralegal.pk).mfa_since is None


def test_bad_days_are_refused(a, sign_in):
    role = a.roles["paralegal"]
    for days in ("61", "-1", "x", ""):
        sign_in(a.admin).post(
            f"/settings/roles/{role.pk}/second-step/", {"mfa_required": "on", "mfa_grace_days": days}
        )
    with pytest.raises(DomainError):
        security.require_factor(role, by=a.attorney, required=True, grace_days=61)
    role.refresh_from_db()
    assert not role.mfa_required


def test_who_may_not_edit_roles_cannot_switch_it(a, sign_in):
    role = a.roles["paralegal"]
    answer = sign_in(a.associate).post(f"/settings/roles/{role.pk}/second-step/", {"mfa_grace_days": "7"})
    assert answer.status_code == 403
    with pytest.raises(Refused):
        security.require_factor(role, by=a.paralegal, required=True, grace_days=7)


def test_within_the_grace_a_strip_counts_the_days(a, sign_in):
    require(a, "paralegal", days=7, ago=4)
    page = sign_in(a.paralegal).get("/matters/").content.decode()
    assert "Alder &amp; Birch LLP requires a second step at sign-in. 3 days are left to set one up." in page
    assert 'href="/account/security/"' in page
    Member.objects.filter(pk=a.paralegal.pk).update(mfa_since=timezone.now() - 6.5 * DAY)
    page = sign_in(a.paralegal).get("/matters/").content.decode()
    assert "Today is the last day to set one up." in page
    give_app(a.paralegal)
    assert "second step at sign-in" not in sign_in(a.paralegal).get("/matters/").content.decode()


def test_after_the_grace_only_the_security_page_opens(a, sign_in):
    require(a, "paralegal", days=7, ago=7)
    browser = sign_in(a.paralegal)
    for path in (
        "/",
        "/matters/",
        f"/matters/{a.matter.pk}/",
        "/palette/",
        "/account/profile/",
        "/matters/?export=csv",
    ):
        answer = browser.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/account/security/"), path
    assert browser.post("/time/new/", {}).status_code == 302
    program = browser.get("/matters/", HTTP_ACCEPT="application/json")
    assert (program.status_code, program.json()["code"]) == (403, "security")
    part = browser.get("/matters/", HTTP_HX_REQUEST="true")
    assert (part.status_code, part["HX-Redirect"]) == (204, "/account/security/")
    page = browser.get("/account/security/").content.decode()
    assert "Alder &amp; Birch LLP requires a second step." in page
    # Nothing of the firm stands around it.
    assert "Brightwater" not in page and 'href="/matters/"' not in page
    assert browser.get("/account/logout/").status_code == 200


def test_an_app_opens_the_door_again(firms):
    with firm_scope(firms.a.firm):
        require(firms.a, "paralegal", ago=30)
    client = Client()
    login(client, "paralegal@alder.example")
    assert client.get("/")["Location"] == "/account/security/"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    add_app(client)
    assert len(client.get("/account/2fa/recovery-codes/").context["unused_codes"]) == 10
    assert client.get("/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(a, sign_in):
    require(a, "paralegal", ago=30)
    RecoveryCodes.activate(a.paralegal.user)
    assert sign_in(a.paralegal).get("/").status_code == 302


def test_preview_is_no_way_around_it(a, sign_in):
    browser = sign_in(a.admin)
    browser.post(f"/settings/roles/{a.roles['paralegal'].pk}/preview/")
    assert browser.get("/").status_code == 200
    require(a, "firm_admin", ago=30)
    assert browser.get("/")["Location"] == "/account/security/"
    # Switching to another firm of one's own stays possible.
    assert browser.post("/switch-firm/", {"firm": "0"}).status_code == 404


def test_grace_begins_with_a_role_change_and_runs_on_from_role_to_role(a):
    require(a, "legal_secretary", ago=0)
    require(a, "firm_admin", ago=0)

    def move(member, template):
        member = Member.objects.select_related("role").get(pk=member.pk)
        values = {"name": member.name, "title": member.title, "supervisor": None, "is_partner": False}
        role = Role.objects.get(pk=a.roles[template].pk)
        title = "" if template != "attorney" else member.title
        return members.change_member(
            member, by=a.attorney, role=role, expires_on=None, **(values | {"title": title})
        )

    moved = move(a.assistant, "legal_secretary")
    assert timezone.now() - moved.mfa_since < datetime.timedelta(minutes=1)
    Member.objects.filter(pk=moved.pk).update(mfa_since=timezone.now() - 5 * DAY)
    again = move(moved, "firm_admin")
    assert timezone.now() - again.mfa_since > 4 * DAY
    assert move(again, "paralegal").mfa_since is None


def test_an_invited_person_has_the_whole_grace(a):
    require(a, "paralegal", ago=100)
    sent = invitations.invite(
        by=a.attorney, name="New One", email="new@alder.example", role=a.roles["paralegal"]
    )
    mails = deliver()
    path = link_in(mails[-1])
    client = Client()
    client.post(path, {"name": "New One", "password": "a sentence of five words"})
    member = Member.objects.get(user__email=sent.email)
    assert timezone.now() - member.mfa_since < datetime.timedelta(minutes=1)
    assert client.get("/").status_code == 200


def test_a_member_without_a_stored_moment_begins_now(a, sign_in):
    role = a.roles["paralegal"]
    Role.objects.filter(pk=role.pk).update(mfa_required=True, mfa_grace_days=1)
    assert sign_in(a.paralegal).get("/matters/").status_code == 200
    assert Member.objects.get(pk=a.paralegal.pk).mfa_since is not None


def test_the_last_factor_stays_while_one_is_required(firms):
    client = Client()
    login(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    add_app(client)
    with firm_scope(firms.a.firm):
        require(firms.a, "attorney")
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").exists()
    key = Authenticator.objects.create(
        user=firms.a.attorney.user, type="webauthn", data={"name": "Key", "credential": {}}
    )
    Authenticator.objects.filter(type="totp").delete()
    answer = client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert answer["Location"] == "/account/security/"
    assert Authenticator.objects.filter(pk=key.pk).exists()
    page = client.get("/account/security/").content.decode()
    assert "requires a second step. Add another app or passkey first" in page


def test_an_administrator_resets_a_lost_factor(a, sign_in):
    give_app(a.paralegal)
    UserSession.objects.create(user=a.paralegal.user, ip="10.0.0.1", session_key="x" * 32, user_agent="")
    browser = sign_in(a.admin)
    page = f"/settings/people/{a.paralegal.pk}/"
    assert "Reset second step" in browser.get(page).content.decode()
    assert "Make sure it is they who ask" in browser.get(f"{page}reset-second-step/").content.decode()
    assert browser.post(f"{page}reset-second-step/", {"reason": " "}).status_code == 422
    done = browser.post(f"{page}reset-second-step/", {"reason": "Phone lost, called back"})
    assert done.status_code == 303
    assert not Authenticator.objects.filter(user=a.paralegal.user).exists()
    assert not UserSession.objects.filter(user=a.paralegal.user).exists()
    event = audit.history_of(a.paralegal)[0]
    assert (event.verb, event.reason) == ("sign_in.factor_reset", "Phone lost, called back")
    told = [m for m in deliver() if m.to == ["paralegal@alder.example"]]
    assert "Your second step was reset by an administrator." in told[0].subject
    assert "Reset second step" not in browser.get(page).content.decode()


def test_who_may_not_reset(a, sign_in):
    give_app(a.paralegal)
    give_app(a.admin)
    with pytest.raises(Refused):
        security.reset_factor(a.paralegal, by=a.secretary, reason="x")
    with pytest.raises(DomainError, match="Nobody resets their own"):
        security.reset_factor(a.admin, by=a.admin, reason="x")
    with pytest.raises(DomainError, match="no second step"):
        security.reset_factor(a.secretary, by=a.admin, reason="x")
    assert (
        sign_in(a.secretary).post(f"/settings/people/{a.paralegal.pk}/reset-second-step/").status_code == 403
    )


def test_one_firms_administrator_does_not_reset_what_guards_another_firm(firms):
    with firm_scope(firms.b.firm):
        Member.objects.create(
            user=firms.a.paralegal.user, role=firms.b.roles["paralegal"], name="Otis Farrow"
        )
    with firm_scope(firms.a.firm):
        give_app(firms.a.paralegal)
        with pytest.raises(DomainError, match="not this firm’s alone"):
            security.reset_factor(firms.a.paralegal, by=firms.a.admin, reason="Phone lost")
    assert Authenticator.objects.filter(user=firms.a.paralegal.user).exists()
    call_command("reset_second_step", "paralegal@alder.example", "--reason", "Called back", "--yes")
    assert not Authenticator.objects.filter(user=firms.a.paralegal.user).exists()


def test_two_queries_and_none_where_no_role_asks(a, django_assert_num_queries):
    member = Member.objects.select_related("role").get(pk=a.paralegal.pk)
    with django_assert_num_queries(0):
        assert security.duty_of(member) is None
    member.role.mfa_required, member.mfa_since, member.firm = True, timezone.now(), a.firm
    with django_assert_num_queries(1):
        assert security.duty_of(member).days == 7
