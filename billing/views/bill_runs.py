"""Bill runs: choose matters, watch the drafts being made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.permissions import Perm
from billing.forms.invoices import BillRunFilter
from billing.models import BillRun, BillRunItem
from billing.queries.bill_runs import items_of, recent_runs, unbilled_matters
from billing.queries.invoices import local_today
from billing.services.bill_runs import draft_invoice, retry_failed, start_bill_run
from matters.models import Matter
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to, render_page
from practice.money import ZERO

PAGE = "billing/bill_run_create.html"


@requires(Perm.INVOICE_DRAFT)
def bill_run_create(request: HttpRequest) -> HttpResponse:
    """Matters with unbilled work up to a date; all or some of them become a bill run."""
    today = local_today(request.firm)
    data = request.POST if request.method == "POST" else request.GET
    every = unbilled_matters(request.member, today)
    form = BillRunFilter(data, today=today, rows=every)
    until = form.cleaned_data["until"] if form.is_valid() else today
    rows = unbilled_matters(
        request.member,
        until,
        attorney=form.chosen("attorney"),
        area=form.chosen("area"),
        client=form.chosen("client"),
    )
    error, chosen = "", {row.matter.pk for row in rows if row.ready}
    if request.method == "POST" and form.is_valid():
        chosen = {int(pk) for pk in request.POST.getlist("matters") if pk.isdecimal() and len(pk) < 19}
        matters = Matter.objects.visible_to(request.member).filter(pk__in=chosen)
        try:
            run = start_bill_run(matters, until=until, by=request.member)
        except DomainError as problem:
            error = problem.message
        else:
            return redirect_to(request, "bill_run_detail", run.pk)
    bad = bool(error) or not form.is_valid()
    context = {
        "form": form,
        "rows": rows,
        "chosen": chosen,
        "error": error,
        "seconds": sum(row.seconds for row in rows),
        "fees": sum((row.fees for row in rows), ZERO),
        "costs": sum((row.costs for row in rows), ZERO),
        "runs": recent_runs(5),
    }
    return render_page(request, PAGE, context, partial="work", status=INVALID if bad else 200)


@requires(Perm.INVOICE_DRAFT)
def bill_run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A run: live progress while it works, then what became of each matter."""
    run = get_object_or_404(BillRun.objects.select_related("job", "created_by"), pk=pk)
    items = list(items_of(run))
    drafted = [item for item in items if item.invoice_id]
    context = {
        "run": run,
        "items": items,
        "failed": [item for item in items if item.state == BillRunItem.State.FAILED],
        "nothing": sum(1 for item in items if item.state == BillRunItem.State.NOTHING),
        "drafted": drafted,
        "total": sum((item.invoice.total for item in drafted), ZERO),
        "open_drafts": [item for item in drafted if item.invoice.state == "draft"],
    }
    return render_page(request, "billing/bill_run_detail.html", context, partial="progress")


@requires(Perm.INVOICE_DRAFT)
def bill_run_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the failed matters of a run again."""
    run = get_object_or_404(BillRun.objects.select_related("job"), pk=pk)
    if request.method == "POST":
        retry_failed(run, by=request.member)
    return redirect_to(request, "bill_run_detail", run.pk)


@requires(Perm.INVOICE_DRAFT)
def matter_draft_invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft one matter at once, from its billing tab."""
    matter = get_object_or_404(Matter.objects.visible_to(request.member), pk=pk)
    if request.method != "POST":
        return redirect_to(request, "matter_billing", matter.pk)
    invoice = draft_invoice(matter, until=local_today(request.firm), by=request.member)
    return redirect_to(request, "invoice_detail", invoice.pk, toast="Draft made")
