"""What several pages of the office need."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from matters.models import Matter
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error


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
    return render(request, "office/form.html", context, status=INVALID if form.errors else 200)
