"""The phone log: the list, a call, its form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Level, Perm, requires
from communications.forms.calls import CallForm, first_of_call
from communications.lists import CallList
from communications.models import Call
from communications.queries.made import made_of, steps_of
from communications.services import calls as services
from communications.views.tools import fetched, filled, now_of_form
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

call_list = CallList.as_view()
JOINED = ("contact", "matter__responsible", "member", "recorded_by", "slip")


@requires(Perm.TIME_RECORD, Perm.MESSAGE_SLIP, any_of=True)
@require_http_methods(["GET", "POST"])
def call_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?from=, phone=, name=, contact=, matter=, direction= fill it), POST: a call is in the log."""
    initial = filled(request) | now_of_form() | {"member": str(request.member.pk)}
    if request.GET.get("direction") in Call.Direction.values:
        initial["direction"] = request.GET["direction"]
    form = CallForm(request.POST or None, member=request.member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            call = services.log_call(by=request.member, **form.values())
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, reverse("call_list"))
            return redirect_to(
                request,
                goal,
                toast=f"Call with {call.name} logged",
                undo_url=reverse("call_delete", args=[call.pk]),
            )
    context = {
        "form": form,
        "next": next_url(request, ""),
        "desk": request.member.powers.level(Perm.MESSAGE_SLIP) is Level.YES,
    }
    return render(request, "communications/call_form.html", context, status=INVALID if form.errors else 200)


@requires()
@require_GET
def call_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one call, what came of it, its history."""
    call = fetched(request, Call, pk, *JOINED)
    context = {
        "call": call,
        "made": made_of("call", call.pk, request.member),
        "steps": steps_of("call", call, request.member),
        "events": audit.history_of(call),
        "may_change": services.may_change(request.member, call),
    }
    return render(request, "communications/call_detail.html", context)


@requires()
@require_http_methods(["GET", "POST"])
def call_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change what was written down."""
    call = fetched(request, Call, pk, *JOINED)
    if not services.may_change(request.member, call):
        who = [call.member.name]
        raise Refused(f"{who[0]} and whoever wrote it down change this call.", who=who)
    form = CallForm(request.POST or None, member=request.member, call=call, initial=first_of_call(call))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_call(call, by=request.member, **form.values())
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, call, toast="Call saved")
    context = {"form": form, "call": call, "next": call.get_absolute_url()}
    return render(request, "communications/call_form.html", context, status=INVALID if form.errors else 200)


@requires()
@require_POST
def call_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a call out of the log; the toast offers Undo."""
    call = services.delete_call(fetched(request, Call, pk), by=request.member)
    undo = reverse("call_restore", args=[call.pk])
    return redirect_to(request, next_url(request, reverse("call_list")), toast="Call deleted", undo_url=undo)


@requires()
@require_POST
def call_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring a deleted call back."""
    call = services.restore_call(fetched(request, Call, pk), by=request.member)
    return redirect_to(request, next_url(request, call.get_absolute_url()), toast="Call is back")
