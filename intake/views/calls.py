"""The phone-intake script: read during a call, filled in while people talk."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from communications.services.made import note_made
from intake.models import Script, ScriptLine
from intake.services.scripts import answer_line, start_call
from intake.views.tools import found
from matters.models import Contact
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to


@requires(Perm.LEAD_CREATE)
@require_http_methods(["GET", "POST"])
def lead_call(request: HttpRequest) -> HttpResponse:
    """GET: choose the script; POST script=: a lead for the call that goes on now, and its script.

    ?name=, ?phone= and ?contact= come from the telephone or a message slip, ?from= names the slip: it says what was made of
    it, and the lead where it comes from.
    """
    scripts = list(Script.objects.filter(is_active=True).select_related("practice_area").order_by("name"))
    asked = {
        k: (request.POST.get(k) or request.GET.get(k, ""))[:200] for k in ("name", "phone", "contact", "from")
    }
    given = {k: asked[k] for k in ("name", "phone")}
    if request.method == "POST":
        number = request.POST.get("script", "")
        script = next((s for s in scripts if str(s.pk) == number), None)
        with transaction.atomic():
            lead = start_call(
                by=request.member, script=script, contact=_contact(request.member, asked["contact"]), **given
            )
            note_made(asked["from"][:40], "lead", lead, by=request.member)
        if script is None:
            return redirect_to(request, "lead_edit", lead.pk)
        return redirect_to(request, f"{reverse('lead_script', args=[lead.pk])}?script={script.pk}")
    return render(request, "intake/call.html", {"scripts": scripts, "origin": asked["from"], **asked})


def _contact(member: Member, number: str) -> Contact | None:
    """The contact that the slip names, if the member may see it."""
    if not number.isdecimal() or len(number) > 18:
        return None
    return Contact.objects.visible_to(member).filter(pk=int(number)).first()


@requires(Perm.LEAD_SCREEN)
@require_GET
def lead_script(request: HttpRequest, pk: int) -> HttpResponse:
    """GET ?script=: the script with what was answered so far."""
    lead = found(request, pk)
    scripts = list(Script.objects.filter(is_active=True).order_by("name"))
    number = request.GET.get("script", "")
    script = next((s for s in scripts if str(s.pk) == number), None)
    answers = {a.line_id: a for a in lead.script_answers.all()}
    if script is None:
        fitting = [s for s in scripts if s.practice_area_id == lead.practice_area_id and s.practice_area_id]
        script = next(iter([*fitting, *scripts]), None)
    lines = list(script.lines.all()) if script else []
    for line in lines:
        line.answer = answers[line.pk].answer if line.pk in answers else _known(lead, line)
    asked = [line for line in lines if line.kind != ScriptLine.Kind.SAY]
    context = {
        "lead": lead,
        "script": script,
        "scripts": scripts,
        "lines": lines,
        "total": len(asked),
        "done": sum(1 for line in asked if line.answer),
    }
    return render(request, "intake/script.html", context)


def _known(lead, line: ScriptLine) -> str:
    """What the lead has of this already, so that it is not asked twice."""
    if line.target in ("name", "email", "phone", "address", "summary", "referrer_name"):
        value = getattr(lead, line.target)
        return "" if value == "Caller" else value
    if line.target == "limitation_on" and lead.limitation_on:
        return lead.limitation_on.isoformat()
    return ""


@requires(Perm.LEAD_CREATE)
@require_POST
def lead_script_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """POST line=, answer=: keep an answer while it is typed (JSON). A plain form sends all answers as answer-<id>."""
    lead = found(request, pk)
    by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    if not by_script:
        ids = {
            name.removeprefix("answer-"): request.POST.get(name, "")
            for name in request.POST
            if name.startswith("answer-")
        }
        for line in ScriptLine.objects.filter(pk__in=[int(i) for i in ids if i.isdecimal() and len(i) < 19]):
            answer_line(lead, line, by=request.member, answer=ids[str(line.pk)])
        return redirect_to(request, lead, toast="Answers kept")
    number = request.POST.get("line", "")
    line = get_object_or_404(ScriptLine, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    try:
        kept = answer_line(lead, line, by=request.member, answer=request.POST.get("answer", ""))
    except Refused:
        raise
    except DomainError as error:
        return JsonResponse({"error": error.message}, status=INVALID)
    lead.refresh_from_db(fields=["name"])
    return JsonResponse({"kept": kept.answer, "name": lead.name})
