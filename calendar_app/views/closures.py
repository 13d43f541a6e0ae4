"""The firm's closures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.sudo import posts_only, sudo
from calendar_app import services
from calendar_app.forms import ClosureForm
from calendar_app.models import Closure
from calendar_app.queries import closures, holidays_ahead
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
@require_http_methods(["GET", "POST"])
def closure_list(request: HttpRequest) -> HttpResponse:
    """GET: the firm's closures and the legal holidays ahead, POST adds a closure."""
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closure = services.add_closure(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "closure_list", toast=f"{closure.name} added")
    context = {"form": form, "closures": closures(), "holidays": holidays_ahead()}
    return render(request, "calendar_app/closures.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def closure_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a closure out."""
    closure = Closure.objects.filter(pk=pk).first()
    if closure is None:
        raise Http404
    services.remove_closure(closure, by=request.member)
    return redirect_to(request, "closure_list", toast=f"{closure.name} removed")
