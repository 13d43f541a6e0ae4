"""Memos: the list, one memo with its receipts, writing one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from communications.forms.memos import MemoForm
from communications.lists import MemoList
from communications.models import Memo
from communications.queries.made import made_of, steps_of
from communications.queries.memos import is_late, receipts_of
from communications.services import memos as services
from communications.views.tools import fetched, filled
from matters.views.tools import next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

memo_list = MemoList.as_view()


@requires(Perm.MESSAGE_SLIP)
@require_http_methods(["GET", "POST"])
def memo_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= and ?name= fill it), POST: a memo is sent."""
    given = filled(request)
    initial = {"title": given.get("name", ""), "matter": given.get("matter")}
    form = MemoForm(request.POST or None, member=request.member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            memo = services.send_memo(by=request.member, **form.values())
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, memo, toast="Memo sent")
    return render(
        request, "communications/memo_form.html", {"form": form}, status=INVALID if form.errors else 200
    )


@requires()
@require_GET
def memo_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a memo. Opening it is the reader's receipt; the sender sees all receipts."""
    memo = fetched(request, Memo, pk, "sent_by__role", "matter")
    member = request.member
    if request.preview_role is None:
        services.open_memo(memo, by=member)
    receipts = receipts_of(memo)
    own = next((r for r in receipts.readings if r.member_id == member.pk), None)
    context = {
        "memo": memo,
        "own": own,
        "receipts": receipts if memo.sent_by_id == member.pk else None,
        "late": is_late(memo),
        "made": made_of("memo", memo.pk, request.member),
        "steps": steps_of("memo", memo, member),
    }
    return render(request, "communications/memo_detail.html", context)


@requires()
@require_POST
def memo_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the reader confirms that they have read it."""
    memo = fetched(request, Memo, pk, "sent_by")
    services.acknowledge_memo(memo, by=request.member)
    return redirect_to(request, next_url(request, memo.get_absolute_url()), toast="Confirmed")


@requires()
@require_http_methods(["GET", "POST"])
def memo_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: the sender withdraws a memo."""
    memo = fetched(request, Memo, pk, "sent_by")
    if memo.sent_by_id != request.member.pk:
        raise Refused(f"{memo.sent_by.name} sent this memo.", who=[memo.sent_by.name])
    if request.method == "GET":
        context = {
            "title": f"Withdraw {memo.title}?",
            "heading": "Memo",
            "text": "It stays readable, marked as withdrawn, and nobody is asked to confirm it any more. It cannot be sent again.",
            "verb": "Withdraw memo",
            "danger": True,
            "action": request.path,
            "back": memo.get_absolute_url(),
        }
        return render(request, "confirm.html", context)
    services.withdraw_memo(memo, by=request.member)
    return redirect_to(request, reverse("memo_detail", args=[memo.pk]), toast="Memo withdrawn")
