"""A version of a firm's pack: its rules, the editor, examples, coming into force."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from court_rules import bench, drafts, services
from court_rules.changes import changes
from court_rules.forms import ExampleForm, HeadForm, RuleForm, TextForm, TooDeep
from court_rules.models import FirmPackVersion
from court_rules.packs import shipped
from court_rules.queries import court_calendars, examples_by_rule, groups_of, raw_of
from court_rules.services.rules import with_rule
from court_rules.text import Problem, RuleError
from court_rules.views.common import case_of, quoted, version_or_404
from court_rules.views.packs import yaml_file
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


def _context(request: HttpRequest, version: FirmPackVersion) -> dict[str, Any]:
    """What the page of a version shows: its rules with their examples, what is wrong, the bench."""
    content = version.content
    compiled = drafts.built(content)
    failures = drafts.failures_of(compiled) if compiled else []
    failed = {one.number: one.message for one in failures}
    titles = {
        one.get("key"): one.get("title") for one in (*content.get("triggers", ()), *content.get("rules", ()))
    }
    tests = [
        (number, test, failed.get(number, ""), titles.get(test["rule"]) or test["rule"])
        for number, test in enumerate(content.get("tests", ()))
    ]
    tried = examples_by_rule(content.get("tests", ()))
    ready = ""
    if version.state == FirmPackVersion.State.DRAFT:
        try:
            services.check_ready(version)
        except DomainError as error:
            ready = error.message
    before = (
        FirmPackVersion.objects.filter(pack=version.pack_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )
    return {
        "version": version,
        "before": before,
        "changes": changes(before.content, content, drafts.built(before.content), compiled) if before else [],
        "own": version.pack,
        "pack": compiled,
        "problems": drafts.problems_of(content) if content.get("rules") else (),
        "groups": groups_of(compiled, failures) if compiled else [],
        "rules": bench.choices_of(compiled) if compiled else [],
        "loose": [] if compiled else content.get("rules", ()),
        "tests": tests,
        "titles": titles,
        "untried": sum(1 for rule in content.get("rules", ()) if rule.get("key") not in tried),
        "failures": failures,
        "why_not": ready,
        "draft": version.state == FirmPackVersion.State.DRAFT,
        "editing": version.state == FirmPackVersion.State.DRAFT and services.may_write(request.member),
        "names": court_calendars(),
        "uses": shipped().get(content.get("uses", "")),
        "may_write": services.may_write(request.member),
        "may_decide": request.member.can(Perm.SETTINGS_RULE_PACKS),
        **(case_of(request, compiled) if compiled else {}),
    }


@requires(Perm.MATTER_VIEW)
@require_GET
def packversion_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a version with its rules, its examples and the bench. ?export=yaml gives the file."""
    version = version_or_404(pk)
    if request.GET.get("export") == "yaml":
        return yaml_file(f"{version.pack.key}-{version.number}", drafts.to_yaml(version.content))
    context = _context(request, version) | {"example": ExampleForm(today=timezone.localdate())}
    return render(request, "court_rules/version.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def packversion_try(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what the bench says of a case under this version (a fragment)."""
    version = version_or_404(pk)
    compiled = drafts.built(version.content)
    if compiled is None:
        problems = drafts.problems_of(version.content)
        return render(request, "court_rules/_bench_out.html", {"found": bench.Found(problems=problems)})
    keep = version.state == FirmPackVersion.State.DRAFT and services.may_write(request.member)
    context = {"version": version, "keep": keep, **case_of(request, compiled)}
    return render(request, "court_rules/_bench_out.html", context)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def packversion_head(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change the name, calendar, first day and notes of a draft."""
    services.ensure_writes(request.member)
    version = version_or_404(pk)
    pack = version.pack
    initial = {
        "name": pack.name,
        "jurisdiction": pack.jurisdiction,
        "note": pack.note,
        "uses": version.content.get("uses", ""),
        "effective_from": version.effective_from,
        "news": version.note,
    }
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_head(version, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, version, toast="Saved")
    context = {"form": form, "version": version, "own": pack}
    return render(request, "court_rules/pack_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def packversion_text(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the version as YAML in a form, POST: take the whole draft from it."""
    services.ensure_writes(request.member)
    version = version_or_404(pk)
    problems: tuple[Problem, ...] = ()
    form = TextForm(request.POST or None, initial={"source": drafts.to_yaml(version.content)})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_text(version, by=request.member, source=form.cleaned_data["source"])
        except RuleError as error:
            problems = error.problems
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, version, toast="Saved")
    context = {
        "form": form,
        "version": version,
        "own": version.pack,
        "problems": quoted(problems, form.data.get("source", "")),
    }
    return render(
        request, "court_rules/pack_text.html", context, status=INVALID if form.errors or problems else 200
    )


def _base(version: FirmPackVersion) -> dict[str, Any]:
    uses = version.content.get("uses", "")
    return raw_of(uses) if uses in shipped() else {}


def _rule_form(request: HttpRequest, version: FirmPackVersion, rule: dict[str, Any] | None) -> RuleForm:
    data = request.POST if request.method == "POST" else None
    return RuleForm(data, content=version.content, base=_base(version), rule=rule)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def packversion_rule(request: HttpRequest, pk: int, rule: str = "") -> HttpResponse:
    """GET the editor of a rule (or of a new one), POST saves it into the draft."""
    services.ensure_writes(request.member)
    version = version_or_404(pk)
    data = drafts.rule_of(version.content, rule) if rule else None
    if rule and data is None:
        raise Http404
    try:
        form = _rule_form(request, version, data)
    except TooDeep:
        return redirect_to(
            request,
            "packversion_text",
            version.pk,
            toast="This rule has periods within periods: edit it as YAML",
        )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_rule(
                version, by=request.member, rule=form.rule_data(), was=rule,
                new_event=form.cleaned_data["new_event"] if form.cleaned_data["event"] == "new:" else "",
                with_time=form.cleaned_data["with_time"],
            )  # fmt: skip
        except RuleError as error:
            form.place(error.problems)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, version, toast=f"{form.cleaned_data['title']} saved")
    bad = request.method == "POST"
    context = {
        "form": form,
        "version": version,
        "own": version.pack,
        "rule": data,
        "draft": version.state == FirmPackVersion.State.DRAFT,
        "federal": version.pack.jurisdiction == "us.federal",
        "found": bench.Found(),
        "on": request.POST.get("on", ""),
    }
    if data and not bad and (compiled := drafts.built(version.content)):
        context |= case_of(request, compiled, rule=rule)
    return render(request, "court_rules/rule_form.html", context, status=INVALID if bad else 200)


