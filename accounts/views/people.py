"""People of the firm: list, page of a member, invitations, licences."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.filters import MemberFilterSet
from accounts.forms.people import InviteForm, MemberForm
from accounts.models import Invitation, Member
from accounts.permissions import Perm
from accounts.queries import Away, licence_state, open_invitations, qualification_word, substitute_of
from accounts.services import invitations, members, security
from accounts.sudo import posts_only, sudo, sudo_exports
from accounts.views.licences import licence_rows
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from practice.lists import Action, Column, Empty, ListPage, View


def access_word(member: Member) -> str:
    """Whether and how long the member may enter."""
    if not member.is_active:
        return "none"
    if member.expires_on and member.expires_on < timezone.localdate():
        return "ended"
    return "until" if member.expires_on else "yes"


def licence_word(member: Member) -> str:
    """State of the member's licences for the badge: the best one's, or "" for people without any."""
    rows = list(member.licences.all())
    if not rows:
        return "missing" if member.role.template == "attorney" else ""
    today = timezone.localdate()
    best = min(rows, key=lambda row: (not row.is_current(today), not row.is_vouched, row.has_expired(today)))
    if best.is_current(today):
        words, tone = licence_state(best, today)
        return "expiring" if tone == "warn" else "verified" if best.verified_by_id else "declared"
    if best.status != best.Status.ACTIVE:
        return "locked"
    return "expired" if best.has_expired(today) else "waiting"


def second_step_word(member: Member) -> str:
    """Whether the person has an app or passkey: on, due (the role requires one), or "" for neither."""
    if member.has_factor:
        return "on"
    return "due" if member.role.mfa_required else ""


def away_word(member: Member) -> str:
    """ "until Dec 4, Priya Tollett decides" for somebody who is away today; else nothing."""
    today = timezone.localdate()
    for absence in member.absences.all():
        if absence.starts_on <= today <= absence.ends_on:
            absence.member = member  # read already
            return str(Away(absence.ends_on, substitute_of(absence))).removeprefix("away ")
    return ""


class MemberList(ListPage):
    """People of the firm, with the open invitations above them."""

    name = "people"
    title, noun, plural = "People", "person", "people"
    model, filterset, perm = Member, MemberFilterSet, Perm.USER_MANAGE
    columns = [
        Column(
            "name",
            "Name",
            kind="two",
            second=lambda m: m.user.email,
            href=True,
            always=True,
            sort="name",
            select=("user",),
            exports=[("Name", "name"), ("E-mail", "user.email")],
        ),
        Column("role", "Role", value="role.name", sort="role__position", select=("role",)),
        Column("title", "Title", sort="title"),
        Column(
            "supervisor",
            "Supervisor",
            value="supervisor.name",
            sort="supervisor__name",
            select=("supervisor",),
        ),
        Column(
            "office", "Office", value="office.name", sort="office__name", select=("office",), default=False
        ),
        Column(
            "licence",
            "Licence",
            kind="state",
            value=licence_word,
            states={
                "verified": "ok",
                "declared": "accent",
                "expiring": "warn",
                "waiting": "tag warn",
                "missing": "tag warn",
                "expired": "tag danger",
                "locked": "tag danger",
            },
            labels={
                "verified": "Verified",
                "declared": "Self-declared",
                "expiring": "Expires soon",
                "waiting": "To verify",
                "missing": "None entered",
                "expired": "Expired",
                "locked": "Not active",
            },
            prefetch=("licences",),
            select=("role",),
        ),
        Column(
            "access",
            "Access",
            kind="state",
            value=access_word,
            states={"yes": "ok", "until": "accent", "ended": "", "none": ""},
            labels={"yes": "Yes", "until": "Until a day", "ended": "Ended", "none": "None"},
            sort="is_active",
        ),
        Column(
            "second_step",
            "Second step",
            kind="state",
            value=second_step_word,
            states={"on": "ok", "due": "tag warn", "": ""},
            labels={"on": "Set up", "due": "Required, missing", "": "None"},
            annotate={
                "has_factor": Exists(
                    Authenticator.objects.filter(user_id=OuterRef("user_id"), type__in=security.FACTORS)
                )
            },
            default=False,
        ),
        Column("away", "Away", value=away_word, prefetch=("absences__substitute", "substitute")),
        Column("until", "Last day", kind="date", value="expires_on", sort="expires_on", default=False),
        Column("joined", "Joined", kind="date", value="joined_at", sort="joined_at", default=False),
    ]
    default_sort = "name"
    search = ("name", "title", "user__email")
    default_views = [View("With access", "access=yes"), View("All", "")]
    lands_on_first_view = True
    actions = [Action("Invite", "invitation_create", Perm.USER_MANAGE, icon="user-plus", key="N")]
    export_name = "people"
    template = "accounts/members.html"
    before_template = "accounts/invitations_open.html"
    empty = Empty("users", "Nobody here", "Invite the people you work with.", "Invite", "invitation_create")

    def row_url(self, obj):
        return reverse("member_detail", args=[obj.pk])

    def extra_context(self, request):
        return {"invitations": open_invitations()}


member_list = sudo_exports(MemberList.as_view())


@requires(Perm.USER_MANAGE)
@sudo(when=posts_only)
def member_detail(request: HttpRequest, pk: int, tab: str = "overview") -> HttpResponse:
    """A person's seat: what they may do, their licences, their history."""
    member = get_object_or_404(
        Member.objects.select_related("role", "user", "supervisor", "office", "firm").prefetch_related(
            "licences__verified_by"
        ),
        pk=pk,
    )
    form = MemberForm(request.POST or None, member=member, by=request.member)
    if request.method == "POST":
        if form.is_valid():
            try:
                members.change_member(member, by=request.member, **form.values())
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, "member_detail", pk, toast="Saved")
        return _member_page(request, member, form, "overview", status=INVALID)
    return _member_page(request, member, form, tab)


