"""People of the firm: list, page of a member, invitations, licences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.filters import MemberFilterSet
from accounts.forms.people import InviteForm, LicenceChangeForm, LicenceForm, MemberForm
from accounts.models import BarLicence, Invitation, Member
from accounts.permissions import Perm
from accounts.queries import open_invitations
from accounts.services import invitations, licences, members
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to
from practice.lists import Action, Column, Empty, ListPage, View


def access_word(member: Member) -> str:
    """Whether and how long the member may enter."""
    if not member.is_active:
        return "none"
    if member.expires_on and member.expires_on < timezone.localdate():
        return "ended"
    return "until" if member.expires_on else "yes"


def licence_word(member: Member) -> str:
    """State of the member's licences: verified, declared, waiting, or "" for people without one."""
    rows = list(member.licences.all())
    if not rows:
        return "missing" if member.role.template == "attorney" else ""
    today = timezone.localdate()
    current = [row for row in rows if row.is_current(today)]
    if any(row.verified_by_id for row in current):
        return "verified"
    return "declared" if current else "waiting"


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
            "licence",
            "Licence",
            kind="state",
            value=licence_word,
            states={"verified": "ok", "declared": "accent", "waiting": "tag warn", "missing": "tag warn"},
            labels={
                "verified": "Verified",
                "declared": "Self-declared",
                "waiting": "To verify",
                "missing": "None entered",
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


member_list = MemberList.as_view()


@requires(Perm.USER_MANAGE)
def member_detail(request: HttpRequest, pk: int, tab: str = "overview") -> HttpResponse:
    """A person's seat: what they may do, their licences, their history."""
    member = get_object_or_404(
        Member.objects.select_related("role", "user", "supervisor").prefetch_related("licences__verified_by"),
        pk=pk,
    )
    form = MemberForm(request.POST or None, member=member, by=request.member)
    if request.method == "POST":
        if form.is_valid():
            try:
                members.change_member(member, by=request.member, **form.values())
            except Refused:
                raise
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                return redirect_to(request, "member_detail", pk, toast="Saved")
        return _member_page(request, member, form, "overview", status=INVALID)
    return _member_page(request, member, form, tab)


def _member_page(
    request, member: Member, form, tab: str, *, licence_form=None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        {
            "licence": licence,
            "current": licence.is_current(today),
            "why_not": licences.why_not_verify(licence, request.member),
            "declare": licence.member_id == request.member.pk
            and not licence.is_current(today)
            and licences.is_sole_attorney(request.member),
        }
        for licence in member.licences.all()
    ]
    events = audit.history_of(member) if tab == "history" else []
    context = {
        "person": member,
        "form": form,
        "tab": tab,
        "tabs": [
            {
                "label": "Overview",
                "url": reverse("member_detail", args=[member.pk]),
                "current": tab == "overview",
            },
            {
                "label": "History",
                "url": reverse("member_history", args=[member.pk]),
                "current": tab == "history",
            },
        ],
        "licences": rows,
        "licence_form": licence_form or LicenceForm(),
        "access": access_word(member),
        "events": events,
        "own": member.pk == request.member.pk,
    }
    return render(request, "accounts/member.html", context, status=status)


@requires(Perm.USER_MANAGE)
def member_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The History tab."""
    member = get_object_or_404(Member.objects.select_related("role", "user"), pk=pk)
    return _member_page(request, member, None, "history")


@requires(Perm.USER_MANAGE)
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
@require_POST
def member_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give access back."""
    member = get_object_or_404(Member, pk=pk)
    members.activate_member(member, by=request.member)
    return redirect_to(request, "member_detail", pk, toast=f"{member.name} has access again")


@requires(Perm.USER_MANAGE)
def invitation_create(request: HttpRequest) -> HttpResponse:
    """Invite a person."""
    form = InviteForm(request.POST or None, by=request.member)
    if request.method == "POST":
        if form.is_valid():
            try:
                sent = invitations.invite(by=request.member, **form.cleaned_data)
            except Refused:
                raise
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                return redirect_to(request, "member_list", toast=f"Invitation sent to {sent.email}")
        return render(request, "accounts/invite.html", {"form": form}, status=INVALID)
    return render(request, "accounts/invite.html", {"form": form})


@requires(Perm.USER_MANAGE)
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


@requires()
def licence_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a licence of a member: one's own, or a colleague's as far as one's role allows."""
    member = get_object_or_404(Member.objects.select_related("role"), pk=pk)
    if member.pk != request.member.pk and not request.member.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY):
        raise request.member.refusal(Perm.USER_MANAGE)
    form = LicenceForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                licences.enter_licence(member, by=request.member, **form.cleaned_data)
            except Refused:
                raise
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                return _after_licence(request, member.pk, "Licence entered. An attorney verifies it.")
        return render(request, "accounts/licence.html", {"form": form, "person": member}, status=INVALID)
    return render(request, "accounts/licence.html", {"form": form, "person": member})


def _after_licence(request, member_pk: int, text: str) -> HttpResponse:
    to = "member_detail" if request.member.can(Perm.USER_MANAGE) else "licence_list"
    return redirect_to(request, reverse(to, args=[member_pk] if to == "member_detail" else []), toast=text)


@requires()
def licence_list(request: HttpRequest) -> HttpResponse:
    """Licences of the firm's attorneys: what is verified, and what waits for the reader."""
    found = (
        BarLicence.objects.select_related("member", "member__role", "verified_by")
        .filter(member__is_active=True)
        .order_by("member__name", "jurisdiction")
    )
    if not request.member.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY):
        found = found.filter(member=request.member)
    today = timezone.localdate()
    sole = licences.is_sole_attorney(request.member)
    rows = [
        {
            "licence": licence,
            "current": licence.is_current(today),
            "why_not": licences.why_not_verify(licence, request.member),
            "declare": licence.member_id == request.member.pk and sole and not licence.is_current(today),
        }
        for licence in found
    ]
    return render(request, "accounts/licences.html", {"licences": rows})


@requires()
@require_POST
def licence_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify a colleague's licence."""
    licence = licences.verify_licence(get_object_or_404(BarLicence, pk=pk), by=request.member)
    return _after_licence(request, licence.member_id, "Licence verified")


@requires()
@require_POST
def licence_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """A sole attorney's own declaration."""
    licence = licences.declare_licence(get_object_or_404(BarLicence, pk=pk), by=request.member)
    return _after_licence(request, licence.member_id, "Licence declared")


@requires()
def licence_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a licence's status or last day."""
    licence = get_object_or_404(BarLicence.objects.select_related("member", "member__role"), pk=pk)
    if licence.member_id != request.member.pk and not request.member.powers.may_prepare(
        Perm.ATTORNEY_LICENCE_VERIFY
    ):
        raise request.member.refusal(Perm.USER_MANAGE)
    initial = {"status": licence.status, "expires_on": licence.expires_on}
    form = LicenceChangeForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            licences.change_licence(licence, by=request.member, **form.cleaned_data)
            return _after_licence(request, licence.member_id, "Saved")
        status = INVALID
    context = {"form": form, "person": licence.member, "licence": licence}
    return render(request, "accounts/licence.html", context, status=status)
