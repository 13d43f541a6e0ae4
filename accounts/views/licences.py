"""Bar licences: entered on the person, listed for the firm, verified by a second attorney, changed, with their history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.forms.licences import LicenceChangeForm, LicenceForm
from accounts.models import BarLicence, Member
from accounts.permissions import Perm
from accounts.queries import licence_state, refusal
from accounts.services import licences
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


def licence_rows(found: list[BarLicence], viewer: Member) -> list[dict]:
    """Licences as the pages list them: state in words, and what `viewer` may do with each."""
    today = timezone.localdate()
    verifies = viewer.can(Perm.ATTORNEY_LICENCE_VERIFY)
    prepares = viewer.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY)
    own = [row for row in found if row.member_id == viewer.pk and not row.is_vouched]
    sole = bool(own) and licences.is_sole_attorney(viewer)
    rows = []
    for row in found:
        words, tone = licence_state(row, today)
        good = row.status == BarLicence.Status.ACTIVE and not row.has_expired(today)
        rows.append(
            {
                "licence": row,
                "words": words,
                "tone": tone,
                "tagged": tone in ("warn", "danger"),
                "fault": row.fault(today),
                "verify": good and verifies and row.member_id != viewer.pk and not row.verified_by_id,
                "declare": good and sole and row in own,
                "change": prepares or row.member_id == viewer.pk,
            }
        )
    return rows


@requires()
def licence_list(request: HttpRequest) -> HttpResponse:
    """Licences of the firm's attorneys: what is verified, and what waits for the reader."""
    found = (
        BarLicence.objects.select_related("member", "member__role", "verified_by")
        .filter(member__is_active=True)
        .order_by("member__name", "jurisdiction")
    )
    everybody = request.member.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY)
    if not everybody:
        found = found.filter(member=request.member)
    context = {"licences": licence_rows(list(found), request.member), "everybody": everybody}
    return render(request, "accounts/licences.html", context)


def _ensure_may_enter(request, member: Member) -> None:
    if member.pk != request.member.pk and not request.member.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY):
        raise refusal(request.member, Perm.USER_MANAGE)


@requires()
def licence_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a licence of a member: one's own, or a colleague's as far as one's role allows."""
    member = get_object_or_404(Member.objects.select_related("role"), pk=pk)
    _ensure_may_enter(request, member)
    form = LicenceForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                licences.enter_licence(member, by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return _after(request, member.pk, "Licence entered. An attorney verifies it.")
        status = INVALID
    return render(request, "accounts/licence.html", {"form": form, "person": member}, status=status)


@requires()
def licence_change(request: HttpRequest, pk: int) -> HttpResponse:
    """A licence with its history; a renewal, a new status or a correction is entered here."""
    licence = get_object_or_404(
        BarLicence.objects.select_related("member", "member__role", "verified_by"), pk=pk
    )
    _ensure_may_enter(request, licence.member)
    form = LicenceChangeForm(request.POST or None, licence=licence)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                changed = licences.change_licence(licence, by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return _after(
                    request,
                    licence.member_id,
                    "Saved"
                    if changed.is_vouched
                    else "Saved. It has effect when an attorney has verified it.",
                )
        status = INVALID
    context = {
        "form": form,
        "person": licence.member,
        "licence": licence,
        "row": licence_rows([licence], request.member)[0],
        "events": audit.history_of(licence),
    }
    return render(request, "accounts/licence.html", context, status=status)


@requires()
@require_POST
def licence_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify a colleague's licence."""
    licence = licences.verify_licence(get_object_or_404(BarLicence, pk=pk), by=request.member)
    return _after(request, licence.member_id, "Licence verified")


@requires()
@require_POST
def licence_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """A sole attorney's own declaration."""
    licence = licences.declare_licence(get_object_or_404(BarLicence, pk=pk), by=request.member)
    return _after(request, licence.member_id, "Licence declared")


def _after(request, member_pk: int, text: str) -> HttpResponse:
    to = "member_detail" if request.member.can(Perm.USER_MANAGE) else "licence_list"
    return redirect_to(request, reverse(to, args=[member_pk] if to == "member_detail" else []), toast=text)
