"""Sudo mode: before a dangerous act the person shows again that it is they, unless they did so minutes ago."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.door import PROVIDER_ASKED, provider_of, records
from practice.htmx import wants_json

SAFE = {"GET", "HEAD", "OPTIONS"}
# A sign-in through a provider counts by when the provider itself last asked the person (its auth_time).
BY_PROVIDER = "socialaccount"


class SudoRequired(ReauthenticationRequired):
    """The act waits until the person has shown again who they are. `keep`: the posted form may wait in the session."""

    def __init__(self, *, keep: bool = True, back: str = ""):
        super().__init__()
        self.keep, self.back = keep, back


def is_fresh(request: HttpRequest) -> bool:
    """Whether a password, passkey or code was shown in the last SUDO_SECONDS, or the provider asked in that time."""
    shown = [r.get("at", 0) for r in records(request) if r.get("method") != BY_PROVIDER]
    if provider_of(request):
        shown.append(request.session.get(PROVIDER_ASKED, 0))
    return time.time() - max(shown, default=0) < settings.SUDO_SECONDS


def sudo(view: Callable | None = None, *, keep: bool = True, when: Callable | None = None) -> Callable:
    """View decorator, under `requires`: asks for a fresh password, passkey or code, at the page of the form already.

    A form that is posted too late waits in the session and is carried out after the answer, unless `keep` is off
    (secrets never wait there). `when(request)` limits it to some requests.
    """

    def decorate(inner: Callable) -> Callable:
        @wraps(inner)
        def guarded(request, *args, **kwargs):
            if (when is None or when(request)) and not is_fresh(request):
                raise SudoRequired(keep=keep)
            return inner(request, *args, **kwargs)

        guarded.sudo = True  # type: ignore[attr-defined]
        return guarded

    return decorate if view is None else decorate(view)


def posts_only(request) -> bool:
    """For `when`: a page that many read and few change asks only when it is sent."""
    return request.method not in SAFE


def sudo_exports(view: Callable) -> Callable:
    """For list pages: taking the list away as a file is asked for again; the answer leads back to the list."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        wanted = request.GET.get("export") or request.POST.get("export")
        if wanted and not is_fresh(request):
            rest = request.GET.copy()
            rest.pop("export", None)
            raise SudoRequired(
                keep=False, back=f"{request.path}?{rest.urlencode()}" if rest else request.path
            )
        return view(request, *args, **kwargs)

    guarded.sudo_exports = True  # type: ignore[attr-defined]
    return guarded


def page_of(request: HttpRequest) -> str:
    """The page a person was on when the request was made: itself when it can be opened, else where it came from."""
    if getattr(request, "htmx", None) and request.htmx.current_url_abs_path:
        return request.htmx.current_url_abs_path
    if request.method in SAFE:
        return request.get_full_path()
    came = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()}):
        parts = urlsplit(came)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "/"


def ask_again(request: HttpRequest, asked: ReauthenticationRequired) -> HttpResponse:
    """The answer to an act that needs a fresh sign-in: the page that asks, and then back to the act."""
    if wants_json(request):
        return JsonResponse({"detail": "Show again that it is you.", "code": "sudo"}, status=403)
    ways = get_adapter().get_reauthentication_methods(request.user)
    url = ways[0]["url"] if ways else "/account/password/reset/"
    keep, back = getattr(asked, "keep", True), getattr(asked, "back", "")
    if getattr(request, "htmx", None):
        # static/js/errors.js keeps what is typed and goes there.
        return HttpResponse(status=401, headers={"X-Sign-In": url})
    if back:
        messages.info(request, "Then ask for the file again.")
    if back or (request.method not in SAFE and (not keep or request.FILES)):
        return redirect(f"{url}?{urlencode({'next': back or page_of(request)})}")
    return suspend_request(request, url)
