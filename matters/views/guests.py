"""Guests: engaged on a matter by its attorney, the undertaking and self-check before the first entry, the firm's list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Member
from accounts.permissions import Perm, requires
from matters import services
from matters.filters import GuestFilter
from matters.forms.guests import EngageForm, SelfCheckForm, UndertakingForm
from matters.models import GuestEngagement, Matter, SelfCheck
from matters.queries.guests import has_signed, hash_of, open_checks, undertaking_text
from matters.views.tools import matter_or_404
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, confirm_page, put_error, redirect_to
from practice.lists import Column, Empty, ListPage, View


def before_entry(view):
    """Mark a view as open to a guest who has not signed the undertaking yet."""
    view.before_entry = True
    return view


def _guest(request: HttpRequest) -> Member:
    if not request.member.sees_named_matters_only:
        raise Refused("Only guests sign the undertaking and answer self-checks.")
    return request.member


@before_entry
@requires()
@require_http_methods(["GET", "POST"])
def guest_undertaking(request: HttpRequest) -> HttpResponse:
    """GET: the undertaking of confidentiality. POST signed_name: sign it."""
    guest = _guest(request)
    text = undertaking_text(guest, request.firm)
    form = UndertakingForm(request.POST or None, initial={"read": hash_of(text)})
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_undertaking(by=guest, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            waiting = open_checks(guest)
            if waiting:
                return redirect_to(request, "guest_check", waiting[0].pk, toast="Signed")
            return redirect_to(request, "home", toast="Signed")
    context = {"form": form, "text": text, "signed": has_signed(guest, request.firm)}
    return render(request, "matters/guest_undertaking.html", context, status=INVALID if form.errors else 200)


@requires()
@require_http_methods(["GET", "POST"])
def guest_check(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: whom the guest is asked about. POST: their answer, once."""
    check = get_object_or_404(SelfCheck, pk=pk, member=request.member)
    form = SelfCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check = services.answer_self_check(check, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            if check.is_cleared:
                return redirect_to(request, "matter_list", toast=f"You are let into {check.matter_label}")
            return redirect_to(request, "home", toast="An attorney looks at it and tells you")
    context = {"check": check, "form": form}
    return render(request, "matters/guest_check.html", context, status=INVALID if form.errors else 200)


@requires(Perm.SUPERVISION_DELEGATE)
@require_http_methods(["GET", "POST"])
def guest_engage(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: engage a guest on a matter."""
    matter = matter_or_404(request, pk)
    guests = list(
        Member.objects.active()
        .filter(role__template="freelancer")
        .select_related("role", "user")
        .order_by("name")
    )
    form = EngageForm(request.POST or None, members=guests)
    if request.method == "POST" and form.is_valid():
        try:
            services.engage_guest(matter, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            name = form.cleaned_data["member"].name
            return redirect_to(
                request, "matter_access", matter.pk, toast=f"{name} is engaged and will be told by e-mail"
            )
    context = {"matter": matter, "tab": "access", "form": form, "guests": guests}
    return render(request, "matters/guest_engage.html", context, status=INVALID if form.errors else 200)


def _engagement(request: HttpRequest, pk: int) -> GuestEngagement:
    found = GuestEngagement.objects.select_related("matter", "member")
    return get_object_or_404(found, pk=pk)


@requires(Perm.CONFLICT_CLEAR)
@require_http_methods(["GET", "POST"])
def engagement_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST reason: clear the possible conflict that a guest named."""
    engagement = _engagement(request, pk)
    check = get_object_or_404(SelfCheck, engagement=engagement)
    context = {
        "title": f"Let {engagement.member.name} in?",
        "heading": engagement.matter.number,
        "text": f"They named a possible conflict: {check.detail}",
        "verb": "Clear and let in",
        "reason": "Why it is no conflict",
        "action": request.path,
        "back": reverse("matter_access", args=[engagement.matter_id]),
    }

    def act() -> HttpResponse:
        services.clear_self_check(check, by=request.member, note=request.POST.get("reason", ""))
        return redirect_to(
            request, "matter_access", engagement.matter_id, toast=f"{engagement.member.name} is let in"
        )

    return confirm_page(request, act, context)


@requires(Perm.SUPERVISION_DELEGATE, Perm.USER_MANAGE, any_of=True)
@require_http_methods(["GET", "POST"])
def engagement_end(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: end a guest's work on a matter now."""
    engagement = _engagement(request, pk)
    context = {
        "title": f"End {engagement.member.name}’s work on {engagement.matter.number}?",
        "heading": engagement.matter.number,
        "text": "They see nothing of it from their next click on. Their time and documents stay.",
        "verb": "End engagement",
        "danger": True,
        "action": request.path,
        "back": reverse("matter_access", args=[engagement.matter_id]),
    }
    if request.method == "GET":
        return render(request, "confirm.html", context)
    services.end_engagement(engagement, by=request.member, reason=request.POST.get("reason", "").strip())
    return redirect_to(
        request, "matter_access", engagement.matter_id, toast=f"{engagement.member.name}’s work has ended"
    )


def state_of(engagement: GuestEngagement) -> str:
    """Where an engagement stands: ended, over, check (waits for the guest), conflict (waits for an attorney), in."""
    if engagement.ended_at is not None:
        return "ended"
    if engagement.ends_on < timezone.localdate():
        return "over"
    check = next(iter(engagement.checks.all()), None)
    if check is None or not check.answer:
        return "check"
    return "in" if check.is_cleared else "conflict"


STATES = {"in": "ok", "check": "tag warn", "conflict": "tag danger", "over": "ring", "ended": "ring"}
STATE_LABELS = {
    "in": "Let in",
    "check": "Self-check open",
    "conflict": "Possible conflict",
    "over": "Last day passed",
    "ended": "Ended",
}


def shown_engagements(matter: Matter) -> list[GuestEngagement]:
    """The guests of a matter for its Access tab, those at work first, each with how it stands in words and colour."""
    found = list(
        matter.engagements.select_related("member").prefetch_related("checks").order_by("-ended_at", "-id")
    )
    for row in found:
        row.state = state_of(row)
        row.self_check = next(iter(row.checks.all()), None)
        row.state_label = STATE_LABELS[row.state]
        row.state_tag = STATES[row.state].startswith("tag ")
        row.state_tone = STATES[row.state].removeprefix("tag ")
    return sorted(found, key=lambda row: row.state in ("ended", "over"))


class GuestList(ListPage):
    """The firm's guests, a line an engagement."""

    name = "guests"
    title, noun, plural = "Guests", "engagement", "engagements"
    model, filterset = GuestEngagement, GuestFilter
    perm = Perm.MATTER_TEAM_ASSIGN
    columns = (
        Column(
            "member",
            "Guest",
            kind="two",
            value="member.name",
            second=lambda e: f"{e.matter.number} {e.matter.name}",
            href=True,
            always=True,
            sort="member__name",
            select=("member", "matter"),
            exports=[("Guest", "member.name"), ("Matter", "matter.number"), ("Caption", "matter.name")],
        ),
        Column("task", "Work", sort="task"),
        Column(
            "state",
            "Stands",
            kind="state",
            value=state_of,
            states=STATES,
            labels=STATE_LABELS,
            prefetch=("checks",),
        ),
        Column("until", "Last day", kind="date", value="ends_on", sort="ends_on"),
        Column("by", "Engaged by", value="created_by.name", select=("created_by",), sort="created_by__name"),
        Column(
            "cost", "Cost an hour", kind="money", value="cost_rate", sort="cost_rate", perm=Perm.RATE_VIEW
        ),
    )
    default_sort = "-until"
    search = ("member__name", "matter__number", "matter__name", "task")
    default_views = [View("Running", "running=yes"), View("All", "")]
    lands_on_first_view = True
    export_name = "guests"
    empty = Empty(
        "user-plus",
        "No guests at work",
        "Invite a freelancer under People, then engage them on a matter’s Access tab.",
        "People",
        "member_list",
    )

    def row_url(self, obj):
        return reverse("matter_access", args=[obj.matter_id])


guest_list = GuestList.as_view()
