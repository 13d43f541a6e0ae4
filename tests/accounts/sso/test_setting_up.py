"""Single sign-on against a real provider: entering it, its domains, switching it on."""

import datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import oidc
from accounts.models import SecurityNotice, SingleSignOn, SsoDomain
from accounts.services import sso
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from practice.scope import firm_scope
from tests.accounts.mails import deliver, link_in
from tests.accounts.provider import CLIENT, SECRET
from tests.accounts.sso.kit import set_up


def test_an_administrator_enters_the_provider_and_the_secret_is_never_seen_again(firms, sign_in, provider):
    browser = sign_in(firms.a.admin)
    assert browser.get("/settings/security/sso/").status_code == 200
    form = {"name": "House ID", "issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET}
    assert browser.post("/settings/security/sso/", form).status_code == 303
    with firm_scope(firms.a.firm):
        row = SingleSignOn.objects.get()
        assert SECRET not in row.secret and sso.secret_of(row) == SECRET
        assert row.provider_id.startswith(f"{firms.a.firm.pk}-")
        event = audit.history_of(row)[0]
        assert event.verb == "sso.changed" and SECRET not in str(event.changes)
        assert event.changes["client_secret"] == ["hidden", "changed"]
        # The partner learns of it, on Today and by mail.
        assert "Rowan Achebe changed the provider" in SecurityNotice.objects.get(member=firms.a.attorney).text
    page = browser.get("/settings/security/sso/").content.decode()
    assert SECRET not in page
    assert f"http://testserver.local/account/oidc/{row.provider_id}/login/callback/" in page
    assert any(m.to == ["attorney@alder.example"] for m in deliver())
    # Without the secret the name changes; the secret stays.
    assert browser.post("/settings/security/sso/", {**form, "name": "Other", "secret": ""}).status_code == 303
    with firm_scope(firms.a.firm):
        assert sso.secret_of(SingleSignOn.objects.get()) == SECRET


def test_a_stored_secret_is_never_sent_to_another_server(firms, sign_in, provider, other_provider):
    row = set_up(firms.a, provider)
    SocialAccount.objects.create(provider=row.provider_id, uid="s-1", user=firms.a.paralegal.user)
    form = {"name": "House ID", "issuer": other_provider.issuer, "client_id": CLIENT, "secret": ""}
    answer = sign_in(firms.a.admin).post("/settings/security/sso/", form)
    assert answer.status_code == 422
    assert "Enter the client secret of this provider." in answer.content.decode()
    assert (
        sign_in(firms.a.admin).post("/settings/security/sso/", {**form, "secret": "new"}).status_code == 303
    )
    with firm_scope(firms.a.firm):
        new = SingleSignOn.objects.get()
        assert new.provider_id != row.provider_id and not new.is_on and new.tested_at is None
    assert not SocialAccount.objects.exists()
    assert Firm.objects.get(pk=firms.a.firm.pk).sso_provider == ""


def test_who_may_not(a, sign_in, provider):
    for person in (a.paralegal, a.associate):
        assert sign_in(person).get("/settings/security/sso/").status_code == 403
        with pytest.raises(Refused):
            sso.configure(by=person, name="x", issuer=provider.issuer, client_id="x", secret="x")
        with pytest.raises(Refused):
            sso.switch(by=person, on=True)
        with pytest.raises(Refused):
            sso.add_domain(by=person, domain="x.example", mailbox="admin")


def test_addresses_that_are_no_provider_are_refused(a, provider, settings):
    def enter(issuer):
        sso.configure(by=a.admin, name="x", issuer=issuer, client_id="x", secret="x")

    for issuer in ("ftp://x.example", "javascript:alert(1)", f"{provider.issuer}/nothing", "x", ""):
        with pytest.raises(DomainError):
            enter(issuer)
    provider.config = lambda: {"issuer": "https://somebody.else"}
    with pytest.raises(DomainError, match="incomplete"):
        enter(provider.issuer)


def test_the_server_calls_no_address_of_its_own_network(a, provider, settings):
    """A firm's administrator is no administrator of the server: http, loopback and private addresses stay shut."""
    settings.SSO_PRIVATE_PROVIDERS = False
    for issuer in (provider.issuer, provider.issuer.replace("http:", "https:"), "https://localhost"):
        provider.seen.clear()
        with pytest.raises(DomainError):
            sso.configure(by=a.admin, name="x", issuer=issuer, client_id="x", secret="x")
        with pytest.raises(DomainError):
            oidc.discover(issuer)
        assert provider.seen == []


def test_a_domain_is_confirmed_by_its_own_mailbox(firms, sign_in, provider):
    set_up(firms.a, provider, domain="already.example", on=False)
    browser = sign_in(firms.a.admin)
    done = browser.post(
        "/settings/security/sso/domains/", {"domain": "@Alder.example ", "mailbox": "postmaster"}
    )
    assert done.status_code == 303
    letter = next(m for m in deliver() if m.to == ["postmaster@alder.example"])
    path = link_in(letter)
    stranger = Client()
    assert "Confirm alder.example" in stranger.get(path).content.decode()
    with firm_scope(firms.a.firm):
        assert SsoDomain.objects.get(domain="alder.example").verified_at is None
    assert "alder.example is confirmed" in stranger.post(path).content.decode()
    with firm_scope(firms.a.firm):
        assert SsoDomain.objects.get(domain="alder.example").verified_at is not None
    assert stranger.post(path).status_code == 404, "the link works once"
    assert stranger.get(path[:-8] + "xxxxxxx/").status_code == 404
    for bad in ("not a domain", "", "alder.example/x", "alder"):
        answer = browser.post("/settings/security/sso/domains/", {"domain": bad, "mailbox": "admin"})
        assert answer.status_code == 422, bad
    assert (
        browser.post("/settings/security/sso/domains/", {"domain": "x.example", "mailbox": "me"}).status_code
        == 422
    )


def test_on_only_with_a_confirmed_domain_and_required_only_when_it_works(a, provider, sign_in):
    sso.configure(by=a.attorney, name="House ID", issuer=provider.issuer, client_id=CLIENT, secret=SECRET)
    with pytest.raises(DomainError, match="Confirm an e-mail domain"):
        sso.switch(by=a.attorney, on=True)
    SsoDomain.objects.create(domain="alder.example", verified_at=datetime.datetime.now(datetime.UTC))
    with pytest.raises(DomainError, match="Switch single sign-on on first"):
        sso.require(by=a.attorney, required=True)
    sso.switch(by=a.attorney, on=True)
    with pytest.raises(DomainError, match="Sign in through it once"):
        sso.require(by=a.attorney, required=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SingleSignOn.objects.update(required=True)
    SingleSignOn.objects.update(tested_at=datetime.datetime.now(datetime.UTC))
    with pytest.raises(DomainError, match="Name an administrator with a second step"):
        sso.require(by=a.attorney, required=True)
    with pytest.raises(DomainError, match="second step first"):
        sso.except_member(a.admin, by=a.attorney)
    with pytest.raises(DomainError, match="may change the firm"):
        sso.except_member(a.paralegal, by=a.attorney)
    TOTP.activate(a.admin.user, "JBSWY3DPEHPK3PXP")
    row = sso.except_member(a.admin, by=a.attorney)
    sso.require(by=a.attorney, required=True)
    assert Firm.objects.get(pk=a.firm.pk).sso_required
    with pytest.raises(DomainError, match="Somebody must be able to get in"):
        sso.end_exception(row, by=a.attorney)
    with pytest.raises(DomainError, match="last domain"):
        sso.remove_domain(SsoDomain.objects.get(), by=a.attorney)
    # Off takes the requirement along.
    sso.switch(by=a.attorney, on=False)
    firm = Firm.objects.get(pk=a.firm.pk)
    assert (firm.sso_required, firm.sso_provider, firm.sso_domains) == (False, "", [])
