"""What an identity of one firm's provider never opens, and what a forged one does not either."""

import time
from types import SimpleNamespace

import jwt
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from accounts.models import Member, User
from accounts.services import sso
from practice.scope import firm_scope
from tests.accounts.provider import CLIENT
from tests.accounts.sso.kit import INSIDE, come_in, inside, of, said, set_up
from tests.cast import PASSWORD


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
