"""Automations: the list, one with its runs and versions, the editor, on and off, trying it out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.sudo import sudo
from matters.forms import MatterPick
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to, render_page
from practice.models import AuditEvent
from workflows.forms.editor import Editor
from workflows.lists import AutomationList
from workflows.models import Automation, Run
from workflows.queries.automations import fault_of, say_conditions, say_trigger, signing_key
from workflows.queries.context import Context, load
from workflows.queries.starters import STARTERS
from workflows.queries.triggers import SUBJECTS, TRIGGERS
from workflows.services import automations as services
from workflows.services.actions import BOOK, say_action
from workflows.services.running import dry_run

automation_list = AutomationList.as_view()


def automation_or_404(request: HttpRequest, pk: int, *, deleted: bool = False) -> Automation:
    """The automation; with `deleted` one that was deleted too."""
    rows = Automation.objects.all() if deleted else Automation.objects.visible_to(request.member)
    found = rows.select_related("runs_as__role", "runs_as__user", "created_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def in_words(content: Any) -> dict[str, Any]:
    """An automation, or one version's content, as the lines of its sentence."""

    def get(name: str) -> Any:
        return content.get(name) if isinstance(content, dict) else getattr(content, name)

    return {
        "when": say_trigger(get("trigger"), get("settings")),
        "match": get("match"),
        "conditions": say_conditions(get("conditions"), get("trigger")),
        "actions": [
            {
                "text": say_action(data),
                "icon": BOOK[data["kind"]].icon if data.get("kind") in BOOK else "bolt",
                "undoing": BOOK[data["kind"]].undoing if data.get("kind") in BOOK else "",
            }
            for data in get("actions")
        ],
    }


@requires(Perm.AUTOMATION_MANAGE)
@require_GET
def automation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one automation as a sentence, its latest runs, webhooks and versions."""
    automation = automation_or_404(request, pk)
    calls = any(action.get("kind") == "webhook" for action in automation.actions)
    runs = Run.objects.visible_to(request.member).filter(automation=automation)
    context = {
        "automation": automation,
        "words": in_words(automation),
        "fault": fault_of(automation, automation.runs_as, services.needs_of(automation))
        if automation.is_on
        else "",
        "runs": runs.select_related("member")[:25],
        "versions": [(v, in_words(v.content)) for v in automation.versions.select_related("saved_by")[:20]],
        "calls": calls,
        "deliveries": automation.deliveries.visible_to(request.member).select_related("run")[:15]
        if calls
        else [],
        "events": audit.history_of(automation, limit=40),
        "waiting": services.waiting_runs(automation),
    }
    return render(request, "workflows/automation_detail.html", context)


@requires(Perm.AUTOMATION_MANAGE)
@sudo
@require_GET
def automation_key(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the key that signs this automation's webhooks."""
    automation = automation_or_404(request, pk)
    context = {"automation": automation, "key": signing_key(automation)}
    return render(request, "workflows/automation_key.html", context)


