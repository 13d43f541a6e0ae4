"""What becomes of the dates of an event that does not take place: withdrawn by an attorney, or kept."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Perm, requires
from calendar_app import services
from calendar_app.models import Deadline, Recalculation
from calendar_app.queries.triggers import lines_of, seal_of, why_of
from calendar_app.services.deadlines import ensure_enters
from calendar_app.views.tools import trigger_or_404
from matters.queries.access import may
from matters.views.tools import next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from supervision.queries import newest


class OffForm(forms.Form):
    """Why an event does not take place."""

    reason = forms.CharField(
        max_length=500, label="Why", help_text="Taken off calendar, minute order of Nov 20"
    )


def called_off_dates(request: HttpRequest, waiting: Recalculation) -> HttpResponse:
    """GET: the dates that hang on the event. POST: the ticked ones are withdrawn by an attorney, proposed by others."""
    member, matter = request.member, waiting.matter
    decides = may(member, Perm.DEADLINE_DISMISS, matter)
    error = ""
    if request.method == "POST":
        seen = request.POST.getlist("seen")
        picked = {int(text) for text in request.POST.getlist("move") if text.isdecimal() and len(text) < 19}
        try:
            with transaction.atomic():
                if decides:
                    done = services.withdraw_dates(waiting, by=member, deadlines=picked, seen=seen)
                    count = done.accepted
                    said = f"{count} date{'' if count == 1 else 's'} withdrawn"
                else:
                    sent = services.propose_withdrawal(waiting, by=member, deadlines=picked, seen=seen)
                    said = f"Sent to {sent.assigned_to.name}"
        except Refused:
            raise
        except DomainError as problem:
            error = problem.message
        else:
            return redirect_to(request, next_url(request, waiting.trigger.get_absolute_url()), toast=said)
    proposal = newest("withdrawal", waiting)
    proposed = proposal if proposal is not None and proposal.is_waiting else None
    named = (
        set(proposed.arguments.get("withdraw", []) + proposed.arguments.get("move", []))
        if proposed
        else set()
    )
    lines = lines_of(waiting) if waiting.settled_at is None else []
    context = {
        "waiting": waiting,
        "trigger": waiting.trigger,
        "matter": matter,
        "why": why_of(waiting),
        "own": [line for line in lines if line.deadline.trigger_id == waiting.trigger_id],
        "seal": seal_of(waiting, lines),
        "beside": [line for line in lines if line.deadline.trigger_id != waiting.trigger_id],
        "ticked": named if proposed else {line.deadline.pk for line in lines if line.is_open},
        "proposed": proposed,
        "decides": decides,
        "proposes": not decides and services.may_enter_on(member, matter) and proposed is None,
        "keeps": services.may_enter_on(member, matter) and (decides or proposed is None),
        "withdrawn": Deadline.objects.filter(
            trigger=waiting.trigger_id, dismissal=waiting.reason, done_at__gte=waiting.opened_at
        )
        if waiting.settled_at
        else (),
        "error": error,
    }
    status = INVALID if error else 200
    return render(request, "calendar_app/called_off.html", context, status=status)


@requires()
@require_http_methods(["GET", "POST"])
def trigger_off(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST: the event does not take place; what becomes of its dates is asked next."""
    trigger = trigger_or_404(request, pk)
    ensure_enters(request.member, trigger.matter)
    form = OffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            waiting = services.call_off(trigger, by=request.member, reason=form.cleaned_data["reason"])
        except DomainError as error:
            put_error(form, error)
        else:
            if waiting is None:
                return redirect_to(request, trigger, toast="No open date hangs on it")
            return redirect_to(request, waiting)
    context = {"trigger": trigger, "form": form}
    status = INVALID if form.errors else 200
    return render(request, "calendar_app/trigger_off.html", context, status=status)
