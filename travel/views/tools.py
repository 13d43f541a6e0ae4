"""What several pages of travel need."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error
from travel.models import Trip


def trip_or_404(request: HttpRequest, pk: int) -> Trip:
    """The trip, if the member may see it."""
    rows = Trip.objects.visible_to(request.member).select_related("matter__client", "arranged_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def part_or_404(request: HttpRequest, model, pk: int, *joined: str):
    """A row that hangs on a trip the member may see: a leg, a stay, a cost."""
    row = model.objects.select_related("trip__matter", *joined).filter(pk=pk).first()
    # A trip behind a wall is not joined: its leg of another matter is not shown without it.
    if row is None or not Trip.objects.visible_to(request.member).filter(pk=row.trip_id).exists():
        raise Http404
    return row


def form_page(
    request: HttpRequest,
    form,
    act: Callable[[], HttpResponse],
    *,
    heading: str,
    verb: str,
    back: str,
    parent: str,
    parent_url: str,
    template: str = "travel/form.html",
    **more,
) -> HttpResponse:
    """A page with one form: shown on GET and with its faults, else what `act` answers after it has saved."""
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except DomainError as error:
            put_error(form, error)
    context = {
        "form": form, "heading": heading, "verb": verb, "back": back, "parent": parent, "parent_url": parent_url, **more
    }  # fmt: skip
    return render(request, template, context, status=INVALID if form.errors else 200)
