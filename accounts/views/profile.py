"""One's own account: profile, colours, password, second factors, sessions."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.browsers import browser_name
from accounts.forms.entry import ProfileForm
from accounts.models import User
from accounts.queries import zone_of
from accounts.services.members import change_profile
from accounts.services.security import FACTORS, firms_that_require
from accounts.views.signins import own_sign_ins
from practice.access import allowed_in_preview, public, requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to


@requires()
def profile(request: HttpRequest) -> HttpResponse:
    """One's name and settings."""
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    # The name goes into every firm of the person; single sign-on of one firm does not reach the others.
    form.fields["name"].disabled = bool(request.sso_provider)
    if request.method == "POST":
        if form.is_valid():
            try:
                change_profile(User.objects.get(pk=user.pk), **form.cleaned_data)
            except DomainError as error:
                form.add_error(error.field, error.message)
            else:
                return redirect_to(request, "profile", toast="Saved")
    context = {"form": form, "zone": zone_of(request.member).replace("_", " ")}
    return render(request, "accounts/profile.html", context, status=INVALID if form.errors else 200)


@requires()
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device. Answers 204 to a script, else goes back."""
    theme = request.POST.get("theme")
    if theme not in User.Theme.values:
        raise Http404
    User.objects.filter(pk=request.user.pk).update(theme=theme)
    if request.htmx:
        return HttpResponse(status=204)
    to = request.POST.get("next", "/")
    return redirect(to if url_has_allowed_host_and_scheme(to, allowed_hosts=None) else "/")


@public
def security(request: HttpRequest) -> HttpResponse:
    """Password, second factors, passkeys and sessions in one place. Also for people without a firm."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    user = request.user
    if request.sso_provider:
        context = {"bound": True, "sign_ins": own_sign_ins(request, 6)}
        return render(request, "accounts/security.html", context)
    factors = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    sessions = sorted(UserSession.objects.purge_and_list(user), key=lambda s: s.last_seen_at, reverse=True)
    codes = next((f for f in factors if f.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "address": EmailAddress.objects.filter(user=user, email__iexact=user.email).first(),
        "totp": next((f for f in factors if f.type == Authenticator.Type.TOTP), None),
        "passkeys": [f for f in factors if f.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": [
            {"session": s, "current": s.is_current(), "browser": browser_name(s.user_agent)} for s in sessions
        ],
        "sign_ins": own_sign_ins(request, 6),
        "required_by": firms_that_require(user),
        "has_factor": any(f.type in FACTORS for f in factors),
    }
    return render(request, "accounts/security.html", context)


@public
@allowed_in_preview
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sign-ins."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    session = UserSession.objects.filter(pk=pk, user=request.user).first()
    if session is None:
        raise Http404
    if session.is_current():
        return redirect_to(request, "account_logout")
    session.end()
    return redirect_to(request, "security", toast="That sign-in has ended")


@public
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """POST: end all sign-ins but this one. GET leads to the security page, which lists them."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method != "POST":
        return redirect("security")
    for session in UserSession.objects.filter(user=request.user):
        if not session.is_current():
            session.end()
    return redirect_to(request, "security", toast="Your other sign-ins have ended")


# They reach beyond the firm whose single sign-on brought a session in (accounts.middleware).
for _view in (session_end, sessions_end_others):
    _view.own_identity = True  # type: ignore[attr-defined]
