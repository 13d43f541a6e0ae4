"""The Access tab: who sees a matter and why, its team, restriction, grants and walls."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from accounts.queries import delegations_on, powers_in_words
from accounts.services.delegations import may_revoke
from matters import services
from matters.forms import AttorneysForm, GrantForm, TeamForm, WallForm
from matters.models import Matter, Wall, WallNotice
from matters.queries.access import attempts_on, ensure_on, is_on, who_sees
from matters.services.access import may_restrict
from matters.views.guests import shown_engagements
from matters.views.tools import matter_or_404
from practice.exceptions import DomainError
from practice.htmx import INVALID, confirm_page, put_error, redirect_to


def _members() -> list[Member]:
    return list(Member.objects.active().select_related("role", "user").order_by("name"))


def _page(request: HttpRequest, matter: Matter, *, status: int = 200, **forms) -> HttpResponse:
    member = request.member
    seers = who_sees(matter, request.firm)
    attorneys = {matter.responsible_id, matter.supervising_id}
    people = sorted(
        (s for s in seers if not s.wall and s.member.pk not in attorneys), key=lambda s: s.member.name
    )
    staff = [s for s in people if not s.member.sees_named_matters_only]
    may_team, may_see = member.can(Perm.MATTER_TEAM_ASSIGN), may_restrict(member)
    may_wall = member.powers.may_prepare(Perm.WALL_CREATE)
    past = list(
        matter.walls.exclude(lifted_at=None)
        .select_related("member", "created_by", "lifted_by")
        .order_by("-lifted_at")
    )
    notices = {notice.wall_id: notice for notice in WallNotice.objects.filter(wall__matter=matter)}
    for seer in seers:
        if seer.wall:
            seer.wall.notice = notices.get(seer.wall.pk)
    context = {
        "matter": matter,
        "tab": "access",
        "attempts": attempts_on(matter),
        "engagements": shown_engagements(matter),
        "may_engage": member.can(Perm.SUPERVISION_DELEGATE) and is_on(member, matter),
        "delegations": [
            {"row": row, "what": powers_in_words(row), "may_end": may_revoke(row, member)}
            for row in delegations_on(matter)
        ],
        "may_delegate": member.can(Perm.SUPERVISION_DELEGATE) and is_on(member, matter),
        "seers": seers,
        "past_walls": past,
        "may_team": may_team,
        "may_restrict": may_see,
        "may_wall": may_wall,
        "may_lift": member.can(Perm.WALL_LIFT),
    }
    if may_team:
        context["team_form"] = TeamForm(members=[s.member for s in staff if not s.place], auto_id="team_%s")
    if may_see:
        context["grant_form"] = GrantForm(
            members=[s.member for s in staff if not s.place and not s.grant], auto_id="grant_%s"
        )
    if may_wall:
        others = [s.member for s in people if s.member.pk != member.pk]
        context["wall_form"] = WallForm(members=others, auto_id="wall_%s")
    return render(request, "matters/access.html", context | forms, status=status)


@requires(Perm.MATTER_EDIT, Perm.MATTER_TEAM_ASSIGN, any_of=True)
@require_GET
def matter_access(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: who sees this matter, and why."""
    matter = matter_or_404(request, pk)
    if not request.member.can(Perm.MATTER_TEAM_ASSIGN):
        ensure_on(request.member, Perm.MATTER_EDIT, matter)
    return _page(request, matter)


def _back(request: HttpRequest, matter: Matter, toast: str) -> HttpResponse:
    return redirect_to(request, "matter_access", matter.pk, toast=toast)


@requires(Perm.MATTER_EDIT, Perm.MATTER_TEAM_ASSIGN, any_of=True)
@require_POST
def matter_restrict(request: HttpRequest, pk: int) -> HttpResponse:
    """POST restricted=1|0: show the matter to its team and people named alone, or to the firm."""
    matter = matter_or_404(request, pk)
    on = request.POST.get("restricted") == "1"
    matter = services.set_restricted(matter, by=request.member, restricted=on)
    said = f"{matter.number} is restricted" if on else f"{matter.number} is open to the firm"
    if on and not is_on(request.member, matter):
        return redirect_to(
            request, "matter_list", toast=f"{said}. You are not on it, so you no longer see it"
        )
    return _back(request, matter, said)


