"""Interests: each member's own page, and the firm's list for those who clear conflicts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from conflicts import services
from conflicts.forms import InterestForm
from conflicts.models import Interest, InterestYear
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


@requires()
@require_http_methods(["GET", "POST"])
def interest_own(request: HttpRequest) -> HttpResponse:
    """GET: what the member declared. POST: declare one more."""
    member = request.member
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.declare_interest(by=member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            undo = reverse("interest_end", args=[row.pk])
            return redirect_to(request, "interest_own", toast=f"{row.name} declared", undo_url=undo)
    year = timezone.localdate().year
    context = {
        "form": form,
        "interests": list(Interest.objects.filter(member=member, withdrawn_at=None)),
        "confirmed": InterestYear.objects.filter(member=member, year=year).first(),
        "year": year,
        "sees_all": member.can(Perm.CONFLICT_CLEAR),
    }
    return render(request, "conflicts/interests.html", context, status=INVALID if form.errors else 200)


@requires(Perm.CONFLICT_CLEAR)
@require_GET
def interest_list(request: HttpRequest) -> HttpResponse:
    """GET: what everybody declared, and who has not confirmed this year."""
    year = timezone.localdate().year
    people = list(Member.objects.active().order_by("name"))
    held: dict[int, list[Interest]] = {}
    for row in Interest.objects.filter(withdrawn_at=None).order_by("name"):
        held.setdefault(row.member_id, []).append(row)
    confirmed = {row.member_id: row for row in InterestYear.objects.filter(year=year)}
    rows = [(person, held.get(person.pk, []), confirmed.get(person.pk)) for person in people]
    rows.sort(key=lambda row: row[2] is not None)
    context = {"rows": rows, "year": year, "missing": sum(row[2] is None for row in rows)}
    return render(request, "conflicts/interest_list.html", context)


@requires()
@require_POST
def interest_confirm(request: HttpRequest) -> HttpResponse:
    """POST: confirm for this year."""
    row = services.confirm_interests(by=request.member)
    return redirect_to(request, "interest_own", toast=f"Confirmed for {row.year}")


@requires()
@require_POST
def interest_end(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a declaration back; the toast offers Undo."""
    row = get_object_or_404(Interest.objects.filter(member=request.member), pk=pk)
    services.end_interest(row, by=request.member)
    undo = reverse("interest_restore", args=[row.pk])
    return redirect_to(request, "interest_own", toast=f"{row.name} taken back", undo_url=undo)


@requires()
@require_POST
def interest_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: declare it again."""
    row = get_object_or_404(Interest.objects.filter(member=request.member), pk=pk)
    services.restore_interest(row, by=request.member)
    return redirect_to(request, "interest_own", toast=f"{row.name} declared again")
