"""The door: demo sign-in, firm sign-up, choosing a firm, accepting an invitation."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_for_user
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import demo
from accounts.forms.entry import FirmForm, FirmSignupForm, JoinForm
from accounts.models import User
from accounts.models.security import Method
from accounts.services import firms, invitations
from practice.access import allowed_in_preview, public
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to
from practice.scope import firm_scope


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the listed people of the demo. Does not exist unless DEMO is on."""
    if not settings.DEMO:
        raise Http404
    login = next((one for one in demo.logins() if one.email == request.POST.get("email")), None)
    if login is None:
        raise Http404
    if request.user.is_authenticated:
        request.session.flush()
    request.entry_method = Method.DEMO  # type: ignore[attr-defined]
    response = perform_login(request, User.objects.get(email=login.email), redirect_url=_next(request))
    _enter(request, login.firm_id)
    return response


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and get_adapter().is_safe_url(wanted) else reverse("home")


def _enter(request: HttpRequest, firm_id: int) -> None:
    request.session["firm_id"] = firm_id
    request.session.pop("preview_role_id", None)
    User.objects.filter(pk=request.user.pk).update(last_firm_id=firm_id)


@public
@sensitive_post_parameters("password")
def firm_signup(request: HttpRequest) -> HttpResponse:
    """Open a firm: with a new account, or for somebody who is signed in as one more firm of theirs."""
    if not settings.FIRM_SIGNUP_OPEN:
        raise Http404
    known = request.user.is_authenticated
    form_class = FirmForm if known else FirmSignupForm
    if request.method != "POST":
        return render(request, "accounts/signup.html", {"form": form_class(), "known": known})
    limited = ratelimit.consume_or_429(request, action="firm_signup")
    if limited is not None:
        return limited
    form = form_class(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                user = (
                    request.user
                    if known
                    else User.objects.create_user(data["email"], data["password"], name=data["name"])
                )
                member = firms.open_firm(
                    user=cast("User", user),
                    name=data["firm_name"],
                    time_zone=data["time_zone"],
                    attorney=data["attorney"],
                    jurisdiction=data["jurisdiction"],
                    bar_number=data["bar_number"],
                )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            if known:
                response = redirect_to(request, "home", toast=f"{member.firm.name} is open")
            else:
                send_verification_email_for_user(request, user)
                response = perform_login(request, user, redirect_url=reverse("home"))
            _enter(request, member.firm_id)
            return response
    return render(request, "accounts/signup.html", {"form": form, "known": known}, status=INVALID)


@public
def no_firm(request: HttpRequest) -> HttpResponse:
    """For a signed-in person who has no open door to any firm."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.memberships:
        return redirect("home")
    return render(request, "accounts/no_firm.html", {"signup_open": settings.FIRM_SIGNUP_OPEN})


@public
@allowed_in_preview
@require_POST
def switch_firm(request: HttpRequest) -> HttpResponse:
    """Go to another firm one belongs to. Also from a firm that does not open: it asks for something first."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    door = next((d for d in request.memberships if str(d.firm_id) == request.POST.get("firm")), None)
    if door is None:
        raise Http404
    _enter(request, door.firm_id)
    return redirect_to(request, "home")


@public
@sensitive_post_parameters("password")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation's page. Reading it changes nothing, so that mail scanners cannot use it up."""
    limited = ratelimit.consume_or_429(request, action="invitation")
    if limited is not None:
        return limited
    link = invitations.read_link(token)
    if link is None:
        return _gone(request)
    firm_id, invitation_id, secret = link
    with firm_scope(firm_id):
        invitation = invitations.find(invitation_id, secret)
        if invitation is None:
            return _gone(request)
        user = request.user if request.user.is_authenticated else None
        known = User.objects.filter(email=invitation.email).exists()
        context = {
            "invitation": invitation,
            "firm_name": invitation.firm.name,
            "known": known,
            "mine": user is not None and user.email == invitation.email,
            "form": None
            if known or user
            else JoinForm(email=invitation.email, initial={"name": invitation.name}),
        }
        if request.method != "POST":
            return _page(request, context)
        form = None
        name = password = ""
        if user is None:
            if known:
                return _page(request, context, status=INVALID)
            form = context["form"] = JoinForm(request.POST, email=invitation.email)
            if not form.is_valid():
                return _page(request, context, status=INVALID)
            name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            member = invitations.accept(invitation_id, secret, user=user, name=name, password=password)
        except DomainError as error:
            return _page(request, context | {"error": error.message}, status=INVALID)
    if user is None:
        response = perform_login(request, member.user, redirect_url=reverse("home"))
    else:
        response = redirect_to(request, "home", toast=f"You are now in {invitation.firm.name}")
    _enter(request, firm_id)
    return response


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    return render(request, "accounts/join.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    # One answer for a wrong, used, revoked and late link.
    return HttpResponseNotFound(render(request, "accounts/join_gone.html").content)


# They reach beyond the firm whose single sign-on brought a session in (accounts.middleware).
for _view in (firm_signup, join):
    _view.own_identity = True  # type: ignore[attr-defined]
