"""Settings, Rule packs: shipped packs and the firm's own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from court_rules import bench, drafts, services
from court_rules.forms import CopyForm, PackForm, TextForm
from court_rules.models import FirmPack, FirmPackVersion
from court_rules.packs import Pack, shipped
from court_rules.queries import court_calendars, groups_of, text_of
from court_rules.text import Problem, RuleError
from court_rules.views.common import case_of, pack_or_404, quoted, table_csv, told
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

State = FirmPackVersion.State


@requires(Perm.MATTER_VIEW)
@require_GET
def rule_pack_list(request: HttpRequest) -> HttpResponse:
    """GET: the firm's packs and those that are shipped. ?archived=1 shows packs that were put away; ?export=csv."""
    archived = bool(request.GET.get("archived"))
    rows = FirmPack.objects.select_related("created_by").prefetch_related("versions")
    own = list(rows if archived else rows.active())
    for pack in own:
        versions = sorted(pack.versions.all(), key=lambda version: -version.number)  # type: ignore[attr-defined]
        pack.draft = next((v for v in versions if v.state == State.DRAFT), None)
        pack.current = next((v for v in versions if v.state == State.IN_FORCE), None)
        pack.shown = pack.current or pack.draft
        pack.rule_count = len(pack.shown.content.get("rules", ())) if pack.shown else 0
    if request.GET.get("export") == "csv":
        return _packs_csv(request, own)
    names = court_calendars()
    by_calendar: dict[str, list[Pack]] = {}
    for one in shipped().values():
        by_calendar.setdefault(one.calendar, []).append(one)
    context = {
        "own": own,
        "names": names,
        "shipped": [(names.get(key, key), packs) for key, packs in sorted(by_calendar.items())],
        "may_write": services.may_write(request.member),
        "archived": archived,
        "hidden": 0 if archived else FirmPack.objects.exclude(archived_at=None).count(),
    }
    return render(request, "court_rules/pack_list.html", context)


def _packs_csv(request: HttpRequest, own: list[Any]) -> HttpResponse:
    rows: list[list[Any]] = [
        ["Pack", "Short name", "Calendar", "Version", "Status", "Holds from", "Rules", "Author"]
    ]
    for pack in own:
        shown = pack.shown
        rows.append([
            pack.name, pack.key, pack.jurisdiction, shown.number if shown else "", shown.get_state_display() if shown else "",
            shown.effective_from if shown else "", pack.rule_count, pack.created_by.name if pack.created_by else "",
        ])  # fmt: skip
    for one in shipped().values():
        rows.append(
            [
                one.title,
                one.key,
                one.calendar,
                one.version,
                "Shipped",
                one.span.start,
                len(one.rules),
                one.author,
            ]
        )
    audit.record(
        request.member,
        "list.exported",
        request.firm,
        changes={"list": [None, "rule packs"], "rows": [None, len(rows) - 1]},
    )
    return table_csv("rule-packs", rows)


@requires(Perm.MATTER_VIEW)
@require_GET
def rule_pack_shipped(request: HttpRequest, shipped_key: str) -> HttpResponse:
    """GET: a shipped pack to read, with the bench. ?q= narrows the rules; ?export=csv or yaml gives it as a file."""
    pack = shipped().get(shipped_key)
    if pack is None:
        raise Http404
    export = request.GET.get("export")
    if export == "yaml":
        return yaml_file(pack.key, text_of(pack.key))
    if export == "csv":
        return rules_csv(request, pack)
    context = {
        "pack": pack,
        "groups": narrowed(groups_of(pack), request.GET.get("q", "")),
        "q": request.GET.get("q", ""),
        "rules": bench.choices_of(pack),
        "names": court_calendars(),
        "may_write": services.may_write(request.member),
        **case_of(request, pack),
    }
    if request.htmx and request.htmx.target == "rp-rules":
        return render(request, "court_rules/_rules.html", context)
    return render(request, "court_rules/pack_shipped.html", context)


def narrowed(groups: list, text: str) -> list:
    """The groups with the rules that have all words of `text` in title, citation, party or event."""
    words = text.lower().split()
    if not words:
        return groups
    found = []
    for group in groups:
        lines = tuple(
            line
            for line in group.lines
            if all(
                word
                in f"{line.rule.title} {line.rule.cite} {line.rule.party} {line.rule.key} {group.title}".lower()
                for word in words
            )
        )
        if lines:
            found.append(type(group)(group.key, group.title, group.note, lines))
    return found


def rules_csv(request: HttpRequest, pack: Pack) -> HttpResponse:
    """The rules of a pack as a table."""
    rows = [["Rule", "Title", "Event", "Period", "When", "Service", "Citation", "Kind", "Who", "Note"]]
    for group in groups_of(pack):
        for line in group.lines:
            for words, when in line.periods:
                rule = line.rule
                rows.append([
                    f"{pack.key}.{rule.key}", rule.title, group.title, words, when, ", ".join(line.schemes), rule.cite,
                    line.kind, rule.party, rule.note,
                ])  # fmt: skip
    audit.record(
        request.member,
        "list.exported",
        request.firm,
        changes={"list": [None, pack.title], "rows": [None, len(rows) - 1]},
    )
    return table_csv(pack.key, rows)


