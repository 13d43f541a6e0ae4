"""The first talk with a lead: its time, and taking it back."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from calendar_app.models import Event
from calendar_app.queries.collisions import Asked, mark_of, not_ticked, warnings
from intake import services
from intake.forms import ConsultationForm
from intake.views.tools import found, run, tried
from practice.htmx import INVALID, redirect_to


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def lead_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: book a first talk. It stands on Today of whoever gives it."""
    lead = found(request, pk)
    initial: dict = {"with_": str(lead.attorney_id or request.member.pk), "minutes": 30}
    if lead.consultation_at:
        at = timezone.localtime(lead.consultation_at)
        initial = {
            "day": at.date(),
            "time": at.time().replace(second=0, microsecond=0),
            "minutes": lead.consultation_minutes,
            "with_": str(lead.consultation_with_id),
            "place": lead.consultation_place,
        }
    form = ConsultationForm(request.POST or None, initial=initial)
    against: list = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = Asked(
            [data["with_"]],
            form.moment(),
            form.moment() + datetime.timedelta(minutes=data["minutes"]),
            timezone.get_current_timezone_name(),
            Event.Kind.CONSULTATION,
            event=lead.consultation_event,
        )
        against = not_ticked(warnings(request.member, asked), request.POST)
        saved = (
            None
            if against
            else tried(
                form,
                lambda: services.book_consultation(
                    lead,
                    by=request.member,
                    at=form.moment(),
                    with_=data["with_"],
                    minutes=data["minutes"],
                    place=data["place"],
                ),
            )
        )
        if saved is not None:
            return redirect_to(request, saved, toast="Consultation booked")
    context = {"form": form, "lead": lead, "against": against, "seen": mark_of(against)}
    status = INVALID if form.errors or against else 200
    return render(request, "intake/consultation.html", context, status=status)


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_consultation_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take the appointment back."""
    lead = found(request, pk)
    return run(
        request,
        lead,
        lambda: services.cancel_consultation(lead, by=request.member),
        toast="Consultation cancelled",
    )
