"""Sending something for a decision."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to
from supervision import services
from supervision.forms import SubmitForm
from supervision.kinds import KINDS
from supervision.kinds import kind as kind_of
from supervision.queries import newest
from supervision.tokens import read_arguments


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
        except Refused:
            raise
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect_to(
                request, request.POST.get("next") or sent, toast=f"Sent to {sent.assigned_to.name}"
            )
    context = {
        "of": of,
        "object": obj,
        "title": of.title(obj, arguments),
        "form": form,
        "with": token,
        "last": last,
    }
    return render(request, "supervision/submit.html", context, status=INVALID if form.errors else 200)
