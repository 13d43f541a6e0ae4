"""Emergency access: an administrator opens a matter that is closed to them; an attorney reviews what was opened."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import BreakGlass
from accounts.permissions import Perm, requires
from accounts.services import breakglass as accesses
from accounts.sudo import sudo
from matters.forms.breakglass import EmergencyForm, ReviewForm
from matters.queries.breakglass import own_accesses, visible_accesses
from matters.services import breakglass
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """The form, and one's own accesses so far. POST: open one."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="break_glass", user=request.user)
        if limited is not None:
            return limited
        if form.is_valid():
            try:
                access = breakglass.open_matter(by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                request.session["break_glass"] = True
                return redirect_to(request, "matter_detail", access.matter_id)
    context = {"form": form, "accesses": own_accesses(request.member)}
    return render(request, "matters/break_glass.html", context, status=INVALID if form.errors else 200)


@requires()
@require_POST
def break_glass_end(request: HttpRequest) -> HttpResponse:
    """POST: end one's own access now."""
    accesses.end(by=request.member)
    request.session.pop("break_glass", None)
    return redirect_to(request, "home", toast="Your emergency access has ended")


@requires(Perm.MATTER_VIEW)
def break_glass_list(request: HttpRequest) -> HttpResponse:
    """Emergency accesses to matters that the reader sees, those to review first."""
    rows = visible_accesses(request.member)
    context = {
        "waiting": [a for a in rows if not a.reviewed_at],
        "reviewed": [a for a in rows if a.reviewed_at],
    }
    return render(request, "matters/break_glass_list.html", context)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def break_glass_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, why, and every page and file that was opened. POST: an attorney's review."""
    access = get_object_or_404(BreakGlass.objects.select_related("matter", "member", "reviewed_by"), pk=pk)
    form = ReviewForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            accesses.review(access, by=request.member, note=form.cleaned_data["note"])
            return redirect_to(request, "break_glass_detail", pk, toast="Reviewed")
    context = {
        "access": access,
        "pages": list(access.pages.all()),
        "form": form,
        "why_not": accesses.why_not_review(access, request.member),
    }
    return render(request, "matters/break_glass_detail.html", context, status=status)
