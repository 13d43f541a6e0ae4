"""Letters to leads."""

import hashlib

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from documents import storage
from intake import pdf, services
from intake.forms import LetterForm, WayForm
from intake.models import Letter
from intake.queries import lead_or_404
from intake.queries.wording import fee_words
from intake.services.letters import usual_way
from intake.views.tools import found, tried
from practice import audit
from practice.exceptions import Stale
from practice.htmx import INVALID, redirect_to
from supervision.queries import newest


def letter_or_404(request: HttpRequest, pk: int) -> Letter:
    """The letter with its lead, if the member may see the lead."""
    letter = (
        Letter.objects.select_related(
            "lead__contact", "lead__attorney", "lead__practice_area", "lead__matter__client", "lead__matter__responsible",
            "lead__firm", "firm", "document", "signed_off_by", "created_by", "sent_by",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if letter is None:
        raise Http404
    lead_or_404(request.member, letter.lead_id)
    return letter


def _version(letter: Letter) -> str:
    """What tells one state of a draft from another, its terms included."""
    text = f"{letter.updated_at.isoformat()}|{fee_words(letter.lead)}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """POST kind=: draft a letter to the lead, and go on with it."""
    lead = found(request, pk)
    letter = services.draft_letter(lead, by=request.member, kind=request.POST.get("kind", ""))
    return redirect_to(request, letter)


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the letter, POST: save a draft."""
    letter = letter_or_404(request, pk)
    fields = ("to_name", "to_email", "to_address", "subject", "body")
    form = LetterForm(request.POST or None, initial={name: getattr(letter, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        saved = tried(form, lambda: services.save_letter(letter, by=request.member, **form.cleaned_data))
        if saved is not None:
            return redirect_to(request, saved, toast="Draft saved")
    approval = newest("letter", letter)
    waiting = approval is not None and approval.is_waiting
    way = approval.arguments.get("how") if waiting else usual_way(letter)
    context = {
        "letter": letter,
        "lead": letter.lead,
        "form": form,
        "way_form": WayForm(initial={"how": way}),
        "ways": [(Letter.How.POST.value, "Posted"), (Letter.How.HAND.value, "Handed over")],
        "fee": fee_words(letter.lead),
        "approval": approval,
        "waiting": waiting,
        "signs": request.member.can(Perm.DOCUMENT_APPROVE) and letter.state == "draft",
        "drafts": request.member.powers.may_prepare(Perm.ENGAGEMENT_DRAFT),
        "version": _version(letter),
        "events": audit.history_of(letter, limit=30),
    }
    return render(request, "intake/letter.html", context, status=INVALID if form.errors else 200)


@requires(Perm.LEAD_SCREEN)
@require_GET
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """GET: the letter on paper: as it was signed off, or the draft as it would look."""
    letter = letter_or_404(request, pk)
    name = f"{letter.get_kind_display()}, {letter.to_name}.pdf"
    if letter.sha256:
        file = storage.open_for_reading(letter.firm_id, letter.sha256, size=letter.size)
        return FileResponse(file, filename=name, content_type="application/pdf")
    response = HttpResponse(pdf.letter_pdf(letter), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="Draft of letter {letter.pk}.pdf"'
    return response


@requires(Perm.LEAD_SCREEN)
@require_POST
def letter_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """POST how=, note=: send the draft to an attorney, who signs it off and sends it in one act."""
    letter = letter_or_404(request, pk)
    sent = services.submit_letter(
        letter, by=request.member, how=request.POST.get("how", ""), note=request.POST.get("note", "")[:1000]
    )
    return redirect_to(request, letter, toast=f"Sent to {sent.assigned_to.name} for sign-off")


@requires(Perm.DOCUMENT_APPROVE)
@require_POST
def letter_sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """POST how=: an attorney signs the letter off, and it goes out."""
    letter = letter_or_404(request, pk)
    shown = request.POST.get("version", "")
    if shown and shown != _version(letter):
        raise Stale("This letter changed after you opened it, so it was not signed off. Read it again.")
    done = services.sign_off_letter(letter, by=request.member, how=request.POST.get("how", ""))
    said = "Signed off and sent" if done.state == "sent" else "Signed off. Print it."
    return redirect_to(request, done, toast=said)


@requires(Perm.LEAD_SCREEN)
@require_POST
def letter_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """POST how=: a signed-off letter was posted or handed over."""
    letter = letter_or_404(request, pk)
    done = services.mark_sent(letter, by=request.member, how=request.POST.get("how", ""))
    return redirect_to(request, done, toast=done.get_how_display())


@requires(Perm.LEAD_SCREEN)
@require_POST
def letter_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: throw a draft away."""
    letter = letter_or_404(request, pk)
    services.delete_letter(letter, by=request.member)
    return redirect_to(request, letter.lead, toast="Draft thrown away")
