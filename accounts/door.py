"""What a request says about how its session came in. Asked by the middleware, the adapters and the pages."""

import secrets

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings

from accounts.models.security import Method, Second

BROWSER_COOKIE = "__Host-browser" if settings.SECURE else "browser"
BROWSER_AGE = 400 * 24 * 3600
SIGN_IN, ENTERED = "sign_in_id", "entered"
PROVIDER_ASKED = "sso_asked_at"


def records(request) -> list[dict]:
    """What the person has shown in this session, oldest first: [{method, at, …}]."""
    return get_authentication_records(request, request.user)


def provider_of(request) -> str:
    """The provider that this session came in through; "" for a sign-in of the person's own.

    Any record of a provider binds the session: a password typed before or after does not widen it.
    """
    found = [r for r in records(request) if r.get("method") == "socialaccount"]
    return str(found[-1].get("provider", "")) if found else ""


def how(request) -> tuple[str, str]:
    """(method, second) of the sign-in that has just been completed."""
    method, second = "", ""
    for record in records(request):
        kind, factor = record.get("method"), record.get("type", "")
        if kind == "socialaccount":
            return Method.SSO, Second.NONE
        if kind == "mfa" and record.get("passwordless"):
            method, second = Method.PASSKEY, Second.NONE
        elif kind == "mfa" and factor in Second.values:
            second = factor
        elif kind in Method.values:
            method, second = kind, Second.NONE
    return method or Method.INVITATION, second


def browser_token(request) -> str:
    """What tells this browser from others: its cookie, or a new value to be set."""
    token = request.COOKIES.get(BROWSER_COOKIE, "")
    return token if 20 <= len(token) <= 64 else secrets.token_urlsafe(24)


def keep_browser(response, token: str) -> None:
    """Let the browser be known again. Read by the server alone."""
    response.set_cookie(
        BROWSER_COOKIE,
        token,
        max_age=BROWSER_AGE,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )


def place_of(request) -> dict:
    """{"ip", "user_agent"} for the history of sign-ins."""
    adapter = get_adapter(request)
    return {"ip": adapter.get_client_ip(request), "user_agent": adapter.get_http_user_agent(request)[:200]}
