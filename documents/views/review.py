"""What is decided about a document on its page: sign-off, privilege, whether it needs the one; the proofread mark."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.queries import refusal
from documents import services
from documents.forms import PrivilegeForm
from documents.models import Version
from documents.queries import document_or_404
from matters.queries.access import ensure_on, may, may_prepare_on
from practice.exceptions import DomainError
from practice.htmx import INVALID, confirm_page, put_error, redirect_to


def _version(request: HttpRequest, pk: int) -> Version:
    rows = Version.objects.visible_to(request.member).select_related(
        "document", "matter__responsible", "matter__supervising"
    )
    return get_object_or_404(rows, pk=pk)


@requires()
@require_POST
def version_sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: an attorney signs off exactly this version."""
    version = _version(request, pk)
    services.sign_off(version, by=request.member)
    return redirect_to(request, version.document, toast=f"Version {version.number} is signed off")


@requires()
@require_POST
def version_proofread(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: mark this version as proofread."""
    version = _version(request, pk)
    services.mark_proofread(version, by=request.member)
    return redirect_to(request, version.document, toast=f"Version {version.number} is marked as proofread")


@requires()
@require_http_methods(["GET", "POST"])
def document_privilege(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change the privilege of a document, or propose that to an attorney."""
    document = document_or_404(request.member, pk)
    decides = may(request.member, Perm.DOCUMENT_APPROVE, document.matter)
    if not decides and not may_prepare_on(request.member, Perm.DOCUMENT_UPLOAD, document.matter):
        raise refusal(request.member, Perm.DOCUMENT_APPROVE)
    form = PrivilegeForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        act = services.set_privilege if decides else services.propose_privilege
        try:
            act(document, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(
                request, document, toast="Privilege changed" if decides else "Sent to an attorney"
            )
    context = {"document": document, "form": form, "decides": decides}
    return render(
        request, "documents/document_privilege.html", context, status=INVALID if form.errors else 200
    )


@requires(Perm.DOCUMENT_APPROVE)
@require_http_methods(["GET", "POST"])
def document_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: an attorney says whether a document needs a sign-off to leave the firm, with a reason."""
    document = document_or_404(request.member, pk)
    ensure_on(request.member, Perm.DOCUMENT_APPROVE, document.matter)
    needed = not document.needs_sign_off
    context = {
        "title": "Ask for a sign-off?" if needed else "Let it go without a sign-off?",
        "heading": document.name,
        "text": "It leaves the firm only in a version that an attorney has signed off."
        if needed
        else "Anybody who may share it can then send it to a client unread by an attorney.",
        "verb": "Ask for a sign-off" if needed else "Needs no sign-off",
        "danger": not needed,
        "reason": "Such as: drafted by the client’s accountant",
        "action": request.path,
        "back": document.get_absolute_url(),
    }

    def act() -> HttpResponse:
        services.switch_sign_off(
            document, needed=needed, reason=request.POST.get("reason", ""), by=request.member
        )
        return redirect_to(
            request, document, toast="It needs a sign-off" if needed else "It needs no sign-off"
        )

    return confirm_page(request, act, context)
