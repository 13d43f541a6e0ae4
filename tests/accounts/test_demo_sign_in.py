"""One-click sign-in: the listed people of the demo, in demo mode alone."""

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from accounts import demo


def test_it_does_not_exist_outside_demo_mode(firms, client):
    assert client.post("/demo/sign-in/", {"email": "attorney@alder.example"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert demo.logins() == []
    assert "one click" not in client.get("/account/login/").content.decode()


def test_one_button_a_role_and_one_click_signs_in(firms, client, settings):
    settings.DEMO = True
    found = demo.logins()
    assert [(x.firm, x.role, x.name) for x in found[:3]] == [
        ("Alder & Birch LLP", "Attorney", "Imogen Vance"),
        ("Alder & Birch LLP", "Paralegal", "Otis Farrow"),
        ("Alder & Birch LLP", "Legal assistant", "Mireille Koss"),
    ]
    assert len(found) == 12
    page = client.get("/account/login/").content.decode()
    assert page.count('name="email" value="') == 12
    response = client.post("/demo/sign-in/", {"email": "secretary@cedar.example"})
    assert response.status_code == 302
    assert client.session["firm_id"] == firms.b.firm.pk
    # Another click changes the person.
    client.post("/demo/sign-in/", {"email": "attorney@alder.example"})
    assert client.session["_auth_user_id"] == str(firms.a.attorney.user_id)


@pytest.mark.parametrize("email", ["associate@alder.example", "nobody@alder.example", ""])
def test_only_listed_people(firms, client, settings, email):
    settings.DEMO = True
    assert client.post("/demo/sign-in/", {"email": email}).status_code == 404


def test_people_with_real_addresses_are_never_listed(firms, client, settings):
    settings.DEMO = True
    user = firms.a.attorney.user
    user.email = "imogen@real-firm.com"
    user.save()
    assert user.email not in [login.email for login in demo.logins()]
    assert client.post("/demo/sign-in/", {"email": user.email}).status_code == 404


def test_the_deployment_check_refuses_demo_mode(db):
    with override_settings(DEMO=True):
        assert "practice.E003" in [
            error.id for error in run_checks(tags=["security"], include_deployment_checks=True)
        ]
