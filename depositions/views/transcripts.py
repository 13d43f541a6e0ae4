"""Transcripts: ordered, received, signed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Perm, requires
from depositions.forms import OrderForm, ReceiveForm, SignedForm
from depositions.services import transcripts
from depositions.views.tools import deposition_or_404, form_of
from practice.htmx import redirect_to


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_order(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the transcript is ordered; its day is a deadline."""
    depo = deposition_or_404(request, pk)
    form = OrderForm(request.POST or None, depo=depo)

    def act() -> HttpResponse:
        transcripts.order_transcript(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Transcript ordered")

    return form_of(request, form, act, heading="Order the transcript", verb="Note order", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the transcript is in; the time for review begins."""
    depo = deposition_or_404(request, pk)
    form = ReceiveForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        transcripts.receive_transcript(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Transcript received")

    return form_of(request, form, act, heading="Transcript received", verb="Note receipt", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the witness signed."""
    depo = deposition_or_404(request, pk)
    form = SignedForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        transcripts.note_signed(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Signature noted")

    return form_of(request, form, act, heading="Signed by the witness", verb="Note signature", depo=depo)
