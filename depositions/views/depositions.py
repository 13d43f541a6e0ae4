"""Depositions: planned, changed, moved along, cancelled; a deposition’s page and its package."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from calendar_app.services import may_enter_on
from depositions.forms import DepositionForm, ReasonForm, next_volume
from depositions.models import Deposition
from depositions.pdf import package_pdf
from depositions.queries.depositions import of_matter
from depositions.queries.lacks import lacks_of
from depositions.queries.notice import NoticeCheck, check_notice, undated_for
from depositions.services import depositions as services
from depositions.services import notices
from depositions.services.calendar import event_of
from depositions.views.tools import deposition_or_404, form_of
from matters.models import Matter
from matters.queries.access import may
from matters.views.tools import matter_or_404, next_url
from practice import audit
from practice.htmx import redirect_to
from practice.money import ZERO
from practice.phrases import told

NEXT = {
    "confirmed": ("taken", "Mark as taken"),
    "transcript_in": ("closed", "Close"),
}


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= fills it, ?of= with another one that is continued), POST: a deposition is planned."""
    of = request.GET.get("of", "")
    earlier = deposition_or_404(request, int(of)) if of.isdecimal() and len(of) < 19 else None
    text = request.POST.get("matter") or request.GET.get("matter", "")
    rows = Matter.objects.visible_to(request.member)
    matter = rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
    matter = matter or (earlier.matter if earlier else None)
    initial = next_volume(earlier) if earlier else None
    form = DepositionForm(request.POST or None, member=request.member, matter=matter, initial=initial)

    def act() -> HttpResponse:
        depo = services.create_deposition(form.cleaned_data["matter"], by=request.member, **form.values())
        return redirect_to(request, depo, toast="Deposition planned")

    return form_of(
        request, form, act, heading="Plan a deposition", verb="Plan deposition", depo=None,
        template="depositions/deposition_form.html",
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_GET
def deposition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what is known, what is missing, and the next step."""
    depo = deposition_or_404(request, pk)
    prepares = may_enter_on(request.member, depo.matter)
    lacks = lacks_of(depo)
    costs = list(depo.costs.kept().select_related("vendor", "document"))
    context = {
        "depo": depo,
        "lacks": lacks,
        "exhibits": list(depo.exhibits.kept().select_related("document")),
        "check": _check(depo),
        "undated": undated_for(depo.rules, depo.starts.date()) if depo.starts and depo.is_ahead else [],
        "signed": depo.notice is not None and notices.is_signed(depo.notice),
        "prepares": prepares,
        "changes": prepares and depo.is_open,
        "exhibits_change": depo.is_open and may(request.member, Perm.EXHIBIT_EDIT, depo.matter),
        "next": NEXT.get(depo.state) if prepares else None,
        "event": event_of(depo),
        "costs": costs,
        "cost_total": sum((c.amount if c.amount is not None else c.estimate or ZERO for c in costs), ZERO),
        "events": told(audit.history_of(depo, limit=60)),
    }
    return render(request, "depositions/deposition_detail.html", context)


def _check(depo: Deposition) -> NoticeCheck | None:
    """The notice as it stands now: against the day the deposition is on, which may have moved."""
    if depo.served_on is None or depo.starts is None:
        return None
    return check_notice(depo.rules, depo.served_on, depo.service_method, depo.starts.date())


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: it is changed; its event moves."""
    depo = deposition_or_404(request, pk)
    form = DepositionForm(request.POST or None, member=request.member, matter=depo.matter, depo=depo)

    def act() -> HttpResponse:
        services.change_deposition(depo, by=request.member, **form.values())
        return redirect_to(request, depo, toast="Deposition saved")

    return form_of(
        request, form, act, heading="Edit deposition", verb="Save deposition", depo=depo,
        template="depositions/deposition_form.html",
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_POST
def deposition_crew(request: HttpRequest, pk: int) -> HttpResponse:
    """POST who=reporter|videographer|interpreter, undo=1: confirmed, or not."""
    depo = deposition_or_404(request, pk)
    who, undo = (
        request.POST.get("who") or request.GET.get("who", ""),
        bool(request.POST.get("undo") or request.GET.get("undo")),
    )
    services.confirm_crew(depo, by=request.member, who=who, confirmed=not undo)
    back = "" if undo else f"{reverse('deposition_crew', args=[depo.pk])}?who={who}&undo=1"
    toast = f"{who.capitalize()} {'not confirmed' if undo else 'confirmed'}"
    return redirect_to(request, next_url(request, depo.get_absolute_url()), toast=toast, undo_url=back)


@requires(Perm.MATTER_VIEW)
@require_POST
def deposition_move(request: HttpRequest, pk: int) -> HttpResponse:
    """POST to=: it moves along; the toast offers Undo where it can go back."""
    depo = deposition_or_404(request, pk)
    before, to = depo.state, request.POST.get("to") or request.GET.get("back", "")
    depo = services.move_deposition(depo, by=request.member, to=to)
    undo = (
        f"{reverse('deposition_move', args=[depo.pk])}?back={before}"
        if before in Deposition.TRANSITIONS[depo.state]
        else ""
    )
    return redirect_to(
        request, next_url(request, depo.get_absolute_url()), toast=f"Deposition {depo.get_state_display().lower()}", undo_url=undo
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST: it is cancelled; the toast offers Undo."""
    depo = deposition_or_404(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        services.cancel_deposition(depo, by=request.member, reason=form.cleaned_data["reason"])
        return redirect_to(
            request, depo, toast="Deposition cancelled", undo_url=reverse("deposition_resume", args=[depo.pk])
        )

    return form_of(
        request,
        form,
        act,
        heading=f"Cancel the {depo.__str__()[:1].lower()}{depo.__str__()[1:]}?",
        verb="Cancel deposition",
        depo=depo,
    )


@requires(Perm.MATTER_VIEW)
@require_POST
def deposition_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the cancellation is taken back."""
    depo = services.undo_cancel(deposition_or_404(request, pk), by=request.member)
    return redirect_to(request, next_url(request, depo.get_absolute_url()), toast="Deposition is on again")


@requires(Perm.MATTER_VIEW)
@require_GET
def deposition_package(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: notice, logistics and exhibits on one page, to print."""
    depo = deposition_or_404(request, pk)
    context = {
        "depo": depo,
        "exhibits": list(depo.exhibits.kept().select_related("document")),
        "lacks": lacks_of(depo),
        "check": _check(depo),
    }
    return render(request, "depositions/package.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def deposition_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the package as a PDF file."""
    depo = deposition_or_404(request, pk)
    content = package_pdf(depo, list(depo.exhibits.kept().select_related("document")), request.firm)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f'inline; filename="deposition-{slugify(depo.witness.name) or depo.pk}.pdf"'
    )
    return response


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_depositions(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Depositions tab of a matter."""
    matter = matter_or_404(request, pk)
    rows = [
        {"depo": depo, "lacks": [one for one in lacks_of(depo) if one.late]}
        for depo in of_matter(matter, request.member)
    ]
    context = {
        "matter": matter,
        "tab": "depositions",
        "rows": rows,
        "prepares": may_enter_on(request.member, matter),
    }
    return render(request, "depositions/matter_depositions.html", context)
