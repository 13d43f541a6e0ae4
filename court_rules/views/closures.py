"""Settings, Court closures: days on which courts are closed by order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from court_rules import services
from court_rules.forms import ClosureForm
from court_rules.lists import ClosureList
from court_rules.models import CourtClosure
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

court_closure_list = ClosureList.as_view()


def _closure_or_404(pk: int) -> CourtClosure:
    found = CourtClosure.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


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
            said = "added" if closure.confirmed_at else "sent to an attorney"
            return redirect_to(request, "court_closure_list", toast=f"{closure.name} {said}")
    context = {"form": form, "decides": request.member.can(Perm.SETTINGS_RULE_PACKS)}
    return render(request, "court_rules/closure_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_VIEW)
@require_POST
def court_closure_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: an attorney confirms a closure."""
    closure = services.confirm_closure(_closure_or_404(pk), by=request.member)
    return redirect_to(request, "court_closure_list", toast=f"{closure.name} confirmed")


@requires(Perm.MATTER_VIEW)
@require_POST
def court_closure_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a closure out."""
    closure = _closure_or_404(pk)
    services.remove_closure(closure, by=request.member)
    return redirect_to(request, "court_closure_list", toast=f"{closure.name} removed")
