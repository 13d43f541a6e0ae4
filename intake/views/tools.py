"""What several pages of intake need."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from intake.models import Lead
from intake.queries import lead_or_404
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import put_error, redirect_to

__all__ = ["found", "next_url", "put_error", "run", "tried"]


def found(request: HttpRequest, pk: int) -> Lead:
    """The lead, if the member may see it; else 404."""
    return lead_or_404(request.member, pk)


def tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What `act` returns, or None with its DomainError put into the form. Refusals pass."""
    try:
        return act()
    except DomainError as error:
        put_error(form, error)
        return None


def run(
    request: HttpRequest, lead: Lead, act: Callable[[], Any], *, toast: str, undo: str = ""
) -> HttpResponse:
    """Do one act about a lead and go back to where the form was."""
    act()
    return redirect_to(request, next_url(request, lead.get_absolute_url()), toast=toast, undo_url=undo)
