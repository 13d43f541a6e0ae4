"""Leads: lists, the record, and what is done about one by hand."""

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.sudo import sudo_exports
from communications.queries.made import sources_of
from communications.services.made import note_made
from custom_fields.forms import CustomFieldsForm
from documents import storage
from documents.uploads import problem_of
from documents.views.files import SANDBOX
from intake import services
from intake.forms import LeadForm, LoseForm, NoteForm, PartyForm, SignForm
from intake.lists import LeadBoard, LeadList
from intake.models import Lead, LeadFile, LeadParty, LetterText
from intake.queries.conflicts import conflict_block, standing_of
from intake.queries.leads import earlier_leads, same_people
from intake.services.leads import FIELDS
from intake.views.tools import found, next_url, run, tried
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to
from supervision.kinds import content_of, hash_of, kind
from supervision.queries import newest

lead_list = sudo_exports(LeadList.as_view())
lead_board = LeadBoard.as_view()


@requires(Perm.LEAD_SCREEN)
@require_GET
def lead_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one lead with all that is known of it, and what can be done next."""
    lead = found(request, pk)
    return render(request, "intake/lead_detail.html", detail_context(request, lead))


def detail_context(request: HttpRequest, lead: Lead, **more) -> dict:
    """What intake/lead_detail.html reads."""
    powers = request.member.powers
    approval = newest("lead", lead)
    seen = ""
    if lead.matter_id is not None and lead.is_undecided:
        of, arguments = kind("lead"), {"to": "accepted"}
        seen = hash_of(content_of(of, of.get(lead.pk), arguments), arguments)
    letters = list(lead.letters.select_related("created_by", "signed_off_by", "document").order_by("-id"))
    for letter in letters:
        letter.round = newest("letter", letter)
    engagement = next((x for x in letters if x.kind == LetterText.Kind.ENGAGEMENT), None)
    parties = list(lead.parties.select_related("contact"))
    standing = standing_of(lead)
    return {
        "lead": lead,
        "engagement": engagement,
        "engagement_sent": engagement is not None and engagement.state == "sent",
        "names_count": len(parties) + 1,
        "may_run": request.member.can(Perm.CONFLICT_RUN),
        "seen": seen,
        "now": timezone.now(),
        "approval": approval,
        "waiting": approval is not None and approval.is_waiting,
        "steps": [(state, Lead.State(state).label) for state in Lead.BY_HAND],
        "parties": parties,
        "notes": list(lead.notes.select_related("by")),
        "files": list(lead.files.select_related("uploaded_by", "document")),
        "answers": list(lead.script_answers.exclude(answer="").select_related("by")),
        "submissions": list(lead.submissions.select_related("form")),
        "sources": sources_of("lead", lead.pk, request.member),
        "form_links": list(
            lead.form_links.filter(submission=None, revoked_at=None).select_related("form")[:3]
        )
        if lead.is_open
        else [],
        "letters": letters,
        "standing": standing,
        "check": standing.check,
        "hits": standing.check.hits.count() if standing.check else 0,
        "hindrance": conflict_block(lead),
        "same": []
        if lead.contact_id
        else list(same_people(name=lead.name, email=lead.email, phone=lead.phone)[:3]),
        "earlier": list(earlier_leads(lead)[:5]),
        "decides": request.member.can(Perm.MATTER_ACCEPT),
        "prepares": powers.may_prepare(Perm.MATTER_CREATE_PENDING),
        "drafts": powers.may_prepare(Perm.ENGAGEMENT_DRAFT),
        "kinds": LetterText.Kind,
        "note_form": NoteForm(),
        "party_form": PartyForm(),
        "sign_form": SignForm(initial={"signed_on": timezone.localdate()}),
        "events": audit.history_of(lead, limit=60),
        **more,
    }


def _start(request: HttpRequest) -> dict:
    """What an address may fill a new lead with: ?name= &phone= &email= &summary= &channel=."""
    given = {
        k: request.GET[k][:500]
        for k in ("name", "phone", "email", "summary", "channel", "contact")
        if k in request.GET
    }
    return {"owner": str(request.member.pk), "channel": "phone", **given}


def _together(act):
    """Several writes as one: a broken rule takes all of them back."""
    with transaction.atomic():
        return act()


@requires(Perm.LEAD_CREATE)
@require_http_methods(["GET", "POST"])
def lead_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?name=, ?phone= and others fill it), POST: a new lead."""
    origin = (request.POST.get("from") or request.GET.get("from", ""))[:40]
    form = LeadForm(request.POST or None, member=request.member, initial=_start(request))
    custom = _custom(request, form, None).reloading()
    if request.method == "POST" and all([form.is_valid(), custom.is_valid()]):
        answered, opposing = form.cleaned_data["answered"], form.cleaned_data["opposing"]

        def act():
            lead = services.create_lead(by=request.member, answered=answered, **form.values())
            if opposing:
                services.add_party(lead, by=request.member, name=opposing)
            note_made(origin, "lead", lead, by=request.member)
            return custom.save(lead, new=True)

        lead = tried(form, lambda: _together(act))
        if lead is not None:
            return redirect_to(request, lead, toast=f"{lead.name} taken down")
    status = INVALID if form.errors or custom.errors else 200
    return render(
        request,
        "intake/lead_form.html",
        {"form": form, "lead": None, "custom": custom, "origin": origin},
        status=status,
    )


