"""Message slips: the list, one slip, its steps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from communications.forms.slips import AnswerForm, ForwardForm, SlipForm, first_of_slip
from communications.lists import SlipList
from communications.models import Call, Slip
from communications.queries.desk import stands_in_for
from communications.queries.made import made_of, steps_of
from communications.queries.slips import age_of, slip_or_none
from communications.services import slips as services
from communications.views.tools import filled
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

slip_list = SlipList.as_view()


def _slip_or_404(request: HttpRequest, pk: int) -> Slip:
    found = slip_or_none(request.member, pk)
    if found is None:
        raise Http404
    return found


@requires(Perm.MESSAGE_SLIP)
@require_http_methods(["GET", "POST"])
def slip_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?from=, phone=, name=, contact=, matter=, member=, urgency= fill it), POST: a message is taken."""
    initial = filled(request)
    if "member" in initial:
        initial["for_member"] = initial.pop("member")
    if request.GET.get("urgency") in Slip.Urgency.values:
        initial["urgency"] = request.GET["urgency"]
    form = SlipForm(request.POST or None, member=request.member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            slip = services.take_slip(by=request.member, **form.values())
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, reverse("slip_list"))
            return redirect_to(request, goal, toast=f"Message for {slip.for_member.name} taken")
    context = {"form": form, "next": next_url(request, "")}
    return render(request, "communications/slip_form.html", context, status=INVALID if form.errors else 200)


@requires()
@require_GET
def slip_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one message. Whom it is for reads it by opening it; so does who stands in for them."""
    slip = _slip_or_404(request, pk)
    member = request.member
    if request.preview_role is None and services.open_slip(slip, by=member):
        slip = _slip_or_404(request, pk)
    context = {
        "slip": slip,
        "age": age_of(slip),
        "calls": list(slip.calls.kept().exclude(outcome=Call.Outcome.MESSAGE).select_related("member")),
        "made": made_of("slip", slip.pk, request.member),
        "steps": steps_of("slip", slip, member),
        "events": audit.history_of(slip),
        "may_act": services.may_act(member, slip),
        "mine": stands_in_for(member, slip.for_member_id),
    }
    return render(request, "communications/slip_detail.html", context)


@requires()
@require_http_methods(["GET", "POST"])
def slip_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: correct a message."""
    slip = _slip_or_404(request, pk)
    _ensure_acts(request, slip)
    form = SlipForm(request.POST or None, member=request.member, slip=slip, initial=first_of_slip(slip))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_slip(slip, by=request.member, **form.values())
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, slip, toast="Message saved")
    context = {"form": form, "slip": slip, "next": slip.get_absolute_url()}
    return render(request, "communications/slip_form.html", context, status=INVALID if form.errors else 200)


def _ensure_acts(request: HttpRequest, slip: Slip) -> None:
    if not services.may_act(request.member, slip):
        who = [slip.for_member.name]
        raise Refused(f"This message is for {who[0]}.", who=who)


@requires()
@require_http_methods(["GET", "POST"])
def slip_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form of the call back, POST: it is in the log, and the message answered if somebody was reached."""
    slip = _slip_or_404(request, pk)
    _ensure_acts(request, slip)
    form = AnswerForm(request.POST or None, member=request.member, slip=slip)
    if request.method == "POST" and form.is_valid():
        try:
            slip = services.answer_slip(slip, by=request.member, **form.values())
            if form.cleaned_data["close"] and slip.state == Slip.State.CALLED_BACK:
                slip = services.close_slip(slip, by=request.member)
        except DomainError as error:
            put_error(form, error)
        else:
            done = {"called_back": "Called back", "closed": "Called back and closed"}.get(
                slip.state, "Attempt noted"
            )
            return redirect_to(request, next_url(request, slip.get_absolute_url()), toast=done)
    context = {"form": form, "slip": slip}
    return render(request, "communications/slip_answer.html", context, status=INVALID if form.errors else 200)


@requires()
@require_http_methods(["GET", "POST"])
def slip_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: hand a message to another person."""
    slip = _slip_or_404(request, pk)
    _ensure_acts(request, slip)
    form = ForwardForm(request.POST or None, slip=slip)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            slip = services.forward_slip(slip, by=request.member, to=data["to"], note=data["note"])
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, slip, toast=f"Handed to {slip.for_member.name}")
    context = {"form": form, "slip": slip}
    return render(
        request, "communications/slip_forward.html", context, status=INVALID if form.errors else 200
    )


@requires()
@require_POST
def slip_close(request: HttpRequest, pk: int) -> HttpResponse:
    """POST closing=: nothing more is to be done; the toast offers Undo."""
    slip = services.close_slip(
        _slip_or_404(request, pk), by=request.member, closing=request.POST.get("closing", "")
    )
    goal = next_url(request, reverse("slip_list"))
    return redirect_to(request, goal, toast="Message closed", undo_url=reverse("slip_reopen", args=[slip.pk]))


@requires()
@require_POST
def slip_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a closed message is open again."""
    slip = services.reopen_slip(_slip_or_404(request, pk), by=request.member)
    return redirect_to(request, next_url(request, slip.get_absolute_url()), toast="Message is open again")