@requires(Perm.AUTOMATION_MANAGE)
@sudo
@require_POST
def automation_key_new(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: another key; the one before signs nothing from now on."""
    automation = services.new_key(automation_or_404(request, pk), by=request.member)
    return redirect_to(request, reverse("automation_key", args=[automation.pk]), toast="New signing key")


def _edit(request: HttpRequest, automation: Automation | None) -> HttpResponse:
    status = 200
    if request.method == "POST":
        editor = Editor.read(request.POST)
        button = request.POST.get("do", "")
        if button:
            editor.press(button)
        else:
            try:
                saved = _save(request, automation, editor)
                return redirect_to(request, saved, toast=f"{saved.name} saved")
            except Refused:
                raise
            except DomainError as error:
                editor.errors[error.field or ""] = error.message
                status = INVALID
    elif automation is not None:
        editor = Editor.of(automation)
    else:
        starter = STARTERS.get(request.GET.get("start", ""))
        editor = Editor.starting(starter) if starter else Editor(actions=[{"kind": ""}])
    context = {"automation": automation, "error": next(iter(editor.errors.values()), "")} | editor.shown()
    return render_page(request, "workflows/automation_form.html", context, partial="editor", status=status)


def _save(request: HttpRequest, automation: Automation | None, editor: Editor) -> Automation:
    if automation is None:
        return services.create_automation(by=request.member, **editor.content())
    return services.change_automation(automation, by=request.member, **editor.content())


@requires(Perm.AUTOMATION_MANAGE)
@require_http_methods(["GET", "POST"])
def automation_create(request: HttpRequest) -> HttpResponse:
    """GET the examples, or with ?start= the editor; POST its buttons (`do`), or saves a new automation, switched off."""
    if request.method == "GET" and "start" not in request.GET:
        starters = [(one, say_trigger(one.trigger, one.settings)) for one in STARTERS.values()]
        return render(request, "workflows/automation_start.html", {"starters": starters})
    return _edit(request, None)


@requires(Perm.AUTOMATION_MANAGE)
@sudo
@require_http_methods(["GET", "POST"])
def automation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the editor; POST its buttons (`do`), or saves a further version."""
    return _edit(request, automation_or_404(request, pk))


@requires(Perm.AUTOMATION_MANAGE)
@sudo
@require_http_methods(["GET", "POST"])
def automation_switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says by whom and with what it would run, POST switches it on."""
    automation = automation_or_404(request, pk)
    needs = services.needs_of(automation)
    context = {
        "automation": automation,
        "words": in_words(automation),
        "needs": [perm.label for perm in needs],
        "fault": fault_of(automation, request.member, needs),
        "timed": TRIGGERS[automation.trigger].timed if automation.trigger in TRIGGERS else False,
    }
    if request.method == "GET":
        return render(request, "workflows/automation_on.html", context)
    try:
        services.switch_on(automation, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        return render(
            request, "workflows/automation_on.html", context | {"error": error.message}, status=INVALID
        )
    undo = reverse("automation_switch_off", args=[automation.pk])
    return redirect_to(request, automation, toast=f"{automation.name} is on", undo_url=undo)


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def automation_switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: stop it."""
    automation = services.switch_off(automation_or_404(request, pk), by=request.member)
    return redirect_to(request, automation, toast=f"{automation.name} is off")


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def automation_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a copy, switched off."""
    copy = services.copy_automation(automation_or_404(request, pk), by=request.member)
    return redirect_to(request, copy, toast=f"{copy.name} made")


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def automation_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take it off the list; the toast offers Undo."""
    automation = services.delete_automation(automation_or_404(request, pk), by=request.member)
    undo = reverse("automation_restore", args=[automation.pk])
    return redirect_to(request, "automation_list", toast=f"{automation.name} deleted", undo_url=undo)


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def automation_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: undo of deleting."""
    automation = automation_or_404(request, pk, deleted=True)
    automation = services.restore_automation(automation, by=request.member)
    return redirect_to(request, automation, toast=f"{automation.name} is back, switched off")


def _record(request: HttpRequest, automation: Automation) -> tuple[Context | None, str]:
    """The record a dry run was asked for, and what is wrong with the question."""
    event_text, matter_text = request.GET.get("event", ""), request.GET.get("matter", "")
    if event_text.isdecimal() and len(event_text) < 19:
        event = AuditEvent.objects.filter(pk=int(event_text)).first()
        found = load(event.object_type, event.object_id, event=event) if event else None
        return found, "" if found else "That record is gone, or hidden from you."
    if matter_text.isdecimal() and len(matter_text) < 19:
        return load("matters.matter", int(matter_text)), ""
    if request.GET.get("matter_text"):
        return None, "Choose a matter from the list."
    return None, ""


@requires(Perm.AUTOMATION_MANAGE)
@require_GET
def automation_try(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: choose a matter (?matter=) or something that happened (?event=): what would it do there. Nothing is written."""
    automation = automation_or_404(request, pk)
    trigger = TRIGGERS.get(automation.trigger)
    if trigger is None:
        raise Http404
    ctx, fault = _record(request, automation)
    tried = dry_run(automation, ctx, by=request.member) if ctx is not None else None
    events = []
    if trigger.verbs:
        rows = AuditEvent.objects.filter(verb__in=trigger.verbs, object_type=SUBJECTS[trigger.subject][0])
        events = [e for e in rows.order_by("-id")[:60] if trigger.answers(e, automation.settings)][:12]
    pick = MatterPick(request.member, required=False)
    chosen = ctx.obj if ctx is not None and ctx.subject == "matter" else None
    context = {
        "automation": automation,
        "words": in_words(automation),
        "tried": tried,
        "ctx": ctx,
        "fault": fault,
        "events": events,
        "by_matter": trigger.subject == "matter",
        "matter_field": pick.widget.render("matter", chosen.pk if chosen else "", {"id": "id_matter"})
        if trigger.subject == "matter"
        else "",
        "matters": Matter.objects.none(),
    }
    return render(request, "workflows/automation_try.html", context)
