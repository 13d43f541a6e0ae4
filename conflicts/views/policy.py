"""The firm's conflicts attorney."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Perm, requires
from conflicts import services
from conflicts.forms import ConflictPolicyForm
from conflicts.models import ConflictPolicy
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to


@requires(Perm.FIRM_SETTINGS)
def conflict_policy(request: HttpRequest) -> HttpResponse:
    """GET: whom people ask about restricted hits. POST: name another."""
    row = ConflictPolicy.objects.select_related("attorney").first()
    initial = {"attorney": str(row.attorney_id) if row and row.attorney_id else ""}
    form = ConflictPolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_policy(by=request.member, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            form.add_error("attorney", error.message)
        else:
            return redirect_to(request, "conflict_policy", toast="Saved")
    context = {"form": form, "events": audit.history_of(row) if row else []}
    return render(request, "conflicts/policy.html", context, status=INVALID if form.errors else 200)
