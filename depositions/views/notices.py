"""Notices and subpoenas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from depositions.forms import ReasonForm, ServeForm, SubpoenaForm
from depositions.queries.notice import check_notice
from depositions.services import notices
from depositions.services.drafts import draft_notice
from depositions.views.tools import deposition_or_404, form_of
from practice.htmx import redirect_to


@requires(Perm.MATTER_VIEW)
@require_POST
def deposition_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the notice is written as a Word document of the matter, or as its next version."""
    depo = deposition_or_404(request, pk)
    version = draft_notice(depo, by=request.member)
    said = f"Version {version.number} of the notice drafted. An attorney signs it off before it is served."
    return redirect_to(request, f"{depo.get_absolute_url()}#notice", toast=said)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_serve(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the notice was served; what the rules say of its period is shown as it is typed."""
    depo = deposition_or_404(request, pk)
    form = ServeForm(request.POST or None, depo=depo, member=request.member)
    shown = None
    if request.method == "POST" and form.is_valid() and depo.starts:
        data = form.cleaned_data
        shown = check_notice(depo.rules, data["served_on"], data["method"], depo.starts.date())
    if request.headers.get("HX-Target") == "notice-check":
        return render(request, "depositions/_check.html", {"check": shown})

    def act() -> HttpResponse:
        data = form.cleaned_data
        found = notices.serve_notice(
            depo, by=request.member, document=data["document"], served_on=data["served_on"], method=data["method"],
            short_reason=data["short_reason"],
        )  # fmt: skip
        return redirect_to(request, found, toast="Notice served")

    return form_of(
        request, form, act, heading="Notice served", verb="Note service", depo=depo, template="depositions/serve.html",
        check=shown,
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST: the notice is withdrawn."""
    depo = deposition_or_404(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        notices.withdraw_notice(depo, by=request.member, reason=form.cleaned_data["reason"])
        return redirect_to(request, depo, toast="Notice withdrawn")

    return form_of(request, form, act, heading="Withdraw the notice", verb="Withdraw notice", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_subpoena(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the witness was subpoenaed."""
    depo = deposition_or_404(request, pk)
    form = SubpoenaForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        notices.serve_subpoena(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Subpoena noted")

    return form_of(request, form, act, heading="Subpoena served", verb="Note service", depo=depo)
