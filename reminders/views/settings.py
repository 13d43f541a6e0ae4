"""The firm's ladders and rules, and one's own preferences."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Perm
from accounts.services.members import change_own_zone
from accounts.sudo import posts_only, sudo
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from practice.models import AuditEvent
from reminders.forms import LadderForm, PreferencesForm, RulesForm, SampleForm, ladder_words
from reminders.ladders import USUAL, Kind, Rungs, Who
from reminders.queries.ladders import ladders, rules
from reminders.queries.people import preferences_of
from reminders.queries.preview import sample
from reminders.services.settings import reset_ladder, set_ladder, set_preferences, set_rules


def _tabs(current: str) -> list[dict]:
    return [
        {"label": "Ladders", "url": reverse("reminder_ladders"), "current": current == "ladders"},
        {"label": "History", "url": reverse("reminder_history"), "current": current == "history"},
    ]


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
def reminder_ladders(request: HttpRequest) -> HttpResponse:
    """GET, POST /settings/reminders/: every ladder in a line; what mails say and whether clients are reminded."""
    form = RulesForm(request.POST or None, rules=rules())
    if request.method == "POST" and form.is_valid():
        try:
            set_rules(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "reminder_ladders", toast="Saved")
    kept = ladders()
    rows = [
        {
            "kind": kind,
            "label": Kind(kind).label,
            "words": ladder_words(ladder),
            "who": ", ".join(Who(who).label.lower() for who in ladder.who) if ladder.is_on else "",
            "how": _how(ladder),
            "escalate": ", ".join(str(n) for n in ladder.escalate_days) if ladder.is_on else "",
            "own": ladder != USUAL[kind],
        }
        for kind, ladder in kept.items()
    ]
    context = {"form": form, "rows": rows, "tabs": _tabs("ladders"), "tab": "ladders"}
    return render(request, "reminders/ladders.html", context, status=INVALID if form.errors else 200)


def _how(ladder: Rungs) -> str:
    if not ladder.is_on:
        return ""
    return {(True, True): "Mail and product", (True, False): "Mail", (False, True): "Product"}.get(
        (ladder.by_mail, ladder.in_product), ""
    )


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
def reminder_ladder(request: HttpRequest, ladder: str) -> HttpResponse:
    """GET, POST /settings/reminders/<kind>/: one ladder, with what a sample would send and when (?day=)."""
    kind = ladder
    if kind not in Kind.values:
        raise Http404
    kept = ladders()[kind]
    preview = request.method == "POST" and "preview" in request.POST
    form = LadderForm(request.POST if request.method == "POST" else None, kind=kind, ladder=kept)
    shown = kept
    if request.method == "POST" and form.is_valid():
        shown = _typed(form.cleaned_data, kept)
        if not preview:
            try:
                set_ladder(kind, by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(
                    request, "reminder_ladders", toast=f"Ladder saved: {Kind(kind).label.lower()}"
                )
    pick = SampleForm(
        request.POST if "day" in request.POST else request.GET if "day" in request.GET else None
    )
    day = pick.cleaned_data["day"] if pick.is_bound and pick.is_valid() else None
    day = day or timezone.localdate() + datetime.timedelta(days=30)
    context = {
        "form": form,
        "kind": kind,
        "what": Kind(kind).label,
        "is_own": kept != USUAL[kind],
        "pick": pick,
        "day": day,
        "sample": sample(kind, shown, day, request.member),
    }
    status = INVALID if form.errors else 200
    return render(request, "reminders/ladder.html", context, status=status)


def _typed(data: dict, kept: Rungs) -> Rungs:
    """The ladder as typed, for the preview."""
    return Rungs(
        tuple(data["days"]),
        tuple(data.get("minutes", ())),
        tuple(data["who"]),
        data["at"],
        data["by_mail"],
        data["in_product"],
        tuple(data.get("escalate_days", kept.escalate_days)),
        data["is_on"],
    )


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
@require_POST
def reminder_reset(request: HttpRequest, ladder: str) -> HttpResponse:
    """POST: the usual ladder of a kind holds again."""
    if ladder not in Kind.values:
        raise Http404
    reset_ladder(ladder, by=request.member)
    return redirect_to(request, "reminder_ladders", toast="The usual ladder holds again")


@requires(Perm.FIRM_SETTINGS)
def reminder_history(request: HttpRequest) -> HttpResponse:
    """Who changed which ladder or rule, and what it was."""
    events = AuditEvent.objects.filter(object_type__in=("reminders.ladder", "reminders.reminderrules"))
    context = {"events": list(events[:200]), "tabs": _tabs("history"), "tab": "history"}
    return render(request, "reminders/ladders.html", context)


@requires()
def reminder_preferences(request: HttpRequest) -> HttpResponse:
    """GET, POST /settings/reminders/mine/: how I am reminded."""
    kept = preferences_of(request.member)
    form = PreferencesForm(request.POST or None, preferences=kept, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            values = dict(form.cleaned_data)
            zone = values.pop("zone")
            set_preferences(by=request.member, **values)
            change_own_zone(by=request.member, time_zone=zone)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "reminder_preferences", toast="Saved")
    context = {"form": form, "events": audit.history_of(kept) if kept.pk else []}
    return render(request, "reminders/preferences.html", context, status=INVALID if form.errors else 200)