def _custom(request: HttpRequest, form: LeadForm, lead: Lead | None) -> CustomFieldsForm:
    """The firm's own fields of a lead: those of all, and those of its practice area."""
    text = str(form["practice_area"].value() or "")
    area = int(text) if text.isdecimal() and len(text) < 19 else None
    data = request.POST if request.method == "POST" else None
    return CustomFieldsForm(data, host="lead", member=request.member, obj=lead, area=area)


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def lead_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a lead."""
    lead = found(request, pk)
    initial = {name: getattr(lead, name) for name in FIELDS}
    initial |= {name: str(getattr(lead, f"{name}_id") or "") for name in ("owner", "attorney")}
    initial |= {
        name: getattr(lead, f"{name}_id") for name in ("source", "practice_area", "contact", "referrer")
    }
    form = LeadForm(request.POST or None, member=request.member, lead=lead, initial=initial)
    custom = _custom(request, form, lead)
    if request.method == "POST" and all([form.is_valid(), custom.is_valid()]):

        def act():
            saved = services.update_lead(lead, by=request.member, **form.values())
            # Another practice area has other fields: what was typed for the old ones is not put into the new.
            return custom.save(saved) if saved.practice_area_id == lead.practice_area_id else saved

        saved = tried(form, act)
        if saved is not None:
            return redirect_to(request, saved, toast=f"{saved.name} saved")
    status = INVALID if form.errors or custom.errors else 200
    return render(
        request, "intake/lead_form.html", {"form": form, "lead": lead, "custom": custom}, status=status
    )


@requires(Perm.CONTACT_VIEW, Perm.LEAD_CREATE)
@require_GET
def lead_similar(request: HttpRequest) -> HttpResponse:
    """GET ?name=&email=&phone=: who in the address book, and which leads, may be the same person."""
    given = {name: request.GET.get(name, "")[:200] for name in ("name", "email", "phone")}
    twin = Lead(pk=0, **given)
    context = {
        "same": list(same_people(**given)[:3]),
        "earlier": list(earlier_leads(twin)[:3]) if given["name"] else [],
    }
    return render(request, "intake/_similar.html", context)


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_move(request: HttpRequest, pk: int) -> HttpResponse:
    """POST to=: move a card of the board. From script: 204, or 409 with the reason as a toast."""
    lead = found(request, pk)
    by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    try:
        moved = services.move_lead(lead, by=request.member, to=request.POST.get("to", ""))
    except Refused:
        raise
    except DomainError as error:
        if by_script:
            return JsonResponse({"error": error.message}, status=409)
        raise
    if by_script:
        return JsonResponse({"state": moved.state, "label": moved.get_state_display()})
    return redirect_to(
        request,
        next_url(request, lead.get_absolute_url()),
        toast=f"{lead.name}: {moved.get_state_display().lower()}",
    )


@requires(Perm.LEAD_SCREEN, Perm.CONFLICT_RUN)
@require_POST
def lead_check(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: run the conflict check over the names of the lead, or run it again; then read it."""
    lead = found(request, pk)
    check = services.run_check(lead, by=request.member)
    hits = check.hits.count()
    said = "no hits" if not hits else "1 hit" if hits == 1 else f"{hits} hits"
    return redirect_to(request, check, toast=f"{check.number}: {said}")


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: note the first answer; the clock stops."""
    lead = found(request, pk)
    return run(request, lead, lambda: services.answer_lead(lead, by=request.member), toast="Answered")


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_note(request: HttpRequest, pk: int) -> HttpResponse:
    """POST kind=, text=: note something."""
    lead = found(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        note = tried(form, lambda: services.add_note(lead, by=request.member, **form.cleaned_data))
        if note is not None:
            return redirect_to(request, f"{lead.get_absolute_url()}#notes", toast="Noted")
    return render(
        request, "intake/lead_detail.html", detail_context(request, lead, note_form=form), status=INVALID
    )


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_party_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST name=, role=: name somebody who plays a part."""
    lead = found(request, pk)
    form = PartyForm(request.POST)
    if form.is_valid():
        party = tried(form, lambda: services.add_party(lead, by=request.member, **form.cleaned_data))
        if party is not None:
            return redirect_to(request, f"{lead.get_absolute_url()}#names", toast=f"{party.name} added")
    return render(
        request, "intake/lead_detail.html", detail_context(request, lead, party_form=form), status=INVALID
    )


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_party_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a name out again."""
    party = get_object_or_404(LeadParty.objects.select_related("lead"), pk=pk)
    lead = found(request, party.lead_id)
    services.remove_party(party, by=request.member)
    return redirect_to(request, f"{lead.get_absolute_url()}#names", toast=f"{party.name} taken out")


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST files to a lead: one a request from the script (JSON), several from a plain form."""
    lead = found(request, pk)
    by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    count, failed = 0, []
    for file in request.FILES.getlist("file"):
        problem = problem_of(file)
        try:
            if problem is not None:
                raise problem
            services.add_file(lead, by=request.member, content=file, filename=file.name or "")
            count += 1
        except Refused:
            raise
        except DomainError as error:
            failed.append(error.message)
    if not count and not failed:
        failed.append("No file came with the form. Choose one first.")
    if by_script:
        if failed:
            return JsonResponse({"error": failed[0]}, status=INVALID)
        return JsonResponse({"url": lead.get_absolute_url()}, status=201)
    if failed:
        raise DomainError(" ".join(failed))
    return redirect_to(
        request, f"{lead.get_absolute_url()}#files", toast=f"{count} file{'s' if count > 1 else ''} stored"
    )


