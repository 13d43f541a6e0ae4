"""From a lead to a matter: prepare, send for a decision, decide, sign, convert."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from intake import services
from intake.forms import DeclineForm, PrepareForm, SignForm, SubmitForm
from intake.queries.leads import same_people
from intake.views.leads import _together, detail_context
from intake.views.tools import found, tried
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to
from supervision.kinds import kind


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def lead_prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: make the pending matter of a lead, with all that was gathered."""
    lead = found(request, pk)
    if lead.matter_id is not None:
        return redirect_to(request, lead)
    form = PrepareForm(request.POST or None, member=request.member, lead=lead)
    if request.method == "POST" and form.is_valid():
        matter = tried(form, lambda: services.prepare_matter(lead, by=request.member, **form.values()))
        if matter is not None:
            return redirect_to(request, lead, toast=f"{matter.number} prepared")
    context = {
        "form": form,
        "lead": lead,
        "parties": list(lead.parties.all()),
        "files": lead.files.count(),
        "same": []
        if lead.contact_id
        else list(same_people(name=lead.name, email=lead.email, phone=lead.phone)[:3]),
    }
    return render(request, "intake/prepare.html", context, status=INVALID if form.errors else 200)


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def lead_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: send the lead to an attorney for a decision."""
    lead = found(request, pk)
    if lead.matter_id is None:
        raise DomainError("Prepare the matter first: client, parties, attorney and terms.")
    form = SubmitForm(request.POST or None, deciders=kind("lead").deciders(lead))
    if request.method == "POST" and form.is_valid():
        sent = tried(form, lambda: services.submit_lead(lead, by=request.member, **form.cleaned_data))
        if sent is not None:
            return redirect_to(request, lead, toast=f"Sent to {sent.assigned_to.name}")
    return render(
        request, "intake/submit.html", {"form": form, "lead": lead}, status=INVALID if form.errors else 200
    )


@requires(Perm.MATTER_ACCEPT)
@require_POST
def lead_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """POST seen=: an attorney accepts the lead and its matter in one act."""
    lead = found(request, pk)
    done = services.accept_lead(lead, by=request.member, seen=request.POST.get("seen", "")[:64])
    said = f"{done.matter.number} is open" if done.state == "converted" else f"{done.name} accepted"
    return redirect_to(request, done, toast=said)


@requires(Perm.MATTER_ACCEPT)
@require_http_methods(["GET", "POST"])
def lead_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: an attorney declines the lead, or refers it out; the letter is drafted with it."""
    lead = found(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        letter = data.pop("letter")

        def act():
            done = services.decline_lead(lead, by=request.member, **data)
            if letter:
                wanted = "referral" if data["refer"] else "non_engagement"
                return done, services.draft_letter(done, by=request.member, kind=wanted)
            return done, None

        done = tried(form, lambda: _together(act))
        if done is not None:
            said = f"{lead.name} {'referred out' if data['refer'] else 'declined'}"
            return redirect_to(request, done[1] or done[0], toast=said)
    return render(
        request, "intake/decline.html", {"form": form, "lead": lead}, status=INVALID if form.errors else 200
    )


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """POST signed_on=: the client signed. convert=1 opens the matter in the same step, once an attorney accepted."""
    lead = found(request, pk)
    form = SignForm(request.POST)
    if form.is_valid():

        def act():
            done = services.sign_lead(lead, by=request.member, **form.cleaned_data)
            if done.state == "signed" and request.POST.get("convert"):
                return services.convert_lead(done, by=request.member)
            return done

        done = tried(form, lambda: _together(act))
        if done is not None:
            said = f"{done.number} is open" if hasattr(done, "number") else "Signature noted"
            return redirect_to(request, done, toast=said)
    context = detail_context(request, lead, sign_form=form, now=timezone.now())
    return render(request, "intake/lead_detail.html", context, status=INVALID)


@requires(Perm.LEAD_SCREEN)
@require_POST
def lead_convert(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the last step; the matter is open."""
    lead = found(request, pk)
    matter = services.convert_lead(lead, by=request.member)
    return redirect_to(request, matter, toast=f"{matter.number} is open")
