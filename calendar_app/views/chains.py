"""Court dates that follow from an event: chosen from the chain of its rule set, or counted in days."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import requires
from calendar_app import services
from calendar_app.forms import ChainForm, CountForm, ticked
from calendar_app.models import Event, TriggerEvent
from calendar_app.queries.explaining import Explained, explain_counted
from calendar_app.queries.rules import Counted, chain, free, likely_calendar, likely_pack, undated_of
from calendar_app.queries.triggers import facts_of
from calendar_app.recurrence import local_of
from calendar_app.views.tools import ensure_enters, given_document, given_event, number, trigger_or_404
from court_rules.text import RuleError
from matters.models import Matter
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to, render_page

# The event of a rule set that an appointment of this kind most likely is; taken when the rule set has it.
LIKELY = {
    "hearing": ("motion-hearing", "hearing"),
    "trial": ("trial",),
    "deposition": ("deposition",),
}


@dataclass(frozen=True)
class Row:
    """A date of the preview, as it is ticked and whose it is."""

    line: Counted
    why: Explained
    ticked: bool
    docketed: bool
    critical: bool
    owner: str
    backup: str


def _initial(request: HttpRequest, event: Event | None, document=None) -> dict[str, Any]:
    """What is known before anything was typed: the matter, its rules, and what the appointment or the document says."""
    found: dict[str, Any] = {}
    matter = event.matter if event else document.matter if document else None
    if matter is None and (pk := number(request, "matter")):
        matter = Matter.objects.visible_to(request.member).filter(pk=pk).first()
    if matter is not None:
        found |= {"matter": matter, "pack": likely_pack(matter)}
    if document is not None:
        found["label"] = PurePath(document.name).stem if "." in document.name[-6:] else document.name
    if event is not None:
        starts = local_of(event.starts_at, event.zone)
        # The label is read by everybody on the matter; a private appointment keeps its name to itself.
        found |= {"label": "" if event.is_private else event.title, "on": event.starts_on or starts.date()}
        if not event.all_day:
            found["time"] = starts.time()
        form = ChainForm(initial=found, member=request.member)
        known = form.rules.triggers if form.rules else {}
        found["kind"] = next((key for key in LIKELY.get(event.kind, ()) if key in known), "")
    return found


def _of_trigger(trigger: TriggerEvent) -> dict[str, Any]:
    facts = facts_of(trigger)
    found = {
        "pack": facts.pack,
        "kind": facts.kind,
        "on": facts.on,
        "service": facts.service,
        "state": facts.state,
        "label": trigger.label,
    }
    if facts.at:
        found["time"] = timezone.localtime(facts.at).time()
    return found | {f"q-{key}": value for key, value in facts.choices.items()}


def _rows(lines: Iterable[Counted], sent: QueryDict, docketed: set[str]) -> list[Row]:
    asked = set(sent.getlist("shown"))
    return [
        Row(
            line,
            explain_counted(line),
            ticked(sent, line, docketed),
            line.rule_id in docketed,
            f"critical-{line.rule_id}" in sent if line.rule_id in asked else line.critical,
            sent.get(f"owner-{line.rule_id}", ""),
            sent.get(f"backup-{line.rule_id}", ""),
        )
        for line in lines
    ]


@requires()
@require_http_methods(["GET", "POST"])
def chain_create(request: HttpRequest) -> HttpResponse:
    """GET the event and the dates that follow from it (?matter=, ?event=, ?trigger= fill it), POST dockets the ticked ones."""
    ensure_enters(request)
    event, document = given_event(request), given_document(request)
    pk = number(request, "trigger")
    trigger = trigger_or_404(request, pk) if pk else None
    sent = request.POST if request.method == "POST" else request.GET
    initial = _of_trigger(trigger) if trigger else _initial(request, event, document)
    known = initial.get("kind") and initial.get("on")
    data = sent if "pack" in sent or request.method == "POST" else _as_typed(initial) if known else None
    form = ChainForm(data, initial=initial, member=request.member, trigger=trigger)
    lines, problem = _preview(form)
    docketed = set(trigger.deadlines.values_list("rule_id", flat=True)) if trigger else set()
    previews = request.method == "GET" or request.POST.get("do") == "preview"
    if not previews and form.is_valid():
        try:
            found = services.create_chain(
                trigger.matter if trigger else form.cleaned_data["matter"],
                by=request.member,
                facts=facts_of(trigger) if trigger else form.facts,
                picks=form.picks(sent),
                label=form.cleaned_data["label"],
                event=event,
                trigger=trigger,
                further=form.further.told(),
                document=document,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            count = len(sent.getlist("pick"))
            said = f"{count} date{'' if count == 1 else 's'} docketed, unverified"
            return redirect_to(request, next_url(request, found.get_absolute_url()), toast=said)
    rows = _rows(lines, sent, docketed)
    context = {
        "form": form,
        "previews": previews,
        "rows": rows,
        "count": sum(row.ticked for row in rows),
        "people": form.people,
        "problem": problem,
        "undated": undated_of(form.facts) if form.told and not problem else [],
        "event": event,
        "document": document,
        "trigger": trigger,
        "next": next_url(request, ""),
    }
    if previews:
        _only_typed(form, sent)
    status = INVALID if form.errors and not previews else 200
    return render_page(
        request, "calendar_app/chain_form.html", context, partial={"chain": "chain"}, status=status
    )


def _only_typed(form: ChainForm | CountForm, sent: QueryDict) -> None:
    """Of a form that is still being filled in, leave the mistakes of fields that people type in and in which something stands.

    A choice that no longer fits was made for other rules: it is chosen anew.
    """
    for name in list(form.errors):
        chosen = isinstance(form.fields.get(name), forms.ChoiceField)
        if chosen or not sent.get(name):
            del form.errors[name]


def _as_typed(initial: dict[str, Any]) -> QueryDict:
    """What is known already as if it had been typed, so that its dates are shown at once."""
    found = QueryDict(mutable=True)
    for name, value in initial.items():
        found[name] = str(value.pk) if isinstance(value, Matter) else str(value or "")
    return found


def _preview(form: ChainForm) -> tuple[list[Counted], str]:
    """The dates of the event as far as it is told, and why there are none."""
    if not form.told:
        return [], ""
    try:
        return chain(form.facts), ""
    except RuleError as error:
        return [], error.message


@requires()
@require_http_methods(["GET", "POST"])
def count_create(request: HttpRequest) -> HttpResponse:
    """GET a count of days with the date it gives (?matter= fills it), POST dockets it."""
    ensure_enters(request)
    sent = request.POST if request.method == "POST" else request.GET
    typed = "n" in sent
    document = given_document(request)
    initial = _initial(request, given_event(request), document)
    if matter := initial.get("matter"):
        initial["calendar"] = likely_calendar(matter)
    form = CountForm(sent if typed else None, initial=initial, member=request.member)
    line = free(form.facts, form.count) if typed and form.told else None
    previews = request.method == "GET" or request.POST.get("do") == "preview"
    if not previews and form.is_valid():
        data = form.cleaned_data
        try:
            found = services.create_counted(
                data["matter"],
                by=request.member,
                facts=form.facts,
                count=form.count,
                event=given_event(request),
                second=form.second,
                document=document,
                **{
                    name: data[name]
                    for name in ("title", "label", "kind", "authority", "owner", "backup", "critical", "note")
                },
            )
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, found.get_absolute_url())
            return redirect_to(request, goal, toast=f"{found.title} docketed")
    if previews:
        _only_typed(form, sent)
    context = {
        "form": form,
        "previews": previews,
        "line": line,
        "why": explain_counted(line) if line and line.due_on else None,
        "document": document,
        "next": next_url(request, ""),
    }
    status = INVALID if form.errors and not previews else 200
    return render_page(
        request,
        "calendar_app/count_form.html",
        context,
        partial={"counted": "counted", "second": "second"},
        status=status,
    )
