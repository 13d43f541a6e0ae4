"""Second factors that a firm asks for: the rule of a role, a colleague's reset, and the last one that stays."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.forms.security import FactorRuleForm
from accounts.models import Member, Role
from accounts.permissions import Perm
from accounts.services import security
from accounts.sudo import posts_only, sudo
from practice.access import public, requires
from practice.htmx import confirm_page, redirect_to


@requires(Perm.ROLE_MANAGE)
@sudo
@require_POST
def role_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: whether people of the role need a second step, and their days of grace."""
    role = get_object_or_404(Role, pk=pk)
    form = FactorRuleForm(request.POST, role=role)
    if not form.is_valid():
        messages.error(request, f"Days of grace: a number from 0 to {security.LONGEST_GRACE}.")
        return redirect_to(request, "role_detail", pk)
    security.require_factor(
        role,
        by=request.member,
        required=form.cleaned_data["mfa_required"],
        grace_days=form.cleaned_data["mfa_grace_days"],
    )
    return redirect_to(request, "role_detail", pk, toast="Saved")


@requires(Perm.USER_MANAGE)
@sudo(when=posts_only)
def member_reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a colleague's lost app and passkeys away, after a question that asks why."""
    member = get_object_or_404(Member.objects.select_related("user"), pk=pk)
    why = security.why_not_reset(member, request.member)
    if why:
        messages.error(request, why)
        return redirect_to(request, "member_detail", pk)
    context = {
        "title": f"Reset {member.name}’s second step?",
        "text": "Their app, passkeys and recovery codes stop working and they are signed out. They are told by e-mail. "
        "Make sure it is they who ask: call them.",
        "action": request.path,
        "verb": "Reset second step",
        "keep": "Keep it",
        "danger": True,
        "reason": "Such as: phone lost, called back on the office line",
        "back": reverse("member_detail", args=[pk]),
    }

    def act() -> HttpResponse:
        security.reset_factor(member, by=request.member, reason=request.POST.get("reason", ""))
        return redirect_to(request, "member_detail", pk, toast=f"{member.name}’s second step is reset")

    return confirm_page(request, act, context)


@public
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The library's page, unless the passkey is the last factor and a firm requires one."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    key = Authenticator.objects.filter(pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN).first()
    why = security.why_keep_factor(request.user, key) if key else ""
    if why:
        messages.error(request, why)
        return redirect("security")
    return remove_webauthn(request, pk=pk)


passkey_remove.own_identity = True  # type: ignore[attr-defined]
