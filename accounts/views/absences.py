"""Away: one's own absences and substitute, a person's (for who manages people), and whose calendar somebody keeps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.forms.delegations import AbsenceForm, SubstituteForm, SupportForm
from accounts.models import Absence, Delegation, Member, Support
from accounts.permissions import Perm
from accounts.queries import (
    absences_on,
    delegation_state,
    delegations,
    powers_in_words,
    refusal,
    substitute_of,
    supports_of,
    visible_absences,
    with_powers,
)
from accounts.services import absences as services
from accounts.services.delegations import add_support, remove_support
from accounts.views.people import person_tabs
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to


def _person(pk: int) -> Member:
    return get_object_or_404(Member.objects.select_related("role", "user", "substitute", "supervisor"), pk=pk)


def _home(request: HttpRequest, member: Member) -> str:
    """The page that shows the member's absences to this reader."""
    if member.pk == request.member.pk:
        return reverse("absence_own")
    return reverse("member_standing", args=[member.pk])


def _context(request: HttpRequest, member: Member) -> dict:
    """What both pages show of a member: absences, substitute, whose desk they keep and who keeps theirs."""
    today = timezone.localdate()
    rows = Absence.objects.filter(member=member).select_related("member__substitute", "substitute")
    attorney = member.role.template == "attorney"
    return {
        "person": member,
        "own": member.pk == request.member.pk,
        "is_attorney": attorney,
        "coming": [
            {"absence": row, "decides": substitute_of(row)} for row in rows.filter(ends_on__gte=today)
        ],
        "past": rows.filter(ends_on__lt=today).order_by("-ends_on")[:10],
        "today": today,
        "substitute_form": SubstituteForm(member=member, auto_id="sub_%s"),
        "kept_by": supports_of(member) if attorney else [],
        "keeps": list(
            Support.objects.filter(member=member).select_related("attorney").order_by("attorney__name")
        ),
        "support_form": _support_form(member),
    }


def _support_form(member: Member, data=None) -> SupportForm:
    people = [m for m in with_powers() if m.pk != member.pk and not m.sees_named_matters_only]
    people.sort(key=lambda one: one.name)
    if member.role.template == "attorney":
        return SupportForm(data, people=people, label="One more person", auto_id="sup_%s")
    people = [one for one in people if one.role.template == "attorney"]
    return SupportForm(data, people=people, label="One more attorney", auto_id="sup_%s")


@requires()
def absence_own(request: HttpRequest) -> HttpResponse:
    """My absences, my substitute, for whom I stand in, and who is away today."""
    member = _person(request.member.pk)
    today = timezone.localdate()
    stands_in = [
        row
        for row in visible_absences(request.member).filter(ends_on__gte=today).exclude(member=member)
        if (found := substitute_of(row)) is not None and found.pk == member.pk
    ]
    gone = [
        {"absence": row, "decides": substitute_of(row)}
        for row in absences_on(today).exclude(member=member).order_by("member__name")
    ]
    if request.member.sees_named_matters_only:
        gone = []
    context = _context(request, member) | {"stands_in": stands_in, "gone": gone}
    return render(request, "accounts/away.html", context)


