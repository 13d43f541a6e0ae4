"""What is done with a round: approve, return, reassign, withdraw; and approving several at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.queries import refusal
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from supervision import services
from supervision.forms import ReassignForm
from supervision.kinds import kind
from supervision.models import Approval
from supervision.queries.inbox import grouped_inbox, readable
from supervision.views.common import (
    INBOX_LIMIT,
    address_of,
    after,
    approval_or_404,
    inbox_page,
    next_of,
    tab_of,
)

CONFLICT = 409


def _go_on(request: HttpRequest, approval: Approval, following: Approval | None, toast: str) -> HttpResponse:
    """To the next that waits; to the empty inbox when nothing does."""
    if request.POST.get("next"):
        return redirect_to(request, next_of(request, "approval_list"), toast=toast)
    if following is None or tab_of(request):
        return redirect_to(
            request,
            "approval_list" if not tab_of(request) else address_of(approval, tab_of(request)),
            toast=toast,
        )
    return redirect_to(request, address_of(following), toast=toast)


def _following(request: HttpRequest, approval: Approval) -> Approval | None:
    return after(grouped_inbox(request.member, INBOX_LIMIT), approval.pk)


@requires()
def approval_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what was read, and go to the next. What changed since is shown again instead."""
    approval = approval_or_404(request, pk)
    if request.method != "POST":
        return redirect_to(request, address_of(approval))
    following = _following(request, approval)
    try:
        services.approve(approval, by=request.member, seen=request.POST.get("seen", ""))
    except Refused:
        raise
    except DomainError as error:
        approval = approval_or_404(request, pk)
        return inbox_page(request, approval, opened=True, fault=error.message, status=CONFLICT)
    return _go_on(request, approval, following, f"{_yes(approval)}: {approval.title}")


def _yes(approval: Approval) -> str:
    word = kind(approval.kind).yes
    return "Approved" if word == "Approve" else word


@requires()
def approval_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back with a note, and go to the next."""
    approval = approval_or_404(request, pk)
    if request.method != "POST":
        return redirect_to(request, f"{address_of(approval)}#return")
    following = _following(request, approval)
    note = request.POST.get("note", "")
    try:
        services.send_back(approval, note=note, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        approval = approval_or_404(request, pk)
        more = (
            {"note_fault": error.message, "note": note} if error.field == "note" else {"fault": error.message}
        )
        return inbox_page(request, approval, opened=True, status=INVALID, **more)
    return _go_on(request, approval, following, f"Returned to {approval.submitted_by.name}")


@requires()
def approval_reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who decides instead."""
    approval = approval_or_404(request, pk)
    of = kind(approval.kind)
    obj = of.get(approval.object_id)
    if obj is None or not approval.is_waiting:
        raise Http404
    if approval.submitted_by_id != request.member.pk and not of.may_decide(obj, request.member):
        raise refusal(request.member, of.power(obj))
    people = [m for m in of.deciders(obj) if m.pk != approval.assigned_to_id]
    form = ReassignForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        following = _following(request, approval)
        try:
            services.reassign(approval, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return _go_on(request, approval, following, f"Sent to {form.cleaned_data['to'].name}")
    template = "supervision/reassign_dialog.html" if request.htmx else "supervision/reassign.html"
    context = {"form": form, "approval": approval, "people": people, "back": address_of(approval)}
    return render(request, template, context, status=INVALID if form.errors else 200)


@requires()
def approval_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one sent."""
    approval = approval_or_404(request, pk)
    if request.method != "POST":
        return redirect_to(request, address_of(approval, "sent"))
    services.withdraw(approval, by=request.member)
    goal = next_of(request, address_of(approval, "sent"))
    return redirect_to(request, goal, toast=f"Withdrawn: {approval.title}")


@requires()
def approval_batch(request: HttpRequest) -> HttpResponse:
    """Approve the ticked ones, each by itself and as it was shown in the list; say which were not and why."""
    if request.method != "POST":
        return redirect_to(request, "approval_list")
    ids = [int(v) for v in request.POST.getlist("ids") if v.isdecimal() and len(v) < 19][:INBOX_LIMIT]
    if not ids:
        return redirect_to(request, "approval_list", toast="Nothing was selected")
    rows = list(readable(request.member).filter(pk__in=ids).order_by("submitted_at", "id"))
    seen = {approval.pk: request.POST.get(f"seen-{approval.pk}", "-") for approval in rows}
    done, failures = services.approve_many(rows, seen=seen, by=request.member)
    for failure in failures:
        messages.warning(request, f"{failure.approval.title}: {failure.why}")
    return redirect_to(request, "approval_list", toast=f"{len(done)} approved" if done else "")
