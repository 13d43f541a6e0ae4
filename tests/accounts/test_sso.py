"""Single sign-on against a real provider: setting it up, coming in, and what an identity of one firm never opens."""

import datetime
import re
import time
from types import SimpleNamespace

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import oidc
from accounts.models import FirmSignIn, Member, SecurityNotice, SignIn, SingleSignOn, SsoDomain, User
from accounts.services import sso
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from practice.scope import firm_scope
from tests.accounts.mails import deliver, link_in
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.cast import PASSWORD

INSIDE = "/account/profile/"


@pytest.fixture(autouse=True)
def _here(db, settings):
    """The tests' provider is on this machine; nothing else is let through."""
    cache.clear()
    settings.SSO_PRIVATE_PROVIDERS = True


@pytest.fixture
def provider():
    one = Provider()
    yield one
    one.stop()


@pytest.fixture
def other_provider():
    one = Provider()
    yield one
    one.stop()


def set_up(people, provider, *, domain=None, on=True):
    with firm_scope(people.firm):
        sso.configure(
            by=people.attorney, name="House ID", issuer=provider.issuer, client_id=CLIENT, secret=SECRET
        )
        SsoDomain.objects.create(
            domain=domain or f"{people.slug}.example", verified_at=datetime.datetime.now(datetime.UTC)
        )
        if on:
            sso.switch(by=people.attorney, on=True)
        people.firm.refresh_from_db()
        return SingleSignOn.objects.get()


def come_in(provider, sso_row, claims, *, client=None, next_url="", again=False):
    """The whole way through the browser; returns (client, the last answer)."""
    client = client or Client()
    provider.claims = claims
    query = {"next": next_url} if next_url else {}
    if again:
        query["again"] = "1"
    out = client.get(f"/account/oidc/{sso_row.provider_id}/login/", query)
    assert out.status_code == 302, out.content
    back = provider.authorize(out["Location"])
    assert back.startswith("http://testserver.local/account/oidc/")
    return client, client.get(back.removeprefix("http://testserver.local"))


def of(email, subject="s-1", **more):
    return {"sub": subject, "email": email, "email_verified": True, **more}


def said(client) -> str:
    return client.get("/account/login/").content.decode()


def inside(client) -> bool:
    return client.get(INSIDE).status_code == 200


# ── setting it up ──


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


# ── coming in ──


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


# ── attacks ──


def two_firms(firms, provider, other_provider):
    """Dashiell works in both firms; each has its own provider, and both speak for his address."""
    user = firms.a.freelancer.user
    with firm_scope(firms.b.firm):
        firms.b.dashiell = Member.objects.create(
            user=user, role=firms.b.roles["paralegal"], name="Dashiell Moor"
        )
    with firm_scope(firms.a.firm):
        Member.objects.filter(pk=firms.a.freelancer.pk).update(role=firms.a.roles["paralegal"])
    row_a = set_up(firms.a, provider, domain="alder.example")
    row_b = set_up(firms.b, other_provider, domain="alder.example")
    return SimpleNamespace(user=user, a=row_a, b=row_b)


def test_the_provider_of_firm_b_never_opens_firm_a(firms, provider, other_provider):
    both = two_firms(firms, provider, other_provider)
    User.objects.filter(pk=both.user.pk).update(last_firm_id=firms.a.firm.pk)
    client, _ = come_in(other_provider, both.b, of(both.user.email))
    assert client.get("/matters/").context["firm"] == firms.b.firm
    # Every door to the other firm is shut: switching, its pages, a forged choice in the session.
    assert client.post("/switch-firm/", {"firm": firms.a.firm.pk}).status_code == 404
    session = client.session
    session["firm_id"] = firms.a.firm.pk
    session.save()
    assert client.get("/matters/").context["firm"] == firms.b.firm
    assert client.get(f"/matters/{firms.a.matter.pk}/").status_code == 404
    page = client.get("/matters/").content.decode()
    assert "Alder" not in page


