"""One matter's signal put aside or taken up again, and the firm's rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.permissions import Perm, requires
from accounts.sudo import posts_only, sudo
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from radar.forms import RulesForm, SnoozeForm
from radar.models import Signal, Snooze
from radar.queries import SIGNALS, rules
from radar.services import set_rules, snooze, wake


@requires(Perm.MATTER_VIEW)
def radar_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /radar/matters/<pk>/: what of the matter waits, what was put aside and why, and a form for that."""
    matter = get_object_or_404(Matter.objects.visible_to(request.member).with_people(), pk=pk)
    first = request.GET.get("signal", "")
    form = SnoozeForm(request.POST or None, initial={"signal": first if first in SIGNALS else None})
    if request.method == "POST" and form.is_valid():
        try:
            snooze(matter, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "radar_list", toast="Put aside")
    context = {
        "matter": matter,
        "form": form,
        "aside": Snooze.objects.filter(matter=matter, ended_at=None).select_related("made_by"),
    }
    return render(request, "radar/snooze.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_VIEW)
@require_POST
def radar_wake(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /radar/matters/<pk>/wake/: `signal` is asked about again."""
    matter = get_object_or_404(Matter.objects.visible_to(request.member), pk=pk)
    signal = request.POST.get("signal", "")
    if signal in Signal.values:
        wake(matter, by=request.member, signal=signal)
    return redirect_to(request, "radar_snooze", matter.pk, toast="Asked about again")


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
def radar_rules(request: HttpRequest) -> HttpResponse:
    """GET, POST /settings/radar/: after how long the radar asks."""
    kept = rules()
    form = RulesForm(request.POST or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        set_rules(by=request.member, **form.cleaned_data)
        return redirect_to(request, "radar_rules", toast="Radar rules saved")
    context = {"form": form, "events": audit.history_of(kept) if kept.pk else []}
    return render(request, "radar/rules.html", context, status=INVALID if form.errors else 200)