@requires(Perm.MATTER_TEAM_ASSIGN)
@require_http_methods(["GET", "POST"])
def matter_attorneys(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change the responsible or the supervising attorney."""
    matter = matter_or_404(request, pk)
    initial = {"responsible": str(matter.responsible_id), "supervising": str(matter.supervising_id)}
    form = AttorneysForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_attorneys(matter, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return _back(request, matter, "Attorneys changed")
    context = {
        "matter": matter,
        "tab": "access",
        "form": form,
        "heading": "Attorneys",
        "verb": "Save attorneys",
    }
    return render(request, "matters/matter_form_tab.html", context, status=INVALID if form.errors else 200)


def _member(pk: int) -> Member:
    found = Member.objects.select_related("user", "role").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _added(request: HttpRequest, matter: Matter, name: str, form, act, said: str) -> HttpResponse:
    """Run a service with a form's data; a broken rule comes back on the tab, beside its field."""
    if form.is_valid():
        try:
            act(matter, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return _back(request, matter, f"{form.cleaned_data['member'].name} {said}")
    return _page(request, matter, status=INVALID, **{name: form})


@requires(Perm.MATTER_TEAM_ASSIGN)
@require_POST
def team_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put a member on the team."""
    matter = matter_or_404(request, pk)
    form = TeamForm(request.POST, members=_members(), auto_id="team_%s")
    return _added(request, matter, "team_form", form, services.add_to_team, "is on the team")


@requires(Perm.MATTER_TEAM_ASSIGN)
@require_POST
def team_remove(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """POST: take a member off the team."""
    matter, member = matter_or_404(request, pk), _member(member_pk)
    services.remove_from_team(matter, by=request.member, member=member)
    return _back(request, matter, f"{member.name} is off the team")


@requires(Perm.MATTER_EDIT, Perm.MATTER_TEAM_ASSIGN, any_of=True)
@require_POST
def grant_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: let a member see the matter by name."""
    matter = matter_or_404(request, pk)
    form = GrantForm(request.POST, members=_members(), auto_id="grant_%s")
    return _added(request, matter, "grant_form", form, services.grant_access, "has access")


@requires(Perm.MATTER_EDIT, Perm.MATTER_TEAM_ASSIGN, any_of=True)
@require_POST
def grant_withdraw(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """POST: take back access by name."""
    matter, member = matter_or_404(request, pk), _member(member_pk)
    services.withdraw_access(matter, by=request.member, member=member)
    return _back(request, matter, f"{member.name}’s access is withdrawn")


@requires()
@require_POST
def wall_create(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put up an ethical wall; proposed by those who prepare it, it screens until an attorney decides."""
    matter = matter_or_404(request, pk)
    form = WallForm(request.POST, members=_members(), auto_id="wall_%s")
    return _added(
        request, matter, "wall_form", form, services.put_up_wall, "is screened and will be told by e-mail"
    )


@requires(Perm.WALL_LIFT)
@require_http_methods(["GET", "POST"])
def wall_lift(request: HttpRequest, pk: int, wall_pk: int) -> HttpResponse:
    """GET asks, POST: lift a wall, with a reason."""
    matter = matter_or_404(request, pk)
    wall = Wall.objects.filter(pk=wall_pk, matter=matter).select_related("member").first()
    if wall is None:
        raise Http404
    context = {
        "title": f"Lift the wall for {wall.member.name}?",
        "heading": matter.number,
        "text": "They can see the matter again from their next click on.",
        "verb": "Lift wall",
        "danger": True,
        "reason": "Such as: client’s written waiver of today",
        "action": request.path,
        "back": request.path.split("wall/")[0],
    }

    def act() -> HttpResponse:
        services.lift_wall(wall, by=request.member, reason=request.POST.get("reason", ""))
        return _back(request, matter, f"The wall for {wall.member.name} is lifted")

    return confirm_page(request, act, context)
