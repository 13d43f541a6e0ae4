"""Sending something for a decision, and asking for a delegation."""

from django.apps import apps
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Perm
from accounts.services.delegations import lendable
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from supervision import services
from supervision.approvals import DelegationWanted
from supervision.forms import DelegationAskForm, SubmitForm
from supervision.kinds import KINDS, content_of
from supervision.kinds import kind as kind_of
from supervision.models import Request
from supervision.queries import newest
from supervision.queries.reading import sections_of
from supervision.tokens import read_arguments
from supervision.views.common import address_of, next_of


@requires()
def approval_submit(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Send an object for a decision; with `?with=` the act's arguments, as supervision.tokens signed them."""
    if kind not in KINDS:
        raise Http404
    of = kind_of(kind)
    obj = of.get(object_id)
    if obj is None:
        raise Http404
    token = request.POST.get("with") or request.GET.get("with", "")
    try:
        arguments = read_arguments(token, kind, object_id)
    except signing.BadSignature:
        raise Http404 from None
    of.check_submit(obj, arguments, request.member)
    form = SubmitForm(request.POST or None, people=of.deciders(obj))
    last = newest(kind, obj)
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.submit(kind, obj, by=request.member, arguments=arguments, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_of(request, of.url(obj) or address_of(sent, "sent"))
            return redirect_to(request, goal, toast=f"Sent to {sent.assigned_to.name}")
    context = {
        "of": of,
        "object": obj,
        "title": of.title(obj, arguments),
        "form": form,
        "token": token,
        "last": last,
        "sections": sections_of(content_of(of, obj, arguments)),
        "back": of.url(obj),
    }
    return render(request, "supervision/submit.html", context, status=INVALID if form.errors else 200)


@requires()
def delegation_ask(request: HttpRequest) -> HttpResponse:
    """Ask an attorney of a matter (`?matter=`) to lend a power (`?power=`) on it."""
    wanted = request.GET.get("matter", "")
    matters = apps.get_model("matters.Matter").objects.visible_to(request.member)
    matter = matters.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
    if matter is None:
        raise Http404
    powers = lendable(request.member)
    people = DelegationWanted().deciders(Request(by=request.member, matter=matter))
    people = [person for person in people if person.pk != request.member.pk]
    power = request.GET.get("power", "")
    form = DelegationAskForm(
        request.POST or None, powers=powers, people=people, power=power if power in set(Perm) else ""
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.ask_for_delegation(by=request.member, matter=matter, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_of(request, address_of(sent, "sent"))
            return redirect_to(request, goal, toast=f"Sent to {sent.assigned_to.name}")
    context = {"form": form, "matter": matter, "possible": bool(powers and people)}
    return render(request, "supervision/delegation_ask.html", context, status=INVALID if form.errors else 200)
