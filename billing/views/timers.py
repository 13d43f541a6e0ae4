"""Timers: start, pause, resume, stop, discard. Every act is a POST that goes back to where it came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Perm, requires
from billing.forms.time import TimerForm
from billing.models import Timer
from billing.queries.time import matters_for_time
from billing.queries.timers import timers_of
from billing.services import timers as services
from billing.views.back import asked_task, next_of, own_event
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to, render_page


def _own(request: HttpRequest, pk: int) -> Timer:
    return get_object_or_404(Timer.objects.select_related("matter"), pk=pk, member=request.member)


@requires(Perm.TIME_RECORD)
def timer_start(request: HttpRequest) -> HttpResponse:
    """POST starts a timer, on the matter in `matter` if given. GET asks what for."""
    wanted = request.POST.get("matter") or request.GET.get("matter") or ""
    if request.method == "POST" and "matter_text" not in request.POST:
        # a button: it names a matter, or none yet
        matter = None
        if wanted:
            key = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
            matter = get_object_or_404(matters_for_time(request.member), pk=key)
        words = request.POST.get("narrative", "")
        task = asked_task(request)
        services.start_timer(by=request.member, matter=matter, narrative=words, task=task)
        said = f"Timer runs on {matter.name}" if matter else "Timer runs"
        return redirect_to(request, next_of(request, "time_list"), toast=said)
    form = TimerForm(request.POST or None, by=request.member, initial={"matter": wanted or None})
    if request.method == "POST" and form.is_valid():
        try:
            services.start_timer(by=request.member, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect_to(request, next_of(request, "time_list"), toast="Timer runs")
    context = {"form": form, "next": next_of(request, "time_list"), "timers": timers_of(request.member)}
    return render_page(
        request, "billing/timer_form.html", context, status=INVALID if request.method == "POST" else 200
    )


@requires(Perm.TIME_RECORD)
@require_POST
def timer_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a timer."""
    services.pause_timer(_own(request, pk), by=request.member)
    return redirect_to(request, next_of(request, "time_list"))


@requires(Perm.TIME_RECORD)
@require_POST
def timer_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a timer go on; the running one pauses."""
    services.resume_timer(_own(request, pk), by=request.member)
    return redirect_to(request, next_of(request, "time_list"))


@requires(Perm.TIME_RECORD)
@require_POST
def timer_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause the timer and open an entry filled from it. The timer ends when the entry is saved."""
    timer = services.pause_timer(_own(request, pk), by=request.member)
    return redirect_to(request, f"{reverse('time_create')}?timer={timer.pk}")


@requires(Perm.TIME_RECORD)
@require_POST
def timer_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a timer away; the toast brings it back."""
    event = services.discard_timer(_own(request, pk), by=request.member)
    goal = next_of(request, "time_list")
    if "timer=" in goal:
        goal = reverse("time_list")
    undo = reverse("timer_restore", args=[event.pk])
    return redirect_to(request, goal, toast="Timer discarded", undo_url=undo)


@requires(Perm.TIME_RECORD)
@require_POST
def timer_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a discarding of one's own. `pk` is the event's."""
    services.restore_timer(own_event(request, pk, "timer.discarded"), by=request.member)
    return redirect_to(request, next_of(request, "time_list"), toast="The timer is back, paused")
