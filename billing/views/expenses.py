"""Pages of expenses."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Perm, requires
from billing.filters.time import NOT_GUEST, ExpenseFilter
from billing.forms.expenses import CostEchoForm, ExpenseForm
from billing.forms.time import MoveForm, day_of
from billing.models import Expense
from billing.queries.expenses import amount_of, may_change
from billing.queries.time import matters_for_time
from billing.queries.time_sheets import expense_needs_approval
from billing.services import expenses as services
from billing.views.back import next_of, own_event
from matters.columns import MATTER
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to, render_page
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View
from practice.templatetags.ui import usd


def _changeable(member, expense) -> bool | str:
    """Whether a bulk act may touch the expense, or why not; the services check the same again."""
    if may_change(member, expense):
        return True
    if expense.state != Expense.State.OPEN:
        return "It is no longer unbilled."
    return f"It is {expense.member.name}’s expense."


def state_of(expense: Expense) -> str:
    """The state with what an open expense may also be: held, or not billable."""
    if expense.state == Expense.State.OPEN and not expense.billable:
        return "not_billable"
    if expense.state == Expense.State.OPEN and expense.approval in ("submitted", "returned"):
        return expense.approval
    return "held" if expense.state == Expense.State.OPEN and expense.on_hold else expense.state


STATES = {"open": "accent", "on_invoice": "warn", "billed": "ok", "held": "warn", "not_billable": "ring"}
STATES |= {"submitted": "warn", "returned": "tag warn"}
LABELS = {
    "open": "Unbilled",
    "on_invoice": "On a draft",
    "billed": "Billed",
    "written_off": "Written off",
    "held": "On hold",
    "not_billable": "Not billable",
    "submitted": "Waits for approval",
    "returned": "Returned",
}


class ExpenseList(ListPage):
    """Expenses of the firm that the reader may see."""

    name, title, noun = "expenses", "Expenses", "expense"
    model, filterset, perm = Expense, ExpenseFilter, Perm.EXPENSE_ENTER
    template = "billing/expense_list.html"
    columns = [
        Column("date", "Date", kind="date", sort="date", phone="date"),
        MATTER,
        Column(
            "category",
            "Category",
            kind="two",
            second="expense_code",
            sort="category",
            exports=[("Category", "category"), ("Code", "expense_code")],
        ),
        Column(
            "description",
            "Description",
            kind="two",
            second="vendor",
            template="billing/expense_description_cell.html",
            exports=[("Description", "description"), ("Vendor", "vendor")],
        ),
        Column(
            "person", "Person", value="member.name", sort="member__name", select=("member",), perm=NOT_GUEST
        ),
        Column("kind", "Paid", value="get_kind_display", sort="kind", default=False),
        Column("quantity", "Quantity", kind="number", value=lambda e: e.quantity.normalize(), default=False),
        Column("unit_cost", "Unit cost", kind="number", sort="unit_cost", default=False),
        Column("amount", "Amount", kind="money", sort="amount", total=True, phone="num"),
        Column("receipt", "Receipt", kind="bool", value=lambda e: bool(e.receipt_id), default=False),
        Column("state", "State", kind="state", value=state_of, sort="state", states=STATES, labels=LABELS),
    ]
    default_sort = ("-date", "-pk")
    search = ("description", "vendor", "category", "matter__name", "matter__number", "matter__client__name")
    search_label = "Find in expenses"
    default_views = [
        View("All", ""),
        View("Mine", "person=me", perm=NOT_GUEST),
        View("Unbilled", "state=open&billable=yes"),
        View("On hold", "state=open&hold=yes"),
    ]
    bulk = [
        BulkAction(
            "submit",
            "Send for approval",
            Perm.EXPENSE_ENTER,
            services.submit_expense,
            allowed=_changeable,
            icon="send",
            done="{count} {noun} sent for approval",
        ),
        BulkAction(
            "hold",
            "Hold",
            Perm.EXPENSE_ENTER,
            services.hold_expense,
            allowed=_changeable,
            undo="release",
            done="{count} {noun} on hold",
        ),
        BulkAction(
            "release",
            "Release",
            Perm.EXPENSE_ENTER,
            services.release_expense,
            allowed=_changeable,
            undo="hold",
            done="{count} {noun} released",
        ),
        BulkAction(
            "not_billable",
            "Not billable",
            Perm.EXPENSE_ENTER,
            services.make_not_billable,
            allowed=_changeable,
            undo="billable",
            done="{count} {noun} not billable",
        ),
        BulkAction(
            "billable",
            "Billable",
            Perm.EXPENSE_ENTER,
            services.make_billable,
            allowed=_changeable,
            undo="not_billable",
            hidden=True,
            done="{count} {noun} billable",
        ),
        BulkAction(
            "move",
            "Move…",
            Perm.EXPENSE_ENTER,
            services.move_expense,
            allowed=_changeable,
            form=MoveForm,
            done="{count} {noun} moved",
        ),
    ]
    actions = [Action("Add expense", "expense_create", Perm.EXPENSE_ENTER, key="N")]
    export_name = "expenses"
    empty = Empty(
        "credit-card",
        "No expenses yet",
        "Filing fees, transcripts, copies: costs that the firm advances for a client.",
        "Add expense",
        "expense_create",
    )

    def queryset(self, request):
        return Expense.objects.visible_to(request.member).select_related("matter", "member__role")

    def may(self, perm) -> bool:
        if perm == NOT_GUEST:
            return not self.request.member.sees_named_matters_only
        return super().may(perm)

    def row_url(self, obj) -> str:
        return reverse("expense_detail", args=[obj.pk])

    def row_label(self, obj) -> str:
        return f"{obj.category}, {usd(obj.amount)}, {obj.matter.name}"


expense_list = ExpenseList.as_view()


def _visible(request: HttpRequest, pk: int) -> Expense:
    rows = Expense.objects.visible_to(request.member).select_related(
        "matter__client", "member__role", "entered_by"
    )
    return get_object_or_404(rows, pk=pk)


@requires(Perm.EXPENSE_ENTER)
def expense_create(request: HttpRequest) -> HttpResponse:
    """A new expense. `?matter=`, `?date=` fill it."""
    if request.method != "POST":
        start: dict = {}
        wanted = request.GET.get("matter", "")
        if wanted.isdecimal() and len(wanted) < 19:
            start["matter"] = (
                matters_for_time(request.member).filter(pk=int(wanted)).values_list("pk", flat=True).first()
            )
        if day := day_of(request.GET.get("date", "")):
            start["date"] = day
        return _page(request, ExpenseForm(by=request.member, initial=start))
    form = ExpenseForm(request.POST, by=request.member)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            expense = services.record_expense(values.pop("matter"), by=request.member, **values)
        except DomainError as error:
            form.blame(error)
        else:
            goal = next_of(request, "expense_list")
            if request.POST.get("and") == "new":
                goal = f"{reverse('expense_create')}?matter={expense.matter_id}&date={expense.date}"
            said = f"{usd(expense.amount)} on {expense.matter.name} recorded"
            return redirect_to(
                request, goal, toast=said, undo_url=reverse("expense_delete", args=[expense.pk])
            )
    return _page(request, form, status=INVALID)


@requires(Perm.EXPENSE_ENTER)
def expense_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One expense: the form while it may be changed, else what it says and why it is closed."""
    expense = _visible(request, pk)
    if not may_change(request.member, expense):
        if request.method == "POST":
            services.change_expense(expense, by=request.member)
        return _closed(request, expense)
    if request.method != "POST":
        return _page(request, ExpenseForm(by=request.member, expense=expense), expense=expense)
    form = ExpenseForm(request.POST, by=request.member, expense=expense)
    if form.is_valid():
        try:
            expense = services.change_expense(expense, by=request.member, **form.cleaned_data)
        except DomainError as error:
            form.blame(error)
        else:
            return redirect_to(request, next_of(request, "expense_list"), toast="Expense changed")
    return _page(request, form, expense=expense, status=INVALID)