def person_tabs(member: Member, current: str) -> list[dict]:
    """The tabs of a person's page; paralegals have their qualifications there too."""
    found = [("overview", "Overview", "member_detail")]
    if member.role.template == "paralegal":
        found.append(("qualifications", "Qualifications", "member_qualifications"))
    found.append(("standing", "Delegations and absences", "member_standing"))
    found.append(("history", "History", "member_history"))
    return [
        {"label": label, "url": reverse(name, args=[member.pk]), "current": key == current}
        for key, label, name in found
    ]


def _member_page(request, member: Member, form, tab: str, *, status: int = 200) -> HttpResponse:
    events = audit.history_of(member) if tab == "history" else []
    context = {
        "person": member,
        "form": form,
        "tab": tab,
        "tabs": person_tabs(member, tab),
        "licences": licence_rows(list(member.licences.all()), request.member),
        "unqualified": member.role.template == "paralegal" and qualification_word(member) == "missing",
        "access": access_word(member),
        "events": events,
        "own": member.pk == request.member.pk,
        "has_second_step": security.has_factor(member.user_id),
    }
    return render(request, "accounts/member.html", context, status=status)


@requires(Perm.USER_MANAGE)
def member_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The History tab."""
    member = get_object_or_404(Member.objects.select_related("role", "user"), pk=pk)
    return _member_page(request, member, None, "history")


@requires(Perm.USER_MANAGE)
@sudo(when=posts_only)
def member_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a person's access, after a question that asks why."""
    member = get_object_or_404(Member, pk=pk)
    context = {
        "title": f"Take away {member.name}’s access?",
        "text": "They are signed out at once. Their work, time and history stay.",
        "action": request.path,
        "verb": "Take away access",
        "keep": "Keep access",
        "danger": True,
        "reason": "Reason, kept in the audit log",
        "back": reverse("member_detail", args=[pk]),
    }
    if request.method != "POST":
        return render(request, "confirm.html", context)
    try:
        members.deactivate_member(
            member, by=request.member, reason=request.POST.get("reason", "").strip()[:500]
        )
    except Refused:
        raise
    except DomainError as error:
        return _back_with(request, error, "member_detail", pk)
    return redirect_to(request, "member_detail", pk, toast=f"{member.name} has no access now")


def _back_with(request, error: DomainError, name: str, *args) -> HttpResponse:
    """Return to a page with the reason why nothing was done, which stays until read."""
    messages.error(request, error.message)
    return redirect_to(request, name, *args)


@requires(Perm.USER_MANAGE)
@sudo
@require_POST
def member_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give access back."""
    member = get_object_or_404(Member, pk=pk)
    members.activate_member(member, by=request.member)
    return redirect_to(request, "member_detail", pk, toast=f"{member.name} has access again")


@requires(Perm.USER_MANAGE)
@sudo(when=posts_only)
def invitation_create(request: HttpRequest) -> HttpResponse:
    """Invite a person."""
    form = InviteForm(request.POST or None, by=request.member)
    if request.method == "POST":
        if form.is_valid():
            try:
                sent = invitations.invite(by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, "member_list", toast=f"Invitation sent to {sent.email}")
        return render(request, "accounts/invite.html", {"form": form}, status=INVALID)
    return render(request, "accounts/invite.html", {"form": form})


@requires(Perm.USER_MANAGE)
@sudo
@require_POST
def invitation_send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a new link."""
    sent = invitations.send_again(get_object_or_404(Invitation, pk=pk), by=request.member)
    return redirect_to(request, "member_list", toast=f"Sent again to {sent.email}")


@requires(Perm.USER_MANAGE)
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    taken = invitations.revoke(get_object_or_404(Invitation, pk=pk), by=request.member)
    return redirect_to(request, "member_list", toast=f"Invitation of {taken.name} taken back")
