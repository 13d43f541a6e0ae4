"""Paralegals' qualifications and courses: each person's record, the firm's list, the firm's rule."""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import DateField, DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.filters import QualificationFilterSet
from accounts.forms.qualifications import CourseForm, EducationRuleForm, QualificationForm
from accounts.models import EducationCourse, Member, Qualification
from accounts.permissions import Perm
from accounts.queries import (
    EducationState,
    confirms_record,
    education_rule,
    education_state,
    former_shortfall,
    paralegals_of,
    qualification_word,
    refusal,
    sees_record,
)
from accounts.services import qualifications
from accounts.views.people import person_tabs
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, confirm_page, put_error, redirect_to
from practice.lists import Action, Column, Empty, ListPage, View

HOURS = DecimalField(max_digits=7, decimal_places=2)


def _state_of(obj: Member) -> EducationState:
    """The state of a row of the list, from its annotations."""
    return EducationState(
        obj.period_first,
        obj.period_last,
        obj.ce_ethics,
        obj.ce_general,
        obj.ce_waiting,
        obj.needs_ethics,
        obj.needs_general,
    )


def education_word(obj: Member) -> str:
    """Whether a row of the list is complete, on its way, or near the end of the period with hours to go."""
    if not obj.ce_required:
        return "off"
    state = _state_of(obj)
    if state.is_complete:
        return "complete"
    return "soon" if (state.last - timezone.localdate()).days <= 60 else "open"


class QualificationList(ListPage):
    """Paralegals with their qualification and the hours of the current period, as far as one sees their records."""

    name = "qualifications"
    title, noun = "Paralegal qualifications", "paralegal"
    model, filterset = Member, QualificationFilterSet
    columns = [
        Column(
            "name",
            "Name",
            kind="two",
            second=lambda m: m.title,
            href=True,
            always=True,
            sort="name",
            exports=[("Name", "name"), ("Title", "title")],
        ),
        Column(
            "supervisor",
            "Supervisor",
            value="supervisor.name",
            sort="supervisor__name",
            select=("supervisor",),
        ),
        Column(
            "qualification",
            "Qualification",
            kind="state",
            value=qualification_word,
            states={"confirmed": "ok", "waiting": "tag warn", "missing": "tag warn"},
            labels={"confirmed": "On record", "waiting": "To confirm", "missing": "None on record"},
            prefetch=("qualifications",),
        ),
        Column(
            "education",
            "Education",
            kind="state",
            phone="num",
            value=education_word,
            states={"complete": "ok", "open": "accent", "soon": "tag warn", "off": ""},
            labels={
                "complete": "Complete",
                "open": "In progress",
                "soon": "Ends soon",
                "off": "Not asked for",
            },
        ),
        Column("ethics", "Ethics", kind="hours", value="ce_ethics", sort="ce_ethics", phone=""),
        Column("general", "Law", kind="hours", value="ce_general", sort="ce_general", phone=""),
        Column("waiting", "To confirm", kind="hours", value="ce_waiting", sort="ce_waiting", default=False),
        Column("to_go", "To go", value=lambda m: _state_of(m).to_go if m.ce_required else "", phone="date"),
        Column("until", "Period ends", kind="date", value="period_last", phone=""),
    ]
    default_sort = "name"
    search = ("name", "title")
    default_views = [View("All", "")]
    actions = [
        Action("What is asked for", "education_rule", Perm.FIRM_SETTINGS, icon="settings", primary=False)
    ]
    export_name = "qualifications"
    empty = Empty(
        "certificate", "No paralegals", "People with a paralegal’s role are listed here with their records."
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Member]:
        viewer = request.member
        if not (viewer.can(Perm.USER_MANAGE) or viewer.role.template in ("attorney", "paralegal")):
            raise refusal(viewer, Perm.USER_MANAGE)
        rule = education_rule()
        first, last = rule.period(timezone.localdate())
        return paralegals_of(viewer).annotate(
            ce_ethics=_hours(first, last, confirmed_by__isnull=False, subject="ethics"),
            ce_general=_hours(first, last, confirmed_by__isnull=False, subject="general"),
            ce_waiting=_hours(first, last, confirmed_by__isnull=True),
            needs_ethics=Value(rule.ethics_hours, output_field=HOURS),
            needs_general=Value(rule.general_hours, output_field=HOURS),
            ce_required=Value(rule.is_required),
            period_first=Value(first, output_field=DateField()),
            period_last=Value(last, output_field=DateField()),
        )

    def row_url(self, obj):
        return reverse("member_qualifications", args=[obj.pk])


def _hours(first, last, **which) -> Coalesce:
    found = EducationCourse.objects.filter(member=OuterRef("pk"), taken_on__range=(first, last), **which)
    total = found.order_by().values("member").annotate(total=Sum("hours")).values("total")
    return Coalesce(Subquery(total, output_field=HOURS), Decimal(0), output_field=HOURS)