@requires(Perm.USER_MANAGE)
def member_standing(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's tab: delegations given and held, absences, substitute, whose calendar they keep."""
    member = _person(pk)
    rows = [
        {"row": row, "what": powers_in_words(row), "state": delegation_state(row)}
        for row in _delegations_of(request, member)
    ]
    context = _context(request, member) | {
        "tabs": person_tabs(member, "standing"),
        "given": [one for one in rows if one["row"].principal_id == member.pk],
        "held": [one for one in rows if one["row"].to_id == member.pk],
    }
    return render(request, "accounts/member_standing.html", context)


def _delegations_of(request: HttpRequest, member: Member) -> list[Delegation]:
    today = timezone.localdate()
    rows = delegations(request.member).filter(revoked_at=None, until__gte=today)
    rows = (rows.filter(principal=member) | rows.filter(to=member)).prefetch_related("principal__licences")
    return list(rows.order_by("until", "id"))


@requires()
def absence_create(request: HttpRequest, member_pk: int) -> HttpResponse:
    """Enter days away of a member: one's own, or anybody's for who manages people."""
    member = _person(member_pk)
    if not services.may_enter_for(request.member, member):
        raise refusal(request.member, Perm.USER_MANAGE)
    form = AbsenceForm(request.POST or None, member=member)
    return _absence_form(
        request, member, form, lambda data: services.enter_absence(member, by=request.member, **data)
    )


@requires()
def absence_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the days or the substitute."""
    absence = get_object_or_404(Absence.objects.select_related("member__role", "member__substitute"), pk=pk)
    if not services.may_enter_for(request.member, absence.member):
        raise refusal(request.member, Perm.USER_MANAGE)
    form = AbsenceForm(request.POST or None, member=absence.member, absence=absence)
    return _absence_form(
        request,
        absence.member,
        form,
        lambda data: services.change_absence(absence, by=request.member, **data),
        absence=absence,
    )


def _absence_form(request, member: Member, form: AbsenceForm, act, *, absence: Absence | None = None):
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, _home(request, member), toast="Saved")
    context = {"form": form, "person": member, "absence": absence, "home": _home(request, member)}
    return render(request, "accounts/absence_form.html", context, status=INVALID if form.errors else 200)


@requires()
@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the member is back, or does not go."""
    absence = get_object_or_404(Absence.objects.select_related("member"), pk=pk)
    services.end_absence(absence, by=request.member)
    return redirect_to(request, _home(request, absence.member), toast="Absence ended")


@requires()
@require_POST
def absence_substitute(request: HttpRequest, member_pk: int) -> HttpResponse:
    """POST substitute: the standing one of a member."""
    member = _person(member_pk)
    if not services.may_enter_for(request.member, member):
        raise refusal(request.member, Perm.USER_MANAGE)
    form = SubstituteForm(request.POST, member=member, auto_id="sub_%s")
    if form.is_valid():
        try:
            services.name_substitute(member, by=request.member, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            form.add_error("substitute", error.message)
        else:
            return redirect_to(request, _home(request, member), toast="Saved")
    return _again(request, member, {"substitute_form": form})


def _again(request: HttpRequest, member: Member, forms: dict) -> HttpResponse:
    context = _context(request, member) | forms
    if member.pk != request.member.pk:
        return render(
            request,
            "accounts/member_standing.html",
            context | {"tabs": person_tabs(member, "standing")},
            status=INVALID,
        )
    return render(request, "accounts/away.html", context, status=INVALID)


@requires()
@require_POST
def support_add(request: HttpRequest, member_pk: int) -> HttpResponse:
    """POST person: who keeps this attorney's calendar; of another member, whose calendar they keep."""
    member = _person(member_pk)
    form = _support_form(member, request.POST)
    if form.is_valid():
        other = form.cleaned_data["person"]
        attorney = member.role.template == "attorney"
        pair = (other, member) if attorney else (member, other)
        try:
            add_support(pair[0], attorney=pair[1], by=request.member)
        except Refused:
            raise
        except DomainError as error:
            form.add_error("person", error.message)
        else:
            said = f"{pair[0].name} keeps the calendar of {pair[1].name}"
            return redirect_to(request, _home(request, member), toast=said)
    return _again(request, member, {"support_form": form})


@requires()
@require_POST
def support_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: no longer."""
    support = get_object_or_404(Support.objects.select_related("member", "attorney"), pk=pk)
    remove_support(support, by=request.member)
    back = request.POST.get("next", "")
    home = back if back.startswith("/") and not back.startswith("//") else _home(request, support.attorney)
    return redirect_to(request, home, toast=f"{support.member.name} no longer keeps it")
