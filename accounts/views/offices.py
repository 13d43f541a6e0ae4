"""The firm's offices: where people sit, and in whose clock they live."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.forms.firm import OfficeForm
from accounts.permissions import Perm
from accounts.services.offices import save_office
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from practice.models import Office


@requires(Perm.FIRM_SETTINGS)
def office_list(request: HttpRequest) -> HttpResponse:
    """GET: the offices with how many people sit there, POST opens one."""
    form = OfficeForm(request.POST or None, firm=request.firm)
    if request.method == "POST" and form.is_valid():
        try:
            office = save_office(None, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "office_list", toast=f"{office.name} added")
    people = Count("members", filter=Q(members__is_active=True), distinct=True)
    context = {
        "form": form,
        "offices": Office.objects.annotate(people=people, halls=Count("rooms", distinct=True)),
    }
    return render(request, "accounts/offices.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
def office_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change an office."""
    office = get_object_or_404(Office, pk=pk)
    names = ("name", "address", "time_zone")
    initial = {name: getattr(office, name) for name in names}
    form = OfficeForm(request.POST or None, firm=request.firm, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_office(office, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "office_list", toast=f"{form.cleaned_data['name']} saved")
    context = {
        "form": form,
        "office": office,
        "back": reverse("office_list"),
        "events": audit.history_of(office),
    }
    return render(request, "accounts/office.html", context, status=INVALID if form.errors else 200)