qualification_list = QualificationList.as_view()


def _person(request, pk: int) -> Member:
    """The paralegal `pk`, whose record the reader sees: the person, the supervisor, who manages people."""
    member = get_object_or_404(Member.objects.select_related("role", "supervisor"), pk=pk)
    if not sees_record(request.member, member):
        raise refusal(request.member, Perm.USER_MANAGE)
    return member


@requires()
def member_qualifications(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's qualifications and courses: where they stand, what waits for an attorney."""
    return _record_page(request, _person(request, pk))


def _record_page(request, member: Member) -> HttpResponse:
    state = education_state(member)
    rule = education_rule()
    courses = list(member.courses.select_related("confirmed_by"))
    manages = request.member.can(Perm.USER_MANAGE)
    context = {
        "person": member,
        "own": member.pk == request.member.pk,
        "manages": manages,
        "tabs": person_tabs(member, "qualifications") if manages else [],
        "rule": rule,
        "state": state,
        "former": former_shortfall(member),
        "courses": [course for course in courses if course.taken_on >= state.first],
        "earlier": [course for course in courses if course.taken_on < state.first],
        "qualifications": list(member.qualifications.select_related("confirmed_by")),
        "word": qualification_word(member),
        "confirms": confirms_record(request.member, member),
        "enters": member.role.template == "paralegal",
    }
    return render(request, "accounts/qualifications.html", context)


def _enter(request, pk: int, form_class: type[Form], act: Callable, title: str, toast: str) -> HttpResponse:
    """The form of a new entry: shown, or taken in."""
    member = _person(request, pk)
    form = form_class(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                act(member, by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, "member_qualifications", pk, toast=toast)
        status = INVALID
    context = {"form": form, "person": member, "title": title}
    return render(request, "accounts/qualification_form.html", context, status=status)


@requires()
def qualification_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Put on record what qualifies a person."""
    return _enter(
        request,
        pk,
        QualificationForm,
        qualifications.enter_qualification,
        "Enter a qualification",
        "Entered. An attorney confirms it.",
    )


@requires()
def course_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a course on record."""
    return _enter(
        request,
        pk,
        CourseForm,
        qualifications.enter_course,
        "Enter a course",
        "Entered. Its hours count when an attorney has confirmed it.",
    )


def _entry(request, model, pk: int):
    entry = get_object_or_404(model.objects.select_related("member", "member__role"), pk=pk)
    if not sees_record(request.member, entry.member):
        raise refusal(request.member, Perm.USER_MANAGE)
    return entry


def _confirm(request, model, pk: int) -> HttpResponse:
    entry = qualifications.confirm_entry(_entry(request, model, pk), by=request.member)
    return redirect_to(request, "member_qualifications", entry.member_id, toast="Confirmed")


@requires()
@require_POST
def qualification_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """An attorney has seen the paper."""
    return _confirm(request, Qualification, pk)


@requires()
@require_POST
def course_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """An attorney has seen the certificate of a course."""
    return _confirm(request, EducationCourse, pk)


def _remove(request, model, pk: int) -> HttpResponse:
    """Take an entry off the record, after a question; a confirmed one with a reason."""
    entry = _entry(request, model, pk)
    confirmed = entry.confirmed_by_id is not None
    context = {
        "title": f"Remove “{entry}”?",
        "text": "It was confirmed, so the reason is kept in the audit log."
        if confirmed
        else "It has not been confirmed yet.",
        "action": request.path,
        "verb": "Remove",
        "keep": "Keep it",
        "danger": True,
        "reason": "Reason" if confirmed else "",
        "back": reverse("member_qualifications", args=[entry.member_id]),
    }
    member_pk = entry.member_id

    def act() -> HttpResponse:
        qualifications.remove_entry(entry, by=request.member, reason=request.POST.get("reason", "")[:500])
        return redirect_to(request, "member_qualifications", member_pk, toast="Removed")

    return confirm_page(request, act, context)


@requires()
def qualification_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a qualification off the record."""
    return _remove(request, Qualification, pk)


@requires()
def course_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a course off the record."""
    return _remove(request, EducationCourse, pk)


@requires(Perm.FIRM_SETTINGS)
def education_rule_page(request: HttpRequest) -> HttpResponse:
    """What the firm asks of its paralegals in each period."""
    rule = education_rule()
    form = EducationRuleForm(request.POST or None, rule=rule)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                qualifications.change_education_rule(by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, "education_rule", toast="Saved")
        status = INVALID
    first, last = rule.period(timezone.localdate())
    context = {
        "form": form,
        "rule": rule,
        "first": first,
        "last": last,
        "events": audit.history_of(rule) if rule.pk else [],
    }
    return render(request, "accounts/education_rule.html", context, status=status)
