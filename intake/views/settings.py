"""How the firm sets up its intake: forms, scripts, sources, letters, the clock."""

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from intake.forms import (
    ClockForm,
    IntakeFormForm,
    LetterTextForm,
    LineForm,
    QuestionForm,
    ScriptForm,
    SourceForm,
)
from intake.models import IntakeForm, LeadSource, LetterText, Question, Script, ScriptLine
from intake.queries.clock import policy
from intake.queries.tokens import token_of
from intake.queries.wording import letter_text, places
from intake.services import forms as form_services
from intake.services import scripts as script_services
from intake.services.letters import save_letter_text
from intake.services.sources import delete_source, save_policy, save_source
from intake.services.submissions import Filled
from intake.views.public import context_of
from intake.views.tools import tried
from matters.models import PracticeArea
from practice import audit
from practice.htmx import INVALID, redirect_to


def _tabs(current: str) -> list[dict]:
    """The parts of the settings of intake."""
    parts = (
        ("forms", "Forms", "intake_forms"),
        ("scripts", "Phone scripts", "intake_scripts"),
        ("sources", "Sources", "intake_sources"),
        ("letters", "Letters", "intake_letters"),
        ("clock", "Response clock", "intake_clock"),
    )
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in parts]


# Forms


@requires(Perm.FIRM_SETTINGS)
@require_GET
def intake_forms(request: HttpRequest) -> HttpResponse:
    """GET: the firm's public forms."""
    found = (
        IntakeForm.objects.select_related("practice_area", "owner", "firm")
        .annotate(sent=Count("submissions"), last=Max("submissions__sent_at"))
        .order_by("name")
    )
    forms = list(found)
    for form in forms:
        form.address = request.build_absolute_uri(reverse("intake_public", args=[token_of(form)]))
    return render(request, "intake/forms.html", {"forms": forms, "tabs": _tabs("forms")})


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_form_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new public form with the usual first questions."""
    form = IntakeFormForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: form_services.save_form(None, by=request.member, **form.cleaned_data))
        if made is not None:
            return redirect_to(request, made, toast=f"{made.name} made. Look at its questions.")
    context = {"form": form, "intake_form": None, "tabs": _tabs("forms")}
    return render(request, "intake/form_edit.html", context, status=INVALID if form.errors else 200)


def _form(pk: int) -> IntakeForm:
    return get_object_or_404(
        IntakeForm.objects.select_related("firm", "practice_area", "source", "owner"), pk=pk
    )


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_form_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a form with its questions, its address and the code to embed it; POST: change it."""
    found = _form(pk)
    fields = ("name", "title", "intro", "hosts", "thanks", "acknowledge", "acknowledgment", "is_active")
    initial = {name: getattr(found, name) for name in fields}
    initial |= {
        "practice_area": found.practice_area_id,
        "source": found.source_id,
        "owner": str(found.owner_id or ""),
    }
    form = IntakeFormForm(request.POST or None, form=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = tried(form, lambda: form_services.save_form(found, by=request.member, **form.cleaned_data))
        if saved is not None:
            return redirect_to(request, saved, toast=f"{saved.name} saved")
    address = request.build_absolute_uri(reverse("intake_public", args=[token_of(found)]))
    questions = list(found.questions.select_related("show_if"))
    context = {
        "form": form,
        "intake_form": found,
        "questions": questions,
        "address": address,
        "code": f'<iframe src="{address}" title="{found.title}" width="100%" height="900" loading="lazy"></iframe>',
        "tabs": _tabs("forms"),
        "events": audit.history_of(found, limit=20),
    }
    return render(request, "intake/form_edit.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_GET
def intake_form_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the form as strangers see it. Nothing is sent from here."""
    found = _form(pk)
    context = context_of(found, list(found.questions.all()), Filled())
    return render(request, "intake/public_form.html", context | {"preview": True})


@requires(Perm.FIRM_SETTINGS)
@require_POST
def intake_form_key(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a new address; the old one ends."""
    found = form_services.new_address(_form(pk), by=request.member)
    return redirect_to(request, found, toast="The form has a new address. Put it on your web site.")


@requires(Perm.FIRM_SETTINGS)
@require_POST
def intake_form_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: delete a form that nobody has sent."""
    found = _form(pk)
    form_services.delete_form(found, by=request.member)
    return redirect_to(request, "intake_forms", toast=f"{found.name} deleted")


def _question(request: HttpRequest, found: IntakeForm, question: Question | None) -> HttpResponse:
    initial: dict = {}
    if question is not None:
        names = ("section", "label", "hint", "kind", "choices", "required", "target", "show_values")
        initial = {name: getattr(question, name) for name in names} | {"show_if": question.show_if_id}
    else:
        last = found.questions.order_by("-position", "-pk").first()
        initial = {"section": last.section if last else ""}
    form = QuestionForm(request.POST or None, form=found, question=question, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = tried(
            form, lambda: form_services.save_question(found, question, by=request.member, **form.cleaned_data)
        )
        if saved is not None:
            return redirect_to(request, f"{found.get_absolute_url()}#questions", toast="Question saved")
    context = {"form": form, "intake_form": found, "question": question, "tabs": _tabs("forms")}
    return render(request, "intake/question_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_question_add(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a new question at the end of a form."""
    return _question(request, _form(pk), None)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_question_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a question."""
    question = get_object_or_404(Question.objects.select_related("form"), pk=pk)
    return _question(request, question.form, question)


@requires(Perm.FIRM_SETTINGS)
@require_POST
def intake_question_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a question out of its form."""
    question = get_object_or_404(Question.objects.select_related("form"), pk=pk)
    form_services.delete_question(question, by=request.member)
    return redirect_to(request, f"{question.form.get_absolute_url()}#questions", toast="Question taken out")


@requires(Perm.FIRM_SETTINGS)
@require_POST
def intake_question_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """POST up=1 or up=: move a question one place."""
    question = get_object_or_404(Question.objects.select_related("form"), pk=pk)
    form_services.shift_question(question, by=request.member, up=bool(request.POST.get("up")))
    return redirect_to(request, f"{question.form.get_absolute_url()}#questions")


# Phone scripts


@requires(Perm.FIRM_SETTINGS)
@require_GET
def intake_scripts(request: HttpRequest) -> HttpResponse:
    """GET: the firm's phone scripts."""
    scripts = Script.objects.select_related("practice_area").annotate(count=Count("lines")).order_by("name")
    return render(request, "intake/scripts.html", {"scripts": scripts, "tabs": _tabs("scripts")})


def _script(request: HttpRequest, script: Script | None) -> HttpResponse:
    initial: dict = {}
    if script is not None:
        initial = {name: getattr(script, name) for name in ("name", "opening", "closing", "is_active")}
        initial["practice_area"] = script.practice_area_id
    form = ScriptForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = tried(
            form, lambda: script_services.save_script(script, by=request.member, **form.cleaned_data)
        )
        if saved is not None:
            return redirect_to(request, "script_detail", saved.pk, toast=f"{saved.name} saved")
    context = {
        "form": form,
        "script": script,
        "lines": list(script.lines.all()) if script else [],
        "tabs": _tabs("scripts"),
    }
    return render(request, "intake/script_edit.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def script_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new phone script."""
    return _script(request, None)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def script_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a script with its questions; POST: change it."""
    return _script(request, get_object_or_404(Script, pk=pk))


def _line(request: HttpRequest, script: Script, line: ScriptLine | None) -> HttpResponse:
    names = ("ask", "hint", "kind", "choices", "target")
    form = LineForm(request.POST or None, initial={n: getattr(line, n) for n in names} if line else {})
    if request.method == "POST" and form.is_valid():
        saved = tried(
            form, lambda: script_services.save_line(script, line, by=request.member, **form.cleaned_data)
        )
        if saved is not None:
            return redirect_to(request, "script_detail", script.pk, toast="Question saved")
    context = {"form": form, "script": script, "line": line, "tabs": _tabs("scripts")}
    return render(request, "intake/line_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def script_line_add(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a new question at the end of a script."""
    return _line(request, get_object_or_404(Script, pk=pk), None)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def script_line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a question of a script."""
    line = get_object_or_404(ScriptLine.objects.select_related("script"), pk=pk)
    return _line(request, line.script, line)


@requires(Perm.FIRM_SETTINGS)
@require_POST
def script_line_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a question out of a script."""
    line = get_object_or_404(ScriptLine.objects.select_related("script"), pk=pk)
    script_services.delete_line(line, by=request.member)
    return redirect_to(request, "script_detail", line.script_id, toast="Question taken out")


@requires(Perm.FIRM_SETTINGS)
@require_POST
def script_line_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """POST up=1 or up=: move a question one place."""
    line = get_object_or_404(ScriptLine.objects.select_related("script"), pk=pk)
    script_services.shift_line(line, by=request.member, up=bool(request.POST.get("up")))
    return redirect_to(request, "script_detail", line.script_id)


# Sources


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_sources(request: HttpRequest) -> HttpResponse:
    """GET: where leads come from; POST: a new source."""
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: save_source(None, by=request.member, **form.cleaned_data))
        if made is not None:
            return redirect_to(request, "intake_sources", toast=f"{made.name} added")
    sources = LeadSource.objects.annotate(count=Count("leads")).order_by("position", "name")
    context = {"form": form, "sources": sources, "tabs": _tabs("sources")}
    return render(request, "intake/sources.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_source_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a source."""
    source = get_object_or_404(LeadSource, pk=pk)
    initial = {
        name: getattr(source, name) for name in ("name", "wants_referrer", "monthly_cost", "is_active")
    }
    form = SourceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = tried(form, lambda: save_source(source, by=request.member, **form.cleaned_data))
        if saved is not None:
            return redirect_to(request, "intake_sources", toast=f"{saved.name} saved")
    context = {"form": form, "source": source, "tabs": _tabs("sources")}
    return render(request, "intake/source_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_POST
def intake_source_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: delete a source that no lead came from."""
    source = get_object_or_404(LeadSource, pk=pk)
    delete_source(source, by=request.member)
    return redirect_to(request, "intake_sources", toast=f"{source.name} deleted")


# Letters


@requires(Perm.FIRM_SETTINGS)
@require_GET
def intake_letters(request: HttpRequest) -> HttpResponse:
    """GET: the firm's wording of each letter."""
    rows = list(LetterText.objects.select_related("practice_area"))
    kinds = [
        {
            "key": key,
            "label": label,
            "subject": letter_text(key, None)[0],
            "own": [r for r in rows if r.kind == key],
        }
        for key, label in LetterText.Kind.choices
    ]
    return render(request, "intake/letter_texts.html", {"kinds": kinds, "tabs": _tabs("letters")})


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_letter_text(request: HttpRequest, kind: str) -> HttpResponse:
    """GET ?area=: the wording of a kind of letter; POST: change it, for one practice area or all others."""
    if kind not in LetterText.Kind.values:
        raise Http404
    number = request.GET.get("area", "")
    area = (
        PracticeArea.objects.filter(pk=int(number)).first()
        if number.isdecimal() and len(number) < 19
        else None
    )
    subject, body = letter_text(kind, area.pk if area else None)
    initial = {"practice_area": area.pk if area else None, "subject": subject, "body": body}
    form = LetterTextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = tried(form, lambda: save_letter_text(by=request.member, kind=kind, **form.cleaned_data))
        if saved is not None:
            return redirect_to(request, "intake_letters", toast=f"{saved.get_kind_display()} saved")
    context = {
        "form": form,
        "label": LetterText.Kind(kind).label,
        "places": places(),
        "tabs": _tabs("letters"),
    }
    return render(request, "intake/letter_text_form.html", context, status=INVALID if form.errors else 200)


# The clock


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def intake_clock(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: when the response clock runs, and how long an answer may take."""
    now = policy()
    initial = {name: getattr(now, name) for name in ("answer_minutes", "opens", "closes", "days")}
    form = ClockForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = tried(form, lambda: save_policy(by=request.member, **form.cleaned_data))
        if saved is not None:
            return redirect_to(request, "intake_clock", toast="Saved")
    context = {"form": form, "tabs": _tabs("clock")}
    return render(request, "intake/clock.html", context, status=INVALID if form.errors else 200)