@requires(Perm.MATTER_VIEW)
@require_POST
def packversion_rule_try(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the rule as it stands in the editor, not saved, counted for the case beside it (a fragment)."""
    services.ensure_writes(request.member)
    version = version_or_404(pk)
    was = request.POST.get("was", "")
    rule = drafts.rule_of(version.content, was)
    try:
        form = _rule_form(request, version, rule)
    except TooDeep:
        form = None
    if form is None or not form.is_valid():
        found = bench.Found(problems=_typed_wrong(form) if form else ())
        return render(request, "court_rules/_bench_out.html", {"found": found, "waiting": True})
    new_event = form.cleaned_data["new_event"] if form.cleaned_data["event"] == "new:" else ""
    content, tried = with_rule(
        version.content, form.rule_data(), was=was if rule else "", new_event=new_event,
        with_time=form.cleaned_data["with_time"],
    )  # fmt: skip
    # The other rules of a draft may be unfinished; only this one and what it hangs on are tried.
    content = {**content, "rules": _with_ground(content["rules"], tried), "tests": []}
    content.setdefault("triggers", [])
    if not content["triggers"]:
        content["triggers"] = [{"key": "event", "title": "Event"}]
    compiled = drafts.built(content)
    if compiled is None:
        return render(
            request,
            "court_rules/_bench_out.html",
            {"found": bench.Found(problems=drafts.problems_of(content))},
        )
    return render(request, "court_rules/_bench_out.html", case_of(request, compiled, rule=tried["key"]))


def _typed_wrong(form: RuleForm) -> tuple[Problem, ...]:
    """What is wrong in fields that are filled in, by their labels; what is still empty is no mistake yet."""
    found: dict[str, None] = {}
    for one in (form, *form.periods):
        for name, errors in one.errors.items():
            if name in one.fields and one.data.get(one.add_prefix(name)):
                found |= {f"{one.fields[name].label}: {error}": None for error in errors}
    return tuple(Problem(text) for text in found)


def _with_ground(rules: list[dict[str, Any]], rule: dict[str, Any]) -> list[dict[str, Any]]:
    """The rule and those it hangs on."""
    by_key = {one.get("key"): one for one in rules}
    found, after = [rule], rule.get("after")
    while after in by_key and by_key[after] not in found:
        found.append(by_key[after])
        after = by_key[after].get("after")
    return found


@requires(Perm.MATTER_VIEW)
@require_POST
def packversion_rule_remove(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """POST: take a rule and its examples out of the draft."""
    version = version_or_404(pk)
    services.remove_rule(version, by=request.member, key=rule)
    return redirect_to(request, version, toast="Rule removed")


@requires(Perm.MATTER_VIEW)
@require_POST
def packversion_example(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: keep the case of the bench as an example, with the day counted by hand."""
    services.ensure_writes(request.member)
    version = version_or_404(pk)
    compiled = drafts.built(version.content)
    if compiled is None:
        raise DomainError("Mend what is wrong in the draft first.")
    form = ExampleForm(request.POST, today=timezone.localdate())
    shown = case_of(request, compiled)
    if form.is_valid() and shown["bench"].is_valid():
        case = shown["case"] | {"rule": shown["found"].rule}
        test = form.as_test(case, shown["bench"].further, shown["bench"].answers)
        try:
            services.add_example(version, by=request.member, test=test)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, version, toast="Example kept")
    context = _context(request, version) | {"example": form}
    return render(request, "court_rules/version.html", context, status=INVALID)


@requires(Perm.MATTER_VIEW)
@require_POST
def packversion_example_remove(request: HttpRequest, pk: int, example: int) -> HttpResponse:
    """POST: take an example out of the draft."""
    version = version_or_404(pk)
    services.remove_example(version, by=request.member, number=example)
    return redirect_to(request, version, toast="Example removed")


@requires(Perm.MATTER_VIEW)
@require_POST
def packversion_force(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring the draft into force."""
    version = services.put_in_force(version_or_404(pk), by=request.member)
    return redirect_to(request, version.pack, toast=f"Version {version.number} is in force")


@requires(Perm.MATTER_VIEW)
@require_POST
def packversion_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: throw the draft away."""
    version = version_or_404(pk)
    pack, alone = version.pack, version.number == 1
    services.discard_draft(version, by=request.member)
    if alone:
        return redirect_to(request, "rule_pack_list", toast="Draft discarded")
    return redirect_to(request, pack, toast="Draft discarded")
