"""Supplies: stock, and requests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.views.tools import next_url
from office.forms import AskForm, ItemForm, StockForm
from office.lists import RequestList, SupplyList
from office.models import SupplyItem, SupplyRequest
from office.services import supplies as services
from office.views.tools import fetched, form_page
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, confirm_page, put_error, redirect_to

supply_list = SupplyList.as_view()
supply_request_list = RequestList.as_view()
JOINED = ("item", "asked_by", "decided_by", "done_by")


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def supply_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new item of the stock."""
    form = ItemForm(request.POST or None)

    def act() -> HttpResponse:
        item = services.add_item(by=request.member, **form.cleaned_data)
        return redirect_to(request, "supply_list", toast=f"{item.name} added")

    return form_page(
        request, form, act, heading="New item", verb="Add item", back=reverse("supply_list"), parent="Supplies",
        parent_url=reverse("supply_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def supply_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: an item, what came and went. POST kind=, quantity=: a delivery, or a count."""
    item = fetched(request, SupplyItem, pk)
    form = StockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = services.deliver if data["kind"] == "in" else services.count_stock
        try:
            item = act(item, by=request.member, quantity=data["quantity"], note=data["note"])
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, item, toast=f"{item.stock} of {item.name} are there")
    context = {
        "item": item,
        "form": form,
        "moves": list(item.moves.select_related("by", "request")[:60]),
        "open": list(item.requests.filter(state__in=["asked", "approved"]).select_related("asked_by")[:20]),
    }
    return render(request, "office/supply_detail.html", context, status=INVALID if form.errors else 200)


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def supply_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change an item."""
    item = fetched(request, SupplyItem, pk)
    form = ItemForm(
        request.POST or None, new=False, initial={name: getattr(item, name) for name in services.FIELDS}
    )

    def act() -> HttpResponse:
        services.change_item(item, by=request.member, **form.cleaned_data)
        return redirect_to(request, item, toast=f"{form.cleaned_data['name']} saved")

    return form_page(
        request, form, act, heading="Edit item", verb="Save item", back=item.get_absolute_url(), parent="Supplies",
        parent_url=reverse("supply_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def supply_request_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?item= fills it), POST: supplies are asked for."""
    form = AskForm(request.POST or None, initial={"item": request.GET.get("item", "")})

    def act() -> HttpResponse:
        made = services.ask(by=request.member, **form.cleaned_data)
        return redirect_to(request, "supply_request_list", toast=f"Asked for {made}")

    return form_page(
        request, form, act, heading="Ask for supplies", verb="Ask", back=reverse("supply_request_list"),
        parent="Requests", parent_url=reverse("supply_request_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_GET
def supply_request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one request, and its history."""
    found = fetched(request, SupplyRequest, pk, *JOINED)
    context = {
        "asked": found,
        "events": audit.history_of(found),
        "may_approve": request.member.can(Perm.EXPENSE_APPROVE),
    }
    return render(request, "office/request_detail.html", context)


@requires(Perm.EXPENSE_APPROVE)
@require_POST
def supply_request_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: approve a request."""
    found = services.approve_request(fetched(request, SupplyRequest, pk), by=request.member)
    return redirect_to(request, next_url(request, found.get_absolute_url()), toast=f"{found} approved")


@requires(Perm.EXPENSE_APPROVE)
@require_http_methods(["GET", "POST"])
def supply_request_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST reason=: decline a request."""
    found = fetched(request, SupplyRequest, pk, *JOINED)
    context = {
        "title": f"Decline {found}?",
        "heading": "Request",
        "text": f"{found.asked_by.name} sees the reason.",
        "verb": "Decline request",
        "reason": "Why",
        "action": request.path,
        "back": found.get_absolute_url(),
    }

    def act() -> HttpResponse:
        services.decline_request(found, by=request.member, reason=request.POST.get("reason", ""))
        return redirect_to(request, found, toast=f"{found} declined")

    return confirm_page(request, act, context)


@requires(Perm.OFFICE_KEEP)
@require_POST
def supply_request_done(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: what was approved is handed out."""
    found = services.hand_out(fetched(request, SupplyRequest, pk), by=request.member)
    return redirect_to(request, next_url(request, found.get_absolute_url()), toast=f"{found} handed out")


@requires(Perm.OFFICE_KEEP)
@require_POST
def supply_request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: whoever asked takes it back; the toast offers Undo."""
    found = services.withdraw_request(fetched(request, SupplyRequest, pk), by=request.member)
    undo = reverse("supply_request_again", args=[found.pk])
    return redirect_to(
        request, next_url(request, found.get_absolute_url()), toast="Request withdrawn", undo_url=undo
    )


@requires(Perm.OFFICE_KEEP)
@require_POST
def supply_request_again(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take back that a request was withdrawn."""
    found = services.ask_again(fetched(request, SupplyRequest, pk), by=request.member)
    return redirect_to(request, next_url(request, found.get_absolute_url()), toast=f"Asked for {found}")
