"""A firm with a provider, and the way through the browser."""

import datetime

from django.test import Client

from accounts.models import SingleSignOn, SsoDomain
from accounts.services import sso
from practice.scope import firm_scope
from tests.accounts.provider import CLIENT, SECRET

INSIDE = "/account/profile/"


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
