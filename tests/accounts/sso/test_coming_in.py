"""Coming in through single sign-on: who does, who does not."""

import re

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import FirmSignIn, Member, SignIn, SingleSignOn
from accounts.services import sso
from practice import audit
from practice.scope import firm_scope
from tests.accounts.sso.kit import come_in, inside, of, said, set_up


def test_from_the_address_to_the_firm(firms, provider):
    row = set_up(firms.a, provider)
    client = Client()
    assert "Sign in through your firm" in client.get("/account/login/").content.decode()
    page = client.get("/account/sso/", {"email": "Paralegal@alder.example"}).content.decode()
    assert "Continue with House ID" in page and f"/account/oidc/{row.provider_id}/login/" in page
    client, answer = come_in(
        provider, row, of("Paralegal@alder.example"), client=client, next_url="/matters/"
    )
    assert (answer.status_code, answer["Location"]) == (302, "/matters/")
    assert client.get("/matters/").context["member"].pk == firms.a.paralegal.pk
    link = SocialAccount.objects.get()
    assert (link.uid, link.user, link.extra_data) == ("s-1", firms.a.paralegal.user, {})
    history = SignIn.objects.get()
    assert (history.method, history.firm, history.how) == ("sso", firms.a.firm, "Single sign-on")
    with firm_scope(firms.a.firm):
        assert SingleSignOn.objects.get().tested_at is not None
        assert FirmSignIn.objects.get().method == "sso"
        assert audit.history_of(firms.a.paralegal)[0].verb == "sso.linked"
    # The second time the provider's own id of the person counts, whatever address it states.
    client, _ = come_in(provider, row, {"sub": "s-1"})
    assert inside(client)


def test_the_answer_for_an_address_says_nothing_about_accounts(firms, provider):
    set_up(firms.a, provider)
    client = Client()
    known = client.get("/account/sso/", {"email": "paralegal@alder.example"}).content.decode()
    unknown = client.get("/account/sso/", {"email": "nobody@alder.example"}).content.decode()
    same = [
        re.sub(r'X-CSRFToken": "\w+', "", t)
        for t in (known.replace("paralegal@", "x@"), unknown.replace("nobody@", "x@"))
    ]
    assert same[0] == same[1]
    assert (
        "No firm uses single sign-on for this domain."
        in client.get("/account/sso/", {"email": "x@nowhere.example"}).content.decode()
    )


@pytest.mark.parametrize(
    "claims,why",
    [
        (of("nobody@alder.example"), "Nobody with this address has a seat here."),
        (of("paralegal@alder.example", email_verified=False), "does not vouch for this address"),
        (of("paralegal@cedar.example"), "no address of a confirmed domain"),
        ({"sub": "s-1"}, "no address of a confirmed domain"),
        (of(""), "no address of a confirmed domain"),
    ],
)
def test_who_does_not_come_in(firms, provider, claims, why):
    row = set_up(firms.a, provider)
    client, _ = come_in(provider, row, claims)
    assert why in said(client)
    assert not inside(client)
    assert not SocialAccount.objects.exists()
    with firm_scope(firms.a.firm):
        assert audit.history_of(SingleSignOn.objects.get())[0].verb == "sso.refused"


def test_a_seat_that_ended_ends_single_sign_on_at_once(firms, provider):
    row = set_up(firms.a, provider)
    client, _ = come_in(provider, row, of("paralegal@alder.example"))
    assert inside(client)
    with firm_scope(firms.a.firm):
        Member.objects.filter(pk=firms.a.paralegal.pk).update(is_active=False)
    assert not inside(client)
    client, _ = come_in(provider, row, of("paralegal@alder.example"))
    assert "You have no seat at Alder &amp; Birch LLP." in said(client)


def test_another_subject_with_the_same_address_is_not_the_same_person(firms, provider):
    row = set_up(firms.a, provider)
    come_in(provider, row, of("paralegal@alder.example"))
    client, _ = come_in(provider, row, of("paralegal@alder.example", subject="s-2"))
    assert "linked with another account of the provider" in said(client)
    with firm_scope(firms.a.firm):
        sso.unlink(firms.a.paralegal, by=firms.a.admin)
    client, _ = come_in(provider, row, of("paralegal@alder.example", subject="s-2"))
    assert inside(client)
