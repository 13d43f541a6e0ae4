"""Visitors: the list, signing in and out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from communications.forms.visitors import VisitorForm
from communications.lists import VisitorList
from communications.models import Visitor
from communications.queries.desk import answers_for, keeps_desk
from communications.queries.made import made_of, steps_of
from communications.services import visitors as services
from communications.views.tools import fetched, filled
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

visitor_list = VisitorList.as_view()
JOINED = ("host", "contact", "matter", "signed_in_by", "signed_out_by")


@requires(Perm.MESSAGE_SLIP)
@require_http_methods(["GET", "POST"])
def visitor_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?name=, contact=, matter=, member= fill it), POST: a visitor is signed in."""
    initial = filled(request)
    if "member" in initial:
        initial["host"] = initial.pop("member")
    form = VisitorForm(request.POST or None, member=request.member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            visitor = services.sign_in(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, reverse("visitor_list"))
            return redirect_to(request, goal, toast=f"{visitor.name} signed in. {visitor.host.name} is told")
    context = {"form": form, "next": next_url(request, "")}
    return render(
        request, "communications/visitor_form.html", context, status=INVALID if form.errors else 200
    )


@requires()
@require_GET
def visitor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one visit."""
    visitor = fetched(request, Visitor, pk, *JOINED)
    member = request.member
    context = {
        "visitor": visitor,
        "made": made_of("visitor", visitor.pk, request.member),
        "steps": steps_of("visitor", visitor, member),
        "events": audit.history_of(visitor),
        "may_act": keeps_desk(member) or answers_for(member, visitor.host_id),
    }
    return render(request, "communications/visitor_detail.html", context)


@requires()
@require_POST
def visitor_met(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the host has come for the visitor."""
    visitor = services.meet(fetched(request, Visitor, pk), by=request.member)
    return redirect_to(
        request, next_url(request, visitor.get_absolute_url()), toast=f"{visitor.name} is being seen"
    )


@requires()
@require_POST
def visitor_out(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the visitor leaves; the toast offers Undo."""
    visitor = services.sign_out(fetched(request, Visitor, pk), by=request.member)
    undo = reverse("visitor_back", args=[visitor.pk])
    return redirect_to(
        request, next_url(request, reverse("visitor_list")), toast=f"{visitor.name} signed out", undo_url=undo
    )


@requires()
@require_POST
def visitor_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take back that the visitor left."""
    visitor = services.undo_sign_out(fetched(request, Visitor, pk), by=request.member)
    return redirect_to(
        request, next_url(request, visitor.get_absolute_url()), toast=f"{visitor.name} is here"
    )
