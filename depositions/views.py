"""Depositions: the list, a deposition's page, its steps, its package."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from calendar_app.services import may_enter_on
from depositions.forms import (
    DepositionForm,
    ExhibitForm,
    OrderForm,
    ReasonForm,
    ReceiveForm,
    ServeForm,
    SignedForm,
    SubpoenaForm,
)
from depositions.models import Deposition, DepositionExhibit
from depositions.pdf import package_pdf
from depositions.queries.depositions import JOINED, of_matter
from depositions.queries.lacks import lacks_of
from depositions.queries.notice import NoticeCheck, check_notice
from depositions.services import depositions as services
from depositions.services import exhibits, notices, transcripts
from depositions.services.calendar import event_of
from matters.models import Matter
from matters.views.tools import matter_or_404, next_url
from practice import audit
from practice.htmx import form_page, redirect_to

NEXT = {
    "confirmed": ("taken", "Mark as taken"),
    "transcript_in": ("closed", "Close"),
}


def _get(request: HttpRequest, pk: int) -> Deposition:
    found = Deposition.objects.visible_to(request.member).select_related(*JOINED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _exhibit(request: HttpRequest, pk: int) -> DepositionExhibit:
    found = DepositionExhibit.objects.select_related("deposition__witness", "matter").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, form, act: Callable[[], HttpResponse], *, heading: str, verb: str, depo: Deposition | None,
    template: str = "depositions/form.html", **more,
) -> HttpResponse:  # fmt: skip
    back = depo.get_absolute_url() if depo else reverse("deposition_list")
    return form_page(
        request, form, act, template=template, heading=heading, verb=verb, depo=depo, back=back, **more
    )


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= fills it), POST: a deposition is planned."""
    text = request.POST.get("matter") or request.GET.get("matter", "")
    rows = Matter.objects.visible_to(request.member)
    matter = rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
    form = DepositionForm(request.POST or None, member=request.member, matter=matter)

    def act() -> HttpResponse:
        depo = services.create_deposition(form.cleaned_data["matter"], by=request.member, **form.values())
        return redirect_to(request, depo, toast="Deposition planned")

    return _form(
        request, form, act, heading="Plan a deposition", verb="Plan deposition", depo=None,
        template="depositions/deposition_form.html",
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_GET
def deposition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what is known, what is missing, and the next step."""
    depo = _get(request, pk)
    prepares = may_enter_on(request.member, depo.matter)
    lacks = lacks_of(depo)
    context = {
        "depo": depo,
        "lacks": lacks,
        "exhibits": list(depo.exhibits.select_related("document")),
        "check": _check(depo),
        "signed": depo.notice is not None and notices.is_signed(depo.notice),
        "prepares": prepares,
        "changes": prepares and depo.is_open,
        "next": NEXT.get(depo.state) if prepares else None,
        "event": event_of(depo),
        "events": audit.history_of(depo, limit=60),
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
    depo = _get(request, pk)
    form = DepositionForm(request.POST or None, member=request.member, matter=depo.matter, depo=depo)

    def act() -> HttpResponse:
        services.change_deposition(depo, by=request.member, **form.values())
        return redirect_to(request, depo, toast="Deposition saved")

    return _form(
        request, form, act, heading="Edit deposition", verb="Save deposition", depo=depo,
        template="depositions/deposition_form.html",
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_serve(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the notice was served; what the rules say of its period is shown as it is typed."""
    depo = _get(request, pk)
    form = ServeForm(request.POST or None, depo=depo, member=request.member)
    shown = None
    if request.method == "POST" and form.is_valid() and depo.starts:
        data = form.cleaned_data
        shown = check_notice(depo.rules, data["served_on"], data["method"], depo.starts.date())
    if request.headers.get("HX-Target") == "notice-check":
        return render(request, "depositions/_check.html", {"check": shown})

    def act() -> HttpResponse:
        data = form.cleaned_data
        found = notices.serve_notice(
            depo, by=request.member, document=data["document"], served_on=data["served_on"], method=data["method"],
            short_reason=data["short_reason"],
        )  # fmt: skip
        return redirect_to(request, found, toast="Notice served")

    return _form(
        request, form, act, heading="Notice served", verb="Note service", depo=depo, template="depositions/serve.html",
        check=shown,
    )  # fmt: skip


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST: the notice is withdrawn."""
    depo = _get(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        notices.withdraw_notice(depo, by=request.member, reason=form.cleaned_data["reason"])
        return redirect_to(request, depo, toast="Notice withdrawn")

    return _form(request, form, act, heading="Withdraw the notice", verb="Withdraw notice", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_subpoena(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the witness was subpoenaed."""
    depo = _get(request, pk)
    form = SubpoenaForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        notices.serve_subpoena(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Subpoena noted")

    return _form(request, form, act, heading="Subpoena served", verb="Note service", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_POST
def deposition_crew(request: HttpRequest, pk: int) -> HttpResponse:
    """POST who=reporter|videographer|interpreter, undo=1: confirmed, or not."""
    depo = _get(request, pk)
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
    depo = _get(request, pk)
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
    depo = _get(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        services.cancel_deposition(depo, by=request.member, reason=form.cleaned_data["reason"])
        return redirect_to(
            request, depo, toast="Deposition cancelled", undo_url=reverse("deposition_resume", args=[depo.pk])
        )

    return _form(
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
    depo = services.undo_cancel(_get(request, pk), by=request.member)
    return redirect_to(request, next_url(request, depo.get_absolute_url()), toast="Deposition is on again")


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_order(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the transcript is ordered; its day is a deadline."""
    depo = _get(request, pk)
    form = OrderForm(request.POST or None, depo=depo)

    def act() -> HttpResponse:
        transcripts.order_transcript(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Transcript ordered")

    return _form(request, form, act, heading="Order the transcript", verb="Note order", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the transcript is in; the time for review begins."""
    depo = _get(request, pk)
    form = ReceiveForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        transcripts.receive_transcript(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Transcript received")

    return _form(request, form, act, heading="Transcript received", verb="Note receipt", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def deposition_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the witness signed."""
    depo = _get(request, pk)
    form = SignedForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        transcripts.note_signed(depo, by=request.member, **form.cleaned_data)
        return redirect_to(request, depo, toast="Signature noted")

    return _form(request, form, act, heading="Signed by the witness", verb="Note signature", depo=depo)


@requires(Perm.MATTER_VIEW)
@require_GET
def deposition_package(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: notice, logistics and exhibits on one page, to print."""
    depo = _get(request, pk)
    context = {
        "depo": depo,
        "exhibits": list(depo.exhibits.select_related("document")),
        "lacks": lacks_of(depo),
        "check": _check(depo),
    }
    return render(request, "depositions/package.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def deposition_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the package as a PDF file."""
    depo = _get(request, pk)
    content = package_pdf(depo, list(depo.exhibits.select_related("document")), request.firm)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f'inline; filename="deposition-{slugify(depo.witness.name) or depo.pk}.pdf"'
    )
    return response


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def exhibit_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: an exhibit is added; with another=1 the form for the next one follows."""
    depo = _get(request, pk)
    form = ExhibitForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        exhibit = exhibits.add_exhibit(depo, by=request.member, **form.cleaned_data)
        goal = (
            reverse("exhibit_create", args=[depo.pk])
            if request.POST.get("another")
            else f"{depo.get_absolute_url()}#exhibits"
        )
        return redirect_to(request, goal, toast=f"Exhibit {exhibit.number} added")

    return _form(request, form, act, heading="Add an exhibit", verb="Add exhibit", depo=depo, another=True)


@requires(Perm.MATTER_VIEW)
@require_POST
def exhibit_step(request: HttpRequest, pk: int) -> HttpResponse:
    """POST step=marked|offered or nothing: what became of an exhibit on the record."""
    exhibit = exhibits.mark_exhibit(
        _exhibit(request, pk), by=request.member, step=request.POST.get("step", "")
    )
    return redirect_to(request, f"{exhibit.deposition.get_absolute_url()}#exhibits")


@requires(Perm.MATTER_VIEW)
@require_POST
def exhibit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: an exhibit that was not marked is taken out."""
    exhibit = _exhibit(request, pk)
    exhibits.remove_exhibit(exhibit, by=request.member)
    return redirect_to(
        request,
        f"{exhibit.deposition.get_absolute_url()}#exhibits",
        toast=f"Exhibit {exhibit.number} taken out",
    )


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
