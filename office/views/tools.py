"""What several pages of the office need."""

from functools import partial

from django.http import Http404, HttpRequest

from matters.models import Matter
from practice import htmx


def fetched(request: HttpRequest, model, pk: int, *joined: str):
    """The row, if the member may see it; 404 otherwise."""
    rows = model.objects.all()
    rows = rows.visible_to(request.member) if hasattr(rows, "visible_to") else rows
    found = rows.select_related(*joined).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def matter_of(request: HttpRequest) -> Matter | None:
    """The matter that ?matter= names, if the member may see it."""
    text = request.GET.get("matter", "")
    if not text.isdecimal() or len(text) > 18:
        return None
    return Matter.objects.visible_to(request.member).filter(pk=int(text)).first()


form_page = partial(htmx.form_page, template="office/form.html")