def yaml_file(name: str, text: str) -> HttpResponse:
    """The text as a file of that name."""
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response


@requires(Perm.MATTER_VIEW)
@require_GET
def rule_pack_try(request: HttpRequest, shipped_key: str) -> HttpResponse:
    """GET: what the bench says of a case under a shipped pack (a fragment)."""
    pack = shipped().get(shipped_key)
    if pack is None:
        raise Http404
    return render(request, "court_rules/_bench_out.html", case_of(request, pack))


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def rule_pack_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new pack with an empty draft."""
    services.ensure_writes(request.member)
    initial = {"jurisdiction": "us.ca", "uses": "ca-ccp", "effective_from": timezone.localdate()}
    form = PackForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pack = services.create_pack(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, pack.versions.get(), toast=f"{pack.name} started")  # type: ignore[attr-defined]
    return render(
        request, "court_rules/pack_form.html", {"form": form}, status=INVALID if form.errors else 200
    )


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def rule_pack_import(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new pack from YAML, typed or as a file."""
    services.ensure_writes(request.member)
    data = request.POST.copy() if request.method == "POST" else None
    file = request.FILES.get("file")
    if data is not None and file is not None:
        data["source"] = file.read(1_000_001).decode("utf-8", errors="replace")
    form = TextForm(data)
    problems: tuple[Problem, ...] = ()
    if data is not None and form.is_valid():
        try:
            pack = services.import_pack(by=request.member, source=form.cleaned_data["source"])
        except RuleError as error:
            problems = error.problems
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, pack.versions.get(), toast=f"{pack.name} read in as a draft")  # type: ignore[attr-defined]
    bad = form.errors or problems
    source = form.cleaned_data.get("source", "") if data is not None else ""
    context = {"form": form, "problems": quoted(problems, source), "importing": True}
    return render(request, "court_rules/pack_text.html", context, status=INVALID if bad else 200)


@requires(Perm.MATTER_VIEW)
@require_GET
def rule_pack_own(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a pack of the firm: what is in force, its versions, its history. ?export=csv or yaml."""
    pack = pack_or_404(pk)
    versions = list(pack.versions.select_related("author", "in_force_by"))  # type: ignore[attr-defined]
    current = next((v for v in versions if v.state == State.IN_FORCE and v.effective_until is None), None)
    shown = current or (versions[0] if versions else None)
    compiled = drafts.built(shown.content) if shown else None
    export = request.GET.get("export")
    if export == "yaml" and shown:
        return yaml_file(pack.key, drafts.to_yaml(shown.content))
    if export == "csv" and compiled:
        return rules_csv(request, compiled)
    context = {
        "own": pack,
        "pack": compiled,
        "versions": versions,
        "shown": shown,
        "draft": next((v for v in versions if v.state == State.DRAFT), None),
        "groups": groups_of(compiled) if compiled else [],
        "rules": bench.choices_of(compiled) if compiled else [],
        "names": court_calendars(),
        "may_write": services.may_write(request.member),
        "may_decide": request.member.can(Perm.SETTINGS_RULE_PACKS),
        "events": told(pack),
        **(case_of(request, compiled) if compiled else {}),
    }
    return render(request, "court_rules/pack_own.html", context)


@requires(Perm.MATTER_VIEW)
@require_POST
def rule_pack_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a new version as a draft, or the draft there is."""
    version = services.new_version(pack_or_404(pk), by=request.member)
    return redirect_to(request, version, toast=f"Version {version.number} is a draft")


@requires(Perm.MATTER_VIEW)
@require_POST
def rule_pack_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put a pack away; with back= bring it back."""
    pack = pack_or_404(pk)
    if request.POST.get("back") or request.GET.get("back"):
        services.restore_pack(pack, by=request.member)
        return redirect_to(request, pack, toast=f"{pack.name} is back")
    services.archive_pack(pack, by=request.member)
    undo = f"{reverse('rule_pack_archive', args=[pack.pk])}?back=1"
    return redirect_to(request, "rule_pack_list", toast=f"{pack.name} put away", undo_url=undo)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def rule_pack_copy(request: HttpRequest, shipped_key: str, rule: str) -> HttpResponse:
    """GET: into which pack a shipped rule is copied; POST copies it and opens it in the editor."""
    services.ensure_writes(request.member)
    pack = shipped().get(shipped_key)
    if pack is None or rule not in pack.rules:
        raise Http404
    form = CopyForm(request.POST or None, calendar=pack.calendar)
    if request.method == "POST" and form.is_valid():
        try:
            into, name = form.cleaned_data["into"], form.cleaned_data["name"]
            own = (
                pack_or_404(int(into))
                if into
                else services.create_pack(by=request.member, name=name, jurisdiction=pack.calendar)
            )
            version = services.new_version(own, by=request.member)
            key = services.copy_rule(version, by=request.member, pack=pack.key, key=rule)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(
                request, "packversion_rule", version.pk, key, toast="Copied. Change what differs."
            )
    context = {"form": form, "pack": pack, "rule": pack.rules[rule]}
    return render(request, "court_rules/rule_copy.html", context, status=INVALID if form.errors else 200)
