"""Roles: list, matrix editor, preview."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.forms.roles import CopyRoleForm, NewRoleForm, RoleForm
from accounts.forms.security import FactorRuleForm
from accounts.models import Member, Role
from accounts.permissions import Perm
from accounts.queries import roles_with_counts
from accounts.services import roles
from accounts.sudo import posts_only, sudo
from practice import audit
from practice.access import allowed_in_preview, requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to


@requires(Perm.ROLE_MANAGE)
def role_list(request: HttpRequest) -> HttpResponse:
    """The firm's roles and how many people have each."""
    context = {"roles": roles_with_counts(), "substantive": request.firm.assistants_substantive}
    return render(request, "accounts/roles.html", context)


@requires(Perm.ROLE_MANAGE)
@sudo(when=posts_only)
def role_create(request: HttpRequest) -> HttpResponse:
    """Make a role from a template."""
    form = NewRoleForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                role = roles.create_role(by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, "role_detail", role.pk, toast=f"{role.name} created")
        return render(request, "accounts/role_new.html", {"form": form}, status=INVALID)
    return render(request, "accounts/role_new.html", {"form": form})


@requires(Perm.ROLE_MANAGE)
@sudo(when=posts_only)
def role_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a role may do, by subject. Locked powers show why; one's own role is only shown."""
    role = get_object_or_404(Role, pk=pk)
    form = RoleForm(request.POST or None, role=role, substantive=request.firm.assistants_substantive)
    status = 200
    if request.method == "POST":
        status = INVALID
        # A forged level of a locked power fails the form's own choices too; the service says why it is refused.
        if form.data.get("name", "").strip():
            try:
                roles.change_role(
                    role, by=request.member, name=form.data["name"][:60], powers=form.posted_powers()
                )
            except Refused:
                raise
            except DomainError as error:
                form.is_valid()
                put_error(form, error)
            else:
                return redirect_to(request, "role_detail", pk, toast="Saved")
    return _role_page(request, role, form, "powers", status=status)


@requires(Perm.ROLE_MANAGE)
def role_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The History tab."""
    return _role_page(request, get_object_or_404(Role, pk=pk), None, "history")


@requires(Perm.ROLE_MANAGE)
def role_people(request: HttpRequest, pk: int) -> HttpResponse:
    """The People tab: who has the role."""
    return _role_page(request, get_object_or_404(Role, pk=pk), None, "people")


@requires(Perm.ROLE_MANAGE)
@sudo(when=posts_only)
def role_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new role that starts as this one is."""
    role = get_object_or_404(Role, pk=pk)
    form = CopyRoleForm(request.POST or None, initial={"name": f"{role.name}, copy"[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            made = roles.copy_role(role, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "role_detail", made.pk, toast=f"{made.name} created")
    context = {"form": form, "role": role}
    return render(request, "accounts/role_copy.html", context, status=INVALID if form.errors else 200)


@requires(Perm.ROLE_MANAGE)
@sudo(when=posts_only)
def role_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the template, after showing what changes."""
    role = get_object_or_404(Role, pk=pk)
    if request.method == "POST":
        roles.reset_role(role, by=request.member)
        return redirect_to(request, "role_detail", pk, toast=f"{role.name} is as its template")
    changes = roles.differences(role.granted, roles.as_template(role))
    return render(request, "accounts/role_reset.html", {"role": role, "changes": changes})


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
def legal_assistants(request: HttpRequest) -> HttpResponse:
    """The switch "our legal assistants do substantive work": what it means, whom it concerns, what changes."""
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        roles.switch_substantive(request.firm, by=request.member, on=on)
        said = "Legal assistants do substantive work" if on else "Legal assistants do support work"
        return redirect_to(request, "legal_assistants", toast=said)
    concerned = Role.objects.filter(template="legal_assistant")
    context = {
        "on": request.firm.assistants_substantive,
        "people": Member.objects.active().filter(role__in=concerned).order_by("name"),
        "losses": [
            (role, roles.differences(over, {perm: roles.as_template(role).get(perm) for perm in over}))
            for role in concerned
            if (over := roles.beyond_template(role))
        ],
    }
    return render(request, "accounts/legal_assistants.html", context)


def _role_page(request, role: Role, form, tab: str, *, status: int = 200) -> HttpResponse:
    context = {
        "role": role,
        "form": form,
        "groups": form.groups() if form else [],
        "own": role.pk == request.member.role_id,
        "factor_form": FactorRuleForm(role=role) if tab == "powers" else None,
        "people": role.members.active().order_by("name") if tab == "people" else [],
        "count": role.members.active().count(),
        "differs": roles.differences(roles.as_template(role), role.granted) if tab == "powers" else {},
        "why_not_delete": roles.why_not_delete(role),
        "tab": tab,
        "tabs": [
            {"label": "Powers", "url": reverse("role_detail", args=[role.pk]), "current": tab == "powers"},
            {"label": "People", "url": reverse("role_people", args=[role.pk]), "current": tab == "people"},
            {"label": "History", "url": reverse("role_history", args=[role.pk]), "current": tab == "history"},
        ],
        "events": audit.history_of(role) if tab == "history" else [],
    }
    return render(request, "accounts/role.html", context, status=status)


@requires(Perm.ROLE_MANAGE)
@sudo(when=posts_only)
def role_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a role that nobody has."""
    role = get_object_or_404(Role, pk=pk)
    if request.method != "POST":
        context = {
            "title": f"Delete the role {role.name}?",
            "text": "Nobody has it. The audit trail keeps what it could do.",
            "action": request.path,
            "verb": "Delete role",
            "keep": "Keep role",
            "danger": True,
            "back": reverse("role_detail", args=[pk]),
        }
        return render(request, "confirm.html", context)
    roles.delete_role(role, by=request.member)
    return redirect_to(request, "role_list", toast=f"{role.name} deleted")


@requires(Perm.ROLE_MANAGE)
@allowed_in_preview
@require_POST
def preview_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the product as a role: this session only, nothing can be changed meanwhile."""
    role = get_object_or_404(Role, pk=pk)
    request.session["preview_role_id"] = role.pk
    return redirect_to(request, "home")


@requires()
@allowed_in_preview
@require_POST
def preview_end(request: HttpRequest) -> HttpResponse:
    """Back to one's own role."""
    previewed = request.session.pop("preview_role_id", None)
    request.preview_role = None
    return redirect_to(request, reverse("role_list") if previewed else reverse("home"))
