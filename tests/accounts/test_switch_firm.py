"""Several firms: switching, and having none."""

import datetime

from django.utils import timezone

from accounts.models import Member, User
from practice.scope import firm_scope


def seat(firm_people, user, **fields):
    with firm_scope(firm_people.firm):
        return Member.objects.create(user=user, role=firm_people.roles["paralegal"], name=user.name, **fields)


def test_switching_changes_the_firm_and_is_remembered(firms, sign_in):
    user = firms.a.paralegal.user
    seat(firms.b, user)
    client = sign_in(firms.a.paralegal)
    page = client.get("/account/profile/").content.decode()
    assert "Alder &amp; Birch LLP" in page
    assert "Cedar Law PC" in page
    assert client.post("/switch-firm/", {"firm": firms.b.firm.pk}).status_code == 303
    assert "Profile · Cedar Law PC" in client.get("/account/profile/").content.decode()
    assert User.objects.get(pk=user.pk).last_firm_id == firms.b.firm.pk


def test_a_firm_one_is_not_in(firms, sign_in):
    client = sign_in(firms.a.paralegal)
    for firm in (firms.b.firm.pk, 0, "x", ""):
        assert client.post("/switch-firm/", {"firm": firm}).status_code == 404
    session = client.session
    session["firm_id"] = firms.b.firm.pk
    session.save()
    assert "Alder &amp; Birch LLP" in client.get("/account/profile/").content.decode()


def test_a_stranger_switches_nothing(firms, client):
    assert client.post("/switch-firm/", {"firm": firms.a.firm.pk}).status_code == 302


def test_no_open_door(firms, sign_in):
    client = sign_in(firms.a.freelancer)
    with firm_scope(firms.a.firm):
        Member.objects.filter(pk=firms.a.freelancer.pk).update(
            expires_on=timezone.localdate() - datetime.timedelta(days=1)
        )
    response = client.get("/account/profile/")
    assert response["Location"] == "/no-firm/"
    page = client.get("/no-firm/")
    assert "You are in no firm at present" in page.content.decode()
    # One's own sign-in stays in reach.
    assert client.get("/account/security/").status_code == 200
    assert client.get("/account/password/change/").status_code == 200
    assert client.get("/signup/").status_code == 200


def test_no_firm_page_is_for_people_without_one(firms, sign_in, client):
    assert client.get("/no-firm/")["Location"] == "/account/login/"
    assert sign_in(firms.a.attorney).get("/no-firm/").status_code == 302