def test_the_provider_of_firm_b_signs_in_nobody_of_firm_a(firms, other_provider):
    """Firm B's administrator claims to be firm A's partner."""
    row = set_up(firms.b, other_provider, domain="alder.example")
    client, _ = come_in(other_provider, row, of("attorney@alder.example"))
    assert "Nobody with this address has a seat here." in said(client)
    assert not inside(client)


def test_a_link_of_one_provider_is_worth_nothing_at_another(firms, provider, other_provider):
    both = two_firms(firms, provider, other_provider)
    come_in(provider, both.a, of(both.user.email, subject="same"))
    other_provider.claims = of("attorney@cedar.example", subject="same")
    client, _ = come_in(other_provider, both.b, of("attorney@cedar.example", subject="same"))
    assert "no address of a confirmed domain" in said(client)
    assert SocialAccount.objects.count() == 1


def test_a_code_or_state_of_one_firm_does_not_fit_the_other(firms, provider, other_provider):
    both = two_firms(firms, provider, other_provider)
    client = Client()
    other_provider.claims = of(both.user.email)
    out = client.get(f"/account/oidc/{both.b.provider_id}/login/")
    back = other_provider.authorize(out["Location"]).removeprefix("http://testserver.local")
    client.get(back.replace(both.b.provider_id, both.a.provider_id))
    assert not inside(client)
    # A stranger's answer in one's own browser (login CSRF): the state is not there.
    out = Client().get(f"/account/oidc/{both.b.provider_id}/login/")
    back = other_provider.authorize(out["Location"]).removeprefix("http://testserver.local")
    victim = Client()
    victim.get(back)
    assert not inside(victim)


def test_single_sign_on_reaches_nothing_of_the_persons_own_account(firms, provider, other_provider):
    both = two_firms(firms, provider, other_provider)
    client, _ = come_in(other_provider, both.b, of(both.user.email))
    for path in (
        "/account/password/change/", "/account/password/set/", "/account/email/", "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/add/", "/account/2fa/recovery-codes/", "/account/2fa/recovery-codes/generate/",
        "/account/sessions/", "/signup/",
    ):  # fmt: skip
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            assert answer.status_code in (403, 405), (path, method, answer.status_code)
    assert client.post("/account/not-me/").status_code == 403
    assert client.get("/account/3rdparty/")["Location"] == "/account/security/"
    page = client.get("/account/security/").content.decode()
    assert "You came in through House ID" in page and "Where you are signed in" not in page
    client.post(INSIDE, {"name": "Somebody Else", "theme": "dark", "single_keys": "on"})
    both.user.refresh_from_db()
    assert both.user.name == "Dashiell Moor"
    assert not Authenticator.objects.exists()


def test_every_page_of_the_sign_in_library_is_shut_or_listed(firms, provider):
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern

    from accounts.middleware import LIBRARY_IN_SSO

    row = set_up(firms.a, provider)
    client, _ = come_in(provider, row, of("paralegal@alder.example"))
    found = []

    def walk(resolver, prefix):
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            if not isinstance(pattern, URLPattern):
                walk(pattern, path)
            elif pattern.callback.__module__.startswith("allauth.") and "<" not in path and "(" not in path:
                found.append((pattern.name, "/" + path))

    walk(get_resolver(), "")
    assert len(found) > 15
    for name, path in found:
        # Our own redirect stands before the library's sign-up.
        if (
            name in (*LIBRARY_IN_SSO, "account_signup")
            or client.get(path).resolver_match.url_name in LIBRARY_IN_SSO
        ):
            continue
        answer = client.post(path, {})
        assert answer.status_code in (302, 403, 404), (name, answer.status_code)
        assert answer.status_code != 302 or answer["Location"] == "/account/security/", name


