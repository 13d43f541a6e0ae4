"""Settings, Court closures: days on which courts are closed by order, and the dates that they move."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Perm, requires
from accounts.queries import refusal
from court_rules import consequences, services
from court_rules.forms import ClosureForm
from court_rules.lists import ClosureList
from court_rules.models import CourtClosure
from court_rules.queries import court_calendars
from court_rules.views.common import told
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

court_closure_list = ClosureList.as_view()


def _closure_or_404(pk: int) -> CourtClosure:
    found = (
        CourtClosure.objects.select_related("created_by", "confirmed_by", "removed_by").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


@requires(Perm.MATTER_VIEW)
@require_safe
def court_closure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a closure, the dates that it moves and that wait to be accepted, its history."""
    closure = _closure_or_404(pk)
    changes = consequences.waiting(closure.jurisdiction, closure.starts_on, closure.ends_on)
    context = {
        "closure": closure,
        "courts": court_calendars().get(closure.jurisdiction, closure.jurisdiction),
        "changes": changes,
        "may_change": services.may_change(closure, request.member),
        "decides": request.member.can(Perm.SETTINGS_RULE_PACKS),
        "events": told(closure),
    }
    return render(request, "court_rules/closure.html", context)


def _said(closure: CourtClosure, act: str) -> str:
    """The toast after an act: what was done, and how many dates wait because of it."""
    found = len(consequences.waiting(closure.jurisdiction, closure.starts_on, closure.ends_on))
    dates = f"{found} date{'' if found == 1 else 's'} would move" if found else "no date moves"
    return f"{closure.name} {act}: {dates}"


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def court_closure_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a closure; an attorney's counts at once, another's goes to an attorney."""
    services.ensure_writes(request.member)
    form = ClosureForm(request.POST or None, initial={"jurisdiction": "us.ca"})
    if request.method == "POST" and form.is_valid():
        try:
            closure = services.add_closure(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            said = _said(closure, "added") if closure.confirmed_at else f"{closure.name} sent to an attorney"
            return redirect_to(request, closure, toast=said)
    context = {"form": form, "decides": request.member.can(Perm.SETTINGS_RULE_PACKS)}
    return render(request, "court_rules/closure_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def court_closure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: other days, courts or another order; what was counted with it is counted again."""
    closure = _closure_or_404(pk)
    if not services.may_change(closure, request.member):
        raise refusal(request.member, Perm.SETTINGS_RULE_PACKS)
    names = ("jurisdiction", "court", "name", "starts_on", "ends_on", "source")
    form = ClosureForm(request.POST or None, initial={name: getattr(closure, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            closure = services.change_closure(closure, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            said = (
                _said(closure, "changed") if closure.confirmed_at else f"{closure.name} sent to an attorney"
            )
            return redirect_to(request, closure, toast=said)
    context = {
        "form": form,
        "closure": closure,
        "decides": request.member.can(Perm.SETTINGS_RULE_PACKS),
    }
    return render(request, "court_rules/closure_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_VIEW)
@require_POST
def court_closure_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: an attorney confirms a closure."""
    closure = services.confirm_closure(_closure_or_404(pk), by=request.member)
    return redirect_to(request, closure, toast=_said(closure, "confirmed"))


@requires(Perm.MATTER_VIEW)
@require_POST
def court_closure_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a closure back; it can be undone."""
    closure = _closure_or_404(pk)
    counted = closure.confirmed_at is not None
    services.remove_closure(closure, by=request.member)
    said = _said(closure, "taken back") if counted else f"{closure.name} taken back"
    return redirect_to(
        request, closure, toast=said, undo_url=reverse("court_closure_restore", args=[closure.pk])
    )


@requires(Perm.MATTER_VIEW)
@require_POST
def court_closure_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring back a closure that was taken back."""
    closure = services.restore_closure(_closure_or_404(pk), by=request.member)
    said = _said(closure, "brought back") if closure.confirmed_at else f"{closure.name} sent to an attorney"
    return redirect_to(request, closure, toast=said)
