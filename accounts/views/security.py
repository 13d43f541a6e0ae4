"""The firm's security settings: how long people stay signed in, and single sign-on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms.security import DomainForm, ExceptionForm, ProviderForm, SessionsForm
from accounts.models import Member, SsoDomain, SsoException
from accounts.oidc import callback_url
from accounts.permissions import Perm
from accounts.queries import roles_with_counts
from accounts.services import security, sso
from accounts.sudo import posts_only, sudo
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to


def tabs(current: str) -> list[dict]:
    """The tabs of the security pages; `current` is a URL name."""
    pages = [("Sessions", "firm_security"), ("Single sign-on", "firm_sso")]
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in pages]


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
def firm_security(request: HttpRequest) -> HttpResponse:
    """Idle time and age of a session; which roles need a second step."""
    firm = request.firm
    initial = {"idle_minutes": firm.idle_minutes, "session_hours": firm.session_hours}
    form = SessionsForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            security.change_sessions(firm, by=request.member, **form.cleaned_data)
            return redirect_to(request, "firm_security", toast="Saved")
    context = {"form": form, "tabs": tabs("firm_security"), "roles": roles_with_counts()}
    return render(request, "accounts/firm_security.html", context, status=status)


@requires(Perm.FIRM_SETTINGS)
@sudo(keep=False)
@sensitive_post_parameters("secret")
def firm_sso(request: HttpRequest) -> HttpResponse:
    """The provider, the confirmed domains, who may go around it. POST: enter or change the provider."""
    form = ProviderForm(request.POST or None, sso=security.single_sign_on())
    if request.method == "POST" and form.is_valid():
        try:
            sso.configure(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "firm_sso", toast="Provider saved")
    return _sso_page(request, provider_form=form, status=INVALID if form.errors else 200)


def _sso_page(request: HttpRequest, *, status: int = 200, **forms) -> HttpResponse:
    found = security.single_sign_on()
    context = {
        "sso": found,
        "provider_form": ProviderForm(sso=found),
        "domain_form": DomainForm(),
        "exception_form": ExceptionForm(),
        "callback": callback_url(found.provider_id) if found else "",
        "domains": list(SsoDomain.objects.all()),
        "exceptions": [{"row": e, "factor": security.has_factor(e.member.user_id)} for e in sso.exceptions()],
        "links": sso.links(),
        "events": audit.history_of(found) if found else [],
        "tabs": tabs("firm_sso"),
    }
    return render(request, "accounts/firm_sso.html", context | forms, status=status)


def _done(request: HttpRequest, act: Callable, said: str) -> HttpResponse:
    """Run a service; a broken rule is said at the head of the page."""
    try:
        act()
    except Refused:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect_to(request, "firm_sso")
    return redirect_to(request, "firm_sso", toast=said)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def sso_switch(request: HttpRequest) -> HttpResponse:
    """POST on=1|0: offer single sign-on at the door, or no longer."""
    on = request.POST.get("on") == "1"
    said = "Single sign-on is on" if on else "Single sign-on is off"
    return _done(request, lambda: sso.switch(by=request.member, on=on), said)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def sso_require(request: HttpRequest) -> HttpResponse:
    """POST required=1|0: let people with an address of a confirmed domain in this way alone."""
    required = request.POST.get("required") == "1"
    said = "Single sign-on is required" if required else "Single sign-on is optional"
    return _done(request, lambda: sso.require(by=request.member, required=required), said)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def sso_domain_add(request: HttpRequest) -> HttpResponse:
    """POST: ask a domain's mailbox for confirmation."""
    form = DomainForm(request.POST)
    if form.is_valid():
        try:
            row = sso.add_domain(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "firm_sso", toast=f"A link went to {row.mailbox}@{row.domain}")
    return _sso_page(request, status=INVALID, domain_form=form)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def sso_domain_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the provider no longer speaks for this domain."""
    row = get_object_or_404(SsoDomain, pk=pk)
    return _done(request, lambda: sso.remove_domain(row, by=request.member), f"{row.domain} removed")


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def sso_exception_add(request: HttpRequest) -> HttpResponse:
    """POST: let an administrator use the password although single sign-on is required."""
    form = ExceptionForm(request.POST)
    if form.is_valid():
        member = form.cleaned_data["member"]
        try:
            sso.except_member(member, by=request.member)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "firm_sso", toast=f"{member.name} may use a password")
    return _sso_page(request, status=INVALID, exception_form=form)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def sso_exception_end(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take an exception back."""
    row = get_object_or_404(SsoException.objects.select_related("member"), pk=pk)
    return _done(request, lambda: sso.end_exception(row, by=request.member), "Exception taken back")


@requires(Perm.USER_MANAGE)
@sudo
@require_POST
def sso_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: forget which identity of the provider is this person's."""
    member = get_object_or_404(Member, pk=pk)
    return _done(request, lambda: sso.unlink(member, by=request.member), f"{member.name} is unlinked")
