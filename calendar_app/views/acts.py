"""What happens to one deadline: met, opened again, verified, dismissed, extended, overridden, acknowledged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from calendar_app import services
from calendar_app.forms import ExtendForm, OverrideForm, ProofForm
from calendar_app.models import Deadline
from calendar_app.queries.triggers import derived_day
from calendar_app.services.deadlines import ensure_enters
from calendar_app.views.tools import deadline_or_404
from matters.queries.access import ensure_on
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import INVALID, confirm_page, put_error, redirect_to


def act_page(
    request: HttpRequest,
    deadline: Deadline,
    form,
    *,
    title: str,
    verb: str,
    lead: str = "",
    warning: str = "",
) -> HttpResponse:
    """The form of one act on the deadline, 422 when it was sent with faults."""
    context = {
        "deadline": deadline,
        "form": form,
        "act_title": title,
        "verb": verb,
        "lead": lead,
        "warning": warning,
        "next": next_url(request, ""),
    }
    status = INVALID if form.errors else 200
    return render(request, "calendar_app/act_form.html", context, status=status)


@requires()
@require_http_methods(["GET", "POST"])
def deadline_done(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for the document that proves it, POST: mark a deadline done; the toast offers Undo."""
    deadline = deadline_or_404(request, pk)
    ensure_enters(request.member, deadline.matter)
    sent = request.POST if request.method == "POST" else None
    form = ProofForm(sent, member=request.member, deadline=deadline)
    if request.method == "POST" and form.is_valid():
        try:
            services.complete_deadline(deadline, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, reverse("deadline_list"))
            undo = reverse("deadline_undo", args=[deadline.pk])
            return redirect_to(request, goal, toast=f"{deadline.title}: done", undo_url=undo)
    lead = (
        "Pick the document that proves it was met, or say why there is none."
        if deadline.is_binding
        else "An internal date needs no document."
    )
    return act_page(request, deadline, form, title="Mark done", verb="Mark done", lead=lead)


@requires()
@require_POST
def deadline_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: open a finished deadline again."""
    deadline = services.undo_complete(deadline_or_404(request, pk), by=request.member)
    return redirect_to(
        request, next_url(request, reverse("deadline_list")), toast=f"{deadline.title} is open again"
    )


@requires()
@require_POST
def deadline_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a second person verifies the date."""
    seen = request.POST.get("seen", "")
    deadline = services.verify_deadline(deadline_or_404(request, pk), by=request.member, seen=seen)
    return redirect_to(
        request, next_url(request, deadline.get_absolute_url()), toast=f"{deadline.title}: verified"
    )


@requires()
@require_POST
def deadline_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the owner of a critical date says that they have seen it."""
    try:
        on = parse_date(request.POST.get("on", "")[:10])
    except ValueError:
        on = None
    deadline = services.acknowledge(deadline_or_404(request, pk), by=request.member, on=on)
    return redirect_to(
        request, next_url(request, deadline.get_absolute_url()), toast=f"{deadline.title}: acknowledged"
    )


@requires(Perm.DEADLINE_DISMISS)
@require_http_methods(["GET", "POST"])
def deadline_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: an attorney dismisses a deadline, with a reason."""
    deadline = deadline_or_404(request, pk)
    context = {
        "title": f"Dismiss {deadline.title}?",
        "heading": deadline.matter.number,
        "text": "It leaves the calendar without being met. The reason is kept.",
        "verb": "Dismiss deadline",
        "danger": True,
        "reason": "The order, stipulation or rule",
        "action": request.path,
        "back": deadline.get_absolute_url(),
    }

    def act() -> HttpResponse:
        services.dismiss_deadline(deadline, by=request.member, reason=request.POST.get("reason", ""))
        undo = reverse("deadline_undo", args=[deadline.pk])
        return redirect_to(request, deadline, toast=f"{deadline.title} is dismissed", undo_url=undo)

    return confirm_page(request, act, context)


@requires(Perm.DEADLINE_DISMISS)
@require_http_methods(["GET", "POST"])
def deadline_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: an attorney gives it a later date on a stipulation, order, agreement or rule."""
    deadline = deadline_or_404(request, pk)
    ensure_on(request.member, Perm.DEADLINE_DISMISS, deadline.matter)
    form = ExtendForm(request.POST or None, member=request.member, deadline=deadline)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.extend_deadline(deadline, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            day = f"{found.due_on:%b} {found.due_on.day}"
            return redirect_to(
                request,
                next_url(request, found.get_absolute_url()),
                toast=f"{found.title}: extended to {day}",
            )
    lead = "The first date is kept. Another person verifies the new one."
    limit = deadline.derivation.get("no_extension", "") if deadline.derivation else ""
    return act_page(request, deadline, form, title="Extend", verb="Extend deadline", lead=lead, warning=limit)


@requires()
@require_http_methods(["GET", "POST"])
def deadline_override(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: another date than the rule gives, with a reason."""
    deadline = deadline_or_404(request, pk)
    if deadline.is_binding:
        ensure_on(request.member, Perm.DEADLINE_DISMISS, deadline.matter)
    back = derived_day(deadline) if deadline.override else None
    form = OverrideForm(request.POST or None, initial={"to_on": back} if back else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.override_date(deadline, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            day = f"{found.due_on:%b} {found.due_on.day}"
            return redirect_to(
                request, next_url(request, found.get_absolute_url()), toast=f"{found.title} is due {day}"
            )
    lead = "The derivation and the first date are kept. When the trigger moves, this date is shown and stays."
    return act_page(request, deadline, form, title="Override date", verb="Override date", lead=lead)