@requires(Perm.LEAD_SCREEN)
@require_GET
def lead_file(request: HttpRequest, pk: int) -> FileResponse:
    """GET: a file of a lead; ?inline=1 shows pictures and PDF in the browser."""
    file = get_object_or_404(LeadFile, pk=pk)
    found(request, file.lead_id)
    show = request.GET.get("inline") == "1" and file.is_inline
    response = FileResponse(
        storage.open_for_reading(file.firm_id, file.sha256, size=file.size),
        as_attachment=not show,
        filename=file.filename,
        content_type=file.media_type if file.is_inline else "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def lead_lose(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the question, POST reason=: nothing came of it. Undo takes it up again."""
    lead = found(request, pk)
    form = LoseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = tried(form, lambda: services.lose_lead(lead, by=request.member, **form.cleaned_data))
        if saved is not None:
            return redirect_to(
                request, lead, toast=f"{lead.name} lost", undo_url=reverse("lead_reopen", args=[lead.pk])
            )
    context = {"form": form, "lead": lead}
    return render(request, "intake/lose.html", context, status=INVALID if form.errors else 200)


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take up a lead again."""
    lead = found(request, pk)
    return run(
        request, lead, lambda: services.reopen_lead(lead, by=request.member), toast=f"{lead.name} open again"
    )
