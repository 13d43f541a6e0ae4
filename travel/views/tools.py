"""What several pages of travel need."""

from functools import partial

from django.http import Http404, HttpRequest

from practice import htmx
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


form_page = partial(htmx.form_page, template="travel/form.html")
