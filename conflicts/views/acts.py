"""What is done to a check: names, a new run, judgements, the decision, opening again, the report."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from conflicts import services
from conflicts.forms import DecisionForm, NameForm
from conflicts.models import Subject
from conflicts.views.checks import page_of
from conflicts.views.common import check_or_404, whole_number
from documents.models import Document
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, confirm_page, put_error, redirect_to
from supervision.kinds import kind


def _again(request: HttpRequest, check, **more) -> HttpResponse:
    return render(request, "conflicts/check_detail.html", page_of(request, check, **more), status=INVALID)


@requires(Perm.CONFLICT_RUN)
@require_POST
def conflict_name(request: HttpRequest, pk: int) -> HttpResponse:
    """POST name, role: ask about one more name."""
    check = check_or_404(request, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            found = services.add_name(check, by=request.member, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            form.add_error("name", error.message)
        else:
            said = "Nothing found" if not found else f"{found} place{'' if found == 1 else 's'} found"
            return redirect_to(request, check, toast=f"{form.cleaned_data['name']}: {said.lower()}")
    return _again(request, check, name_form=form)


@requires(Perm.CONFLICT_RUN)
@require_POST
def subject_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a typed name out again."""
    subject = Subject.objects.filter(pk=pk).first()
    if subject is None:
        raise Http404
    check = check_or_404(request, subject.check_ref_id)
    services.drop_name(subject, by=request.member)
    return redirect_to(request, check, toast=f"{subject.name} taken out")


@requires(Perm.CONFLICT_RUN)
@require_POST
def conflict_rerun(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: search again."""
    check = check_or_404(request, pk)
    found = services.rerun(check, by=request.member)
    said = "Nothing new" if not found else f"{found} new place{'' if found == 1 else 's'}"
    return redirect_to(request, check, toast=said)


@requires(Perm.CONFLICT_RUN)
@require_POST
def conflict_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """POST ids, value, reason: judge these hits alike."""
    check = check_or_404(request, pk)
    ids = [number for text in request.POST.getlist("ids") if (number := whole_number(text)) is not None]
    value, reason = request.POST.get("value", ""), request.POST.get("reason", "")
    try:
        count = services.judge(check, by=request.member, hits=ids, value=value, reason=reason)
    except Refused:
        raise
    except DomainError as error:
        return _again(request, check, judge_error=error.message, picked=ids, value=value, reason=reason)
    return redirect_to(request, check, toast="1 hit judged" if count == 1 else f"{count} hits judged")


@requires(Perm.CONFLICT_RUN)
@require_POST
def conflict_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """POST to, note, consent: an attorney decides; from others it goes to the attorney they name."""
    check = check_or_404(request, pk)
    context = page_of(request, check)
    decides = context["may_clear"] and not context["own"]
    deciders = None if decides else [m for m in kind("conflict").deciders(check) if m.pk != request.member.pk]
    papers = None
    if check.matter_id is not None:
        papers = Document.objects.visible_to(request.member).kept().filter(matter=check.matter_id)
    form = DecisionForm(request.POST, check=check, deciders=deciders, papers=papers)
    if form.is_valid():
        act = services.decide_check if decides else services.propose_decision
        try:
            act(check, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            if decides:
                check.refresh_from_db()
                return redirect_to(
                    request, check, toast=f"{check.number}: {check.get_state_display().lower()}"
                )
            return redirect_to(request, check, toast=f"Sent to {form.cleaned_data['attorney'].name}")
    return _again(request, check, form=form)


@requires(Perm.CONFLICT_CLEAR)
@require_http_methods(["GET", "POST"])
def conflict_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST reason: open a decided check again."""
    check = check_or_404(request, pk)
    context = {
        "title": f"Open {check.number} again?",
        "heading": check.label,
        "text": "Its hits can be judged anew. The record and the report of the decision stay.",
        "verb": "Open again",
        "reason": "Why it is opened again",
        "action": request.path,
        "back": check.get_absolute_url(),
    }

    def act() -> HttpResponse:
        services.reopen_check(check, by=request.member, reason=request.POST.get("reason", ""))
        return redirect_to(request, check, toast=f"{check.number} is open again")

    return confirm_page(request, act, context)


@requires(Perm.CONFLICT_RUN)
@require_GET
def conflict_report(request: HttpRequest, pk: int) -> FileResponse:
    """GET: the PDF of the newest decision (?round= of an earlier one), as this member may read it."""
    check = check_or_404(request, pk)
    rows = check.clearances.select_related("check_ref", "by", "firm", "consent").prefetch_related(
        "by__licences"
    )
    number = whole_number(request.GET.get("clearance", ""))
    clearance = rows.filter(pk=number).first() if number else rows.first()
    if clearance is None:
        raise Http404
    _report, file = services.report_for(clearance, by=request.member)
    answer = FileResponse(file, content_type="application/pdf", filename=f"{check.number}.pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
