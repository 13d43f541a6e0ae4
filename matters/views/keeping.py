"""A matter's limits: limitation date, budget, retention; and its move to another stage."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.queries import refusal
from matters import services
from matters.forms.keeping import BudgetForm, LimitationForm, MoveForm, RetentionForm, SatisfiedForm
from matters.queries.access import ensure_on, may
from matters.queries.budget import breakdown_of, uses_of
from matters.queries.stages import days_in, missing, pace
from matters.services.matters import edits_clerical_facts_alone
from matters.views.tools import matter_or_404, next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to, wants_json


def _answer(request, matter, form, act, *, toast: str, back: str = "", **context) -> HttpResponse:
    """Show a form on the matter's page; a valid POST does `act(**its data)` and goes back to the matter."""
    if request.method == "POST" and form.is_valid():
        try:
            act(matter, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, back or matter.get_absolute_url(), toast=toast)
    context = {"matter": matter, "tab": "overview", "form": form, **context}
    return render(request, "matters/matter_form_tab.html", context, status=INVALID if form.errors else 200)


@requires(Perm.DEADLINE_ENTER)
@require_http_methods(["GET", "POST"])
def matter_limitation(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: set the limitation date; another date than the one known needs a reason."""
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.DEADLINE_ENTER, matter)
    form = LimitationForm(
        request.POST or None,
        known=matter.limitation_on is not None,
        initial={"on": matter.limitation_on, "basis": matter.limitation_basis},
    )
    heading, verb = "Limitation date", "Save date"
    return _answer(
        request,
        matter,
        form,
        services.set_limitation,
        toast="Limitation date saved",
        heading=heading,
        verb=verb,
    )


@requires(Perm.DEADLINE_DISMISS)
@require_http_methods(["GET", "POST"])
def matter_limitation_satisfied(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: an attorney states what satisfied the limitation, and when."""
    matter = matter_or_404(request, pk)
    form = SatisfiedForm(request.POST or None)
    heading, verb = "The limitation is satisfied", "Mark as satisfied"
    return _answer(
        request,
        matter,
        form,
        services.satisfy_limitation,
        toast="Limitation satisfied",
        heading=heading,
        verb=verb,
    )


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def matter_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the budget, what of it is used by whom; POST: change it."""
    matter = matter_or_404(request, pk)
    member = request.member
    if not member.can(Perm.INVOICE_VIEW):
        raise refusal(member, Perm.INVOICE_VIEW)
    may_edit = (
        may(member, Perm.MATTER_EDIT, matter)
        and not edits_clerical_facts_alone(member)
        and not matter.has_ended
    )
    form = BudgetForm(
        request.POST or None,
        initial={"budget": matter.budget, "budget_alert_percent": matter.budget_alert_percent},
    )
    if request.method == "POST":
        ensure_on(member, Perm.MATTER_EDIT, matter)
        if form.is_valid():
            try:
                data = {**form.cleaned_data, "budget": form.cleaned_data["budget"] or None}
                services.edit_matter(matter, by=member, **data)
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, reverse("matter_budget", args=[pk]), toast="Budget saved")
    context = {
        "matter": matter,
        "tab": "budget",
        "form": form if may_edit else None,
        "use": uses_of([matter]).get(matter.pk),
        "parts": breakdown_of(matter),
    }
    return render(request, "matters/budget.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_CLOSE)
@require_http_methods(["GET", "POST"])
def matter_retention(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: until when the file is kept, by hand, with the reason."""
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.MATTER_CLOSE, matter)
    form = RetentionForm(
        request.POST or None, initial={"until": matter.retention_until, "reason": matter.retention_reason}
    )
    heading, verb = "How long the file is kept", "Save date"
    return _answer(
        request, matter, form, services.set_retention, toast="Date saved", heading=heading, verb=verb
    )


@requires(Perm.MATTER_EDIT)
@require_POST
def matter_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """POST stage= (its name), reason=: move the matter to a stage of its practice area.

    The board asks for JSON: {"moved": …} or, with 422, {"error": …, "asks": "reason" when one is missing}. A page without
    script goes to the form that asks for the reason.
    """
    matter = matter_or_404(request, pk)
    stage, reason = request.POST.get("stage", "")[:40], request.POST.get("reason", "")
    try:
        matter = services.set_stage(matter, by=request.member, stage=stage, reason=reason)
    except Refused:
        raise
    except DomainError as error:
        if wants_json(request):
            return JsonResponse({"error": error.message, "asks": error.field or ""}, status=INVALID)
        if error.field not in ("stage", "reason") or not stage:
            raise
        return _move_page(request, matter, {"stage": stage, "reason": reason}, error)
    said = f"{matter.number} moved to {matter.stage}" if matter.stage else f"{matter.number} has no stage"
    if wants_json(request):
        return JsonResponse({"moved": said})
    return redirect_to(request, next_url(request, matter.get_absolute_url()), toast=said)


@requires(Perm.MATTER_EDIT)
@require_http_methods(["GET", "POST"])
def matter_move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the stages with what each asks for, POST: move the matter. ?stage= is chosen already."""
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.MATTER_EDIT, matter)
    if request.method == "GET":
        return _move_page(request, matter, None, None)
    return _move_page(request, matter, request.POST, None)


def _move_page(request: HttpRequest, matter, data, error: DomainError | None) -> HttpResponse:
    stages = list(matter.practice_area.stages.in_use())
    at = matter.stage.name if matter.stage_id else ""
    form = MoveForm(data, stages=stages, initial={"stage": request.GET.get("stage", at)[:40]})
    if error is None and data is not None and form.is_valid():
        try:
            services.set_stage(matter, by=request.member, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as refused:
            error = refused
        else:
            where = next_url(request, matter.get_absolute_url())
            return redirect_to(request, where, toast=f"{matter.number} moved to {form.cleaned_data['stage']}")
    if error is not None:
        form.is_valid()
        put_error(form, error)
    context = {
        "matter": matter,
        "tab": "overview",
        "form": form,
        "heading": "Move to a stage",
        "verb": "Move",
        "stages": [{"stage": s, "missing": missing(matter, s)} for s in stages],
        "visits": matter.stage_visits.select_related("moved_by").order_by("-id")[:30],
        "days": days_in(matter),
        "pace": pace(matter),
        "next": next_url(request, ""),
    }
    return render(request, "matters/move.html", context, status=INVALID if form.errors else 200)