def test_a_password_typed_in_such_a_session_does_not_widen_it(firms, provider, other_provider):
    both = two_firms(firms, provider, other_provider)
    client, _ = come_in(other_provider, both.b, of(both.user.email))
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/"})
    assert client.post("/switch-firm/", {"firm": firms.a.firm.pk}).status_code == 404
    assert client.get("/account/password/change/").status_code == 403


def test_a_password_before_it_does_not_widen_it_either(firms, provider, other_provider):
    """The password is known to the thief, the second factor is not: single sign-on of firm B must not stand in for it."""
    both = two_firms(firms, provider, other_provider)
    TOTP.activate(both.user, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.post("/account/login/", {"login": both.user.email, "password": PASSWORD})
    client, _ = come_in(other_provider, both.b, of(both.user.email), client=client)
    assert client.get("/matters/").context["firm"] == firms.b.firm
    assert client.post("/switch-firm/", {"firm": firms.a.firm.pk}).status_code == 404


def test_switching_it_off_or_to_another_provider_ends_its_sessions(firms, provider):
    row = set_up(firms.a, provider)
    client, _ = come_in(provider, row, of("paralegal@alder.example"))
    with firm_scope(firms.a.firm):
        sso.switch(by=firms.a.attorney, on=False)
    assert client.get("/matters/")["Location"].startswith("/account/login/")
    assert Client().get(f"/account/oidc/{row.provider_id}/login/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_forged_tokens_are_refused(firms, provider):
    row = set_up(firms.a, provider)
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kid = {"kid": provider.kid}
    real = provider.sign
    attacks = {
        "own key": lambda c: jwt.encode(c, mine, "RS256", headers=kid),
        "no signature": lambda c: jwt.encode(c, None, "none", headers=kid),
        "public key as a secret": lambda c: jwt.encode(c, "x" * 64, "HS256", headers=kid),
        "unknown key": lambda c: jwt.encode(c, provider.key, "RS256", headers={"kid": "other"}),
        "other audience": lambda c: real(c | {"aud": "somebody"}),
        "other issuer": lambda c: real(c | {"iss": "https://evil.example"}),
        "too old": lambda c: real(c | {"exp": int(time.time()) - 120}),
        "other nonce": lambda c: real(c | {"nonce": "replayed"}),
        "no nonce": lambda c: real({k: v for k, v in c.items() if k != "nonce"}),
        "no subject": lambda c: real({k: v for k, v in c.items() if k != "sub"}),
        "empty subject": lambda c: real(c | {"sub": ""}),
        "endless subject": lambda c: real(c | {"sub": "x" * 300}),
        "two audiences": lambda c: real(c | {"aud": [CLIENT, "other"], "azp": "other"}),
        "no token at all": lambda c: "x",
    }
    for name, sign in attacks.items():
        provider.sign = sign
        client, answer = come_in(provider, row, of("paralegal@alder.example"))
        assert answer["Location"] == "/account/login/", name
        assert not inside(client), name
    assert not SocialAccount.objects.exists()
    provider.sign = real
    assert inside(come_in(provider, row, of("paralegal@alder.example"))[0])


def test_userinfo_of_another_person_is_not_taken(firms, provider):
    row = set_up(firms.a, provider)
    provider.twist = lambda claims: {k: v for k, v in claims.items() if k != "email"} | {"sub": "me"}
    client, _ = come_in(provider, row, of("attorney@alder.example", subject="the partner"))
    assert "no address of a confirmed domain" in said(client)
    provider.twist = lambda claims: {k: v for k, v in claims.items() if k != "email"}
    assert inside(come_in(provider, row, of("paralegal@alder.example", subject="p"))[0])


def test_another_site_cannot_begin_a_sign_in(firms, provider):
    row = set_up(firms.a, provider)
    for where in ("cross-site", "same-site"):
        answer = Client().get(f"/account/oidc/{row.provider_id}/login/", HTTP_SEC_FETCH_SITE=where)
        assert answer["Location"] == "/account/sso/"


def test_the_way_back_leads_to_our_own_pages_alone(firms, provider):
    row = set_up(firms.a, provider)
    for evil in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        _, answer = come_in(provider, row, of("paralegal@alder.example"), next_url=evil)
        assert "evil" not in answer["Location"], evil


# ── required ──


def require(people):
    with firm_scope(people.firm):
        TOTP.activate(people.admin.user, "JBSWY3DPEHPK3PXP")
        SingleSignOn.objects.update(tested_at=datetime.datetime.now(datetime.UTC))
        sso.except_member(people.admin, by=people.attorney)
        sso.require(by=people.attorney, required=True)


def test_required_shuts_the_password_out_from_the_next_click_on(firms, provider, sign_in):
    row = set_up(firms.a, provider)
    browser = sign_in(firms.a.paralegal)
    assert browser.get("/matters/").status_code == 200
    require(firms.a)
    assert browser.get("/matters/")["Location"] == "/account/sso/needed/"
    assert browser.post("/time/new/", {})["Location"] == "/account/sso/needed/"
    program = browser.get("/matters/", HTTP_ACCEPT="application/json")
    assert (program.status_code, program.json()["code"]) == (403, "sso_needed")
    page = browser.get("/account/sso/needed/").content.decode()
    assert "Continue with House ID" in page and "Brightwater" not in page
    client, _ = come_in(provider, row, of("paralegal@alder.example"))
    assert inside(client)


def test_exceptions_and_guests_with_other_addresses_keep_their_password(firms, provider, sign_in):
    set_up(firms.a, provider)
    require(firms.a)
    assert sign_in(firms.a.admin).get(INSIDE).status_code == 200
    User.objects.filter(pk=firms.a.secretary.user_id).update(email="bea@elsewhere.example")
    firms.a.secretary.user.refresh_from_db()
    assert sign_in(firms.a.secretary).get(INSIDE).status_code == 200
    # The exception's factor stays while it is needed.
    key = Authenticator.objects.get(user=firms.a.admin.user)
    from accounts.services.security import why_keep_factor

    assert "lets you in without single sign-on" in why_keep_factor(firms.a.admin.user, key)


def test_the_second_step_of_ones_own_is_not_asked_after_single_sign_on(firms, provider):
    row = set_up(firms.a, provider)
    TOTP.activate(firms.a.paralegal.user, "JBSWY3DPEHPK3PXP")
    client, answer = come_in(provider, row, of("paralegal@alder.example"))
    assert inside(client)
    # By password it is.
    answer = Client().post("/account/login/", {"login": "paralegal@alder.example", "password": PASSWORD})
    assert answer["Location"].startswith("/account/2fa/authenticate/")


def test_sudo_in_such_a_session_wants_the_provider_to_ask_anew(firms, provider):
    row = set_up(firms.a, provider)
    client, _ = come_in(provider, row, of("admin@alder.example"))
    body = {"idle_minutes": "10", "session_hours": "8"}
    assert client.post("/settings/security/", body).status_code == 302, (
        "the provider may have let them in by cookie"
    )
    page = client.get("/account/reauthenticate/?next=/settings/security/").content.decode()
    assert "Sign in again through House ID" in page
    # A provider that does not say when it asked is not believed.
    provider.twist = lambda claims: {k: v for k, v in claims.items() if k != "auth_time"}
    client, _ = come_in(provider, row, of("admin@alder.example"), client=client, again=True)
    assert client.post("/settings/security/", body).status_code == 302
    provider.twist = lambda claims: claims | {"auth_time": int(time.time()) - 3600}
    client, _ = come_in(provider, row, of("admin@alder.example"), client=client, again=True)
    assert client.post("/settings/security/", body).status_code == 302
    provider.twist = lambda claims: claims
    client, _ = come_in(provider, row, of("admin@alder.example"), client=client, again=True)
    assert client.post("/settings/security/", body).status_code == 303
