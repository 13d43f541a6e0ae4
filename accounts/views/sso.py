"""Single sign-on at the door: which firm, out to its provider, back, and the page of a firm that asks for it."""

from typing import cast

from allauth.core import ratelimit
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.forms.security import SsoStartForm
from accounts.oidc import FirmAdapter, FirmProvider
from accounts.services import sso
from practice.access import allowed_in_preview, public
from practice.exceptions import DomainError


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


@public
def sso_start(request: HttpRequest) -> HttpResponse:
    """Type an address, see the button of its firm. The same answer whether or not the address has an account."""
    limited = ratelimit.consume_or_429(request, action="sso")
    if limited is not None:
        return limited
    form = SsoStartForm(request.GET if "email" in request.GET else None)
    found = sso.firms_for(form.cleaned_data["email"]) if form.is_valid() else []
    context = {
        "form": form,
        "found": found,
        "asked": form.is_bound and form.is_valid(),
        "next": _next(request),
    }
    return render(request, "account/sso.html", context)


def _adapter(request: HttpRequest, provider_id: str) -> FirmAdapter:
    if sso.find(provider_id) is None:
        raise Http404
    return FirmAdapter(request, provider_id)


@public
@allowed_in_preview
def sso_begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Out to the firm's provider. ?again=1 asks it to ask the person anew, for an act that needs a fresh sign-in."""
    limited = ratelimit.consume_or_429(request, action="sso")
    if limited is not None:
        return limited
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        # Another site must not sign somebody in here, as whoever its provider says.
        return redirect("sso_start")
    try:
        provider = cast("FirmProvider", _adapter(request, provider_id).get_provider())
        return provider.begin(request, next_url=_next(request), again=request.GET.get("again") == "1")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("account_login")


@public
@allowed_in_preview
def sso_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider: the library checks the state and fetches the token, then sso.seat_for decides."""
    return OAuth2CallbackView.adapter_view(_adapter(request, provider_id))(request)


@public
def sso_needed(request: HttpRequest) -> HttpResponse:
    """The firm asks its people to come in through its own sign-in, and this session came another way."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    firm = request.closed_firm
    if firm is None:
        return redirect("home")
    others = [door for door in request.memberships if door.firm_id != firm.pk]
    return render(request, "account/sso_needed.html", {"closed": firm, "others": others})


@public
def sso_domain_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to a domain's own mailbox. Reading it changes nothing; the button confirms."""
    limited = ratelimit.consume_or_429(request, action="sso")
    if limited is not None:
        return limited
    row = sso.open_domain_link(token, confirm=request.method == "POST")
    status = 200 if row else 404
    context = {"row": row, "done": bool(row and row.verified_at)}
    return render(request, "account/sso_domain.html", context, status=status)