def _cost(data) -> dict:
    form = CostEchoForm(data)
    form.is_valid()
    quantity, unit_cost = form.cleaned_data.get("quantity"), form.cleaned_data.get("unit_cost")
    if not quantity or not unit_cost or quantity <= 0 or unit_cost <= 0:
        return {"amount": None}
    return {"amount": amount_of(quantity, unit_cost), "quantity": quantity, "unit_cost": unit_cost}


def _page(request, form, *, expense=None, status=200) -> HttpResponse:
    figures = form.data if form.is_bound else {name: form[name].value() for name in ("quantity", "unit_cost")}
    context = {
        "form": form,
        "expense": expense,
        "next": next_of(request, "expense_list"),
        "events": audit.history_of(expense) if expense else [],
        "needs_approval": expense is not None and shows_approval(expense),
        "action": reverse("expense_detail", args=[expense.pk]) if expense else reverse("expense_create"),
        "echo": _cost({k: str(v) for k, v in figures.items() if isinstance(v, (str, Decimal))}),
    }
    return render_page(request, "billing/expense_form.html", context, status=status)


def shows_approval(expense: Expense) -> bool:
    """Whether the page says how the expense stands with its approval."""
    return bool(expense.approval) or (expense.state == Expense.State.OPEN and expense_needs_approval(expense))


def _closed(request, expense: Expense) -> HttpResponse:
    key = state_of(expense)
    why = services.STANDS.get(
        expense.state, f"Only {expense.member.name}, or who records for others, changes it."
    )
    context = {
        "expense": expense,
        "word": LABELS[key],
        "tone": STATES.get(key, ""),
        "why": why,
        "needs_approval": shows_approval(expense),
        "events": audit.history_of(expense),
    }
    return render_page(request, "billing/expense.html", context)


@requires(Perm.EXPENSE_ENTER)
@require_POST
def expense_echo(request: HttpRequest) -> HttpResponse:
    """What quantity times unit cost comes to."""
    return render(request, "billing/expense_echo.html", {"echo": _cost(request.POST)})


@requires(Perm.EXPENSE_ENTER)
@require_POST
def expense_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an unbilled expense; the toast brings it back."""
    event = services.delete_expense(_visible(request, pk), by=request.member)
    goal = next_of(request, "expense_list")
    if f"/expenses/{pk}/" in goal:
        goal = reverse("expense_list")
    undo = reverse("expense_restore", args=[event.pk])
    return redirect_to(request, goal, toast="Expense deleted", undo_url=undo)


@requires(Perm.EXPENSE_ENTER)
@require_POST
def expense_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a deletion of one's own. `pk` is the event's."""
    services.restore_expense(own_event(request, pk, "expense.deleted"), by=request.member)
    return redirect_to(request, next_of(request, "expense_list"), toast="The expense is back")
