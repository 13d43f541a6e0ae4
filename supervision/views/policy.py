"""The firm's rules of supervision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Perm
from accounts.sudo import posts_only, sudo
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from supervision.forms import PolicyForm, always_second_person
from supervision.queries import policy
from supervision.services.policy import change_policy


def _page(request: HttpRequest, tab: str, *, status: int = 200, **more) -> HttpResponse:
    rules = policy()
    context = {
        "tab": tab,
        "tabs": [
            {"label": "Rules", "url": reverse("policy_settings"), "current": tab == "rules"},
            {"label": "History", "url": reverse("policy_history"), "current": tab == "history"},
        ],
        "events": audit.history_of(rules) if tab == "history" and rules.pk else [],
        "always": always_second_person(),
        **more,
    }
    return render(request, "supervision/policy.html", context, status=status)


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
def policy_settings(request: HttpRequest) -> HttpResponse:
    """Which acts need a second attorney, whose time is approved, when reminders go out."""
    form = PolicyForm(request.POST or None, rules=policy())
    if request.method == "POST" and form.is_valid():
        try:
            change_policy(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "policy_settings", toast="Rules saved")
    return _page(request, "rules", form=form, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
def policy_history(request: HttpRequest) -> HttpResponse:
    """What the rules were, and who changed them."""
    return _page(request, "history")
