"""What several pages of depositions need."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from depositions.models import Deposition, DepositionCost, DepositionExhibit
from depositions.queries.depositions import JOINED
from practice.htmx import form_page


def deposition_or_404(request: HttpRequest, pk: int) -> Deposition:
    """The deposition with all that stands on its page, if the member may see it."""
    found = Deposition.objects.visible_to(request.member).select_related(*JOINED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def exhibit_or_404(request: HttpRequest, pk: int) -> DepositionExhibit:
    """The exhibit, if the member may see its matter."""
    found = DepositionExhibit.objects.select_related("deposition__witness", "matter").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cost_or_404(request: HttpRequest, pk: int) -> DepositionCost:
    """The cost, if the member may see its matter."""
    rows = DepositionCost.objects.select_related("deposition__witness", "deposition__matter")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def costs_url(cost: DepositionCost) -> str:
    """The costs on the page of their deposition."""
    return f"{cost.deposition.get_absolute_url()}#costs"


def form_of(
    request: HttpRequest, form, act: Callable[[], HttpResponse], *, heading: str, verb: str, depo: Deposition | None,
    template: str = "depositions/form.html", **more,
) -> HttpResponse:  # fmt: skip
    """A form about a deposition, or about one that is planned; back to its page, or to the list."""
    back = depo.get_absolute_url() if depo else reverse("deposition_list")
    return form_page(
        request, form, act, template=template, heading=heading, verb=verb, depo=depo, back=back, **more
    )
