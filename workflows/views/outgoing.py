"""E-mail drafts: the list, and one to read, change, send or discard."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.queries.access import may
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from workflows.forms import DraftForm
from workflows.lists import DraftList
from workflows.models import MailDraft
from workflows.services import outgoing

maildraft_list = DraftList.as_view()


def _draft_or_404(request: HttpRequest, pk: int) -> MailDraft:
    rows = MailDraft.objects.visible_to(request.member).select_related(
        "matter__responsible", "matter__supervising", "owner", "contact", "settled_by", "run__automation"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(Perm.MESSAGE_CLIENT_SEND)
@require_http_methods(["GET", "POST"])
def maildraft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the draft as a form, POST saves it; with `send` it goes out as it was posted."""
    draft = _draft_or_404(request, pk)
    member = request.member
    may_send = may(member, Perm.MESSAGE_CLIENT_SEND, draft.matter) if draft.matter else True
    names = ("to_email", "subject", "body")
    form = DraftForm(request.POST or None, initial={name: getattr(draft, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            draft = outgoing.change_draft(draft, by=member, **form.cleaned_data)
            if "send" in request.POST:
                draft = outgoing.send_draft(draft, by=member)
                return redirect_to(request, "maildraft_list", toast=f"Sent to {draft.to_email}")
            return redirect_to(request, draft, toast="Draft saved")
        except DomainError as error:
            put_error(form, error)
    context = {"draft": draft, "form": form, "may_send": may_send, "events": audit.history_of(draft)}
    return render(request, "workflows/maildraft.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MESSAGE_CLIENT_SEND)
@require_POST
def maildraft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: do not send it; the toast offers Undo."""
    draft = outgoing.discard_draft(_draft_or_404(request, pk), by=request.member)
    undo = reverse("maildraft_restore", args=[draft.pk])
    goal = next_url(request, reverse("maildraft_list"))
    return redirect_to(request, goal, toast="Draft discarded", undo_url=undo)


@requires(Perm.MESSAGE_CLIENT_SEND)
@require_POST
def maildraft_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring a discarded draft back."""
    draft = outgoing.restore_draft(_draft_or_404(request, pk), by=request.member)
    return redirect_to(request, draft, toast="The draft is back")
