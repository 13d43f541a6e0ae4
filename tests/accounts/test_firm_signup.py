"""Opening a firm: by a stranger, by somebody who has one, and what is refused."""

import pytest
from django.core.cache import cache

from accounts.models import Member, Role, User
from accounts.permissions import ROLES, Perm
from practice import audit
from practice.models import Firm
from practice.scope import firm_scope
from tests.accounts.mails import deliver, link_in

FORM = {
    "name": "Wilhelmina Ostrander",
    "email": "W.Ostrander@ostrander.example",
    "password": "seven green lanterns on a pier",
    "firm_name": "Ostrander & Pike LLP",
    "time_zone": "America/Chicago",
    "attorney": "yes",
    "jurisdiction": "Illinois",
    "bar_number": "6301234",
}


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


def test_an_attorney_opens_a_firm_and_is_signed_in(client):
    assert client.get("/signup/").status_code == 200
    response = client.post("/signup/", FORM)
    assert response.status_code == 302
    firm = Firm.objects.get(slug="ostrander-pike-llp")
    assert (firm.name, firm.time_zone, firm.reminder_days) == (
        "Ostrander & Pike LLP",
        "America/Chicago",
        [7, 21],
    )
    assert client.session["firm_id"] == firm.pk
    with firm_scope(firm):
        member = Member.objects.select_related("role").get()
        assert (member.name, member.initials, member.is_partner) == ("Wilhelmina Ostrander", "WO", True)
        (licence,) = member.licences.all()
        assert licence.self_declared
        assert licence.verified_by is None
        assert member.can(Perm.INVOICE_APPROVE)
        assert member.can(Perm.USER_MANAGE)
        assert [r.name for r in Role.objects.all()] == [
            "Attorney",
            "Paralegal",
            "Legal assistant",
            "Legal secretary",
            "Firm administrator",
            "Freelancer",
        ]
        assert Role.objects.get(template="paralegal").powers == ROLES["paralegal"]
        assert member.firm.pk == firm.pk
        from matters.models import PracticeArea

        assert PracticeArea.objects.count() >= 3
        assert [e.verb for e in audit.history_of(firm)] == ["firm.opened"]
        assert [e.verb for e in audit.history_of(licence)] == ["licence.self_declared"]
    assert client.get("/account/profile/").status_code == 200


def test_the_address_is_confirmed_by_mail(client):
    client.post("/signup/", FORM)
    (sent,) = deliver()
    assert sent.to == ["w.ostrander@ostrander.example"]
    assert "Not confirmed" in client.get("/account/security/").content.decode()
    # Without it no second factor: a stranger's address could be locked away for good.
    assert client.get("/account/2fa/totp/activate/")["Location"] == "/account/2fa/"
    link = link_in(sent)
    client.get(link)
    assert "Not confirmed" in client.get("/account/security/").content.decode()
    client.post(link)
    assert "Not confirmed" not in client.get("/account/security/").content.decode()


def test_an_administrator_opens_a_firm_without_a_licence(client):
    client.post("/signup/", FORM | {"attorney": "no", "jurisdiction": "", "bar_number": ""})
    with firm_scope(Firm.objects.get(slug="ostrander-pike-llp")):
        member = Member.objects.select_related("role").get()
        assert member.role.template == "firm_admin"
        assert not member.is_partner
        assert not member.licences.exists()
        assert not member.can(Perm.INVOICE_APPROVE)
        assert member.can(Perm.USER_MANAGE)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("bar_number", "", "Type your bar number."),
        ("jurisdiction", " ", "Type where you are admitted."),
        ("password", "short", "at least 15 characters"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("firm_name", "***", "Type the firm’s name."),
        ("email", "attorney@alder.example", "cannot be used for a new account"),
        ("name", "", "required"),
    ],
)
def test_bad_input_names_the_field_and_keeps_the_text(firms, client, field, value, text):
    response = client.post("/signup/", FORM | {field: value})
    assert response.status_code == 422
    page = response.content.decode()
    assert text in page
    assert field == "firm_name" or "Ostrander &amp; Pike LLP" in page
    assert FORM["password"] not in page
    assert not Firm.objects.filter(slug__startswith="ostrander").exists()
    assert not User.objects.filter(email="w.ostrander@ostrander.example").exists()


def test_somebody_with_an_account_opens_another_firm(firms, sign_in):
    client = sign_in(firms.a.attorney)
    page = client.get("/signup/").content.decode()
    assert "Open another firm" in page
    assert 'name="password"' not in page
    data = {k: FORM[k] for k in ("firm_name", "time_zone", "attorney", "jurisdiction", "bar_number")}
    assert client.post("/signup/", data).status_code == 303
    firm = Firm.objects.get(slug="ostrander-pike-llp")
    assert client.session["firm_id"] == firm.pk
    with firm_scope(firm):
        assert Member.objects.get().user_id == firms.a.attorney.user_id
    with firm_scope(firms.a.firm):
        assert Member.objects.get(pk=firms.a.attorney.pk).name == "Imogen Vance"
    # The same name again gets an address of its own.
    client.post("/signup/", data)
    assert Firm.objects.filter(slug="ostrander-pike-llp-2").exists()


def test_sign_ups_from_one_place_are_limited(client):
    for _ in range(10):
        client.post("/signup/", FORM | {"password": "short"})
    assert client.post("/signup/", FORM).status_code == 429
    assert not Firm.objects.filter(name=FORM["firm_name"]).exists()


def test_a_server_that_takes_no_sign_ups(client, settings):
    settings.FIRM_SIGNUP_OPEN = False
    assert client.get("/signup/").status_code == 404
    assert client.post("/signup/", FORM).status_code == 404
    assert "Open a firm" not in client.get("/account/login/").content.decode()
