"""The list of checks, a new one, one check, and the checks of a matter."""

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from conflicts import services
from conflicts.forms import CheckForm, DecisionForm, NameForm
from conflicts.lists import CheckList
from conflicts.models import Check
from conflicts.queries import standing
from conflicts.queries.reading import read
from conflicts.services.deciding import is_own
from conflicts.views.common import check_or_404, whole_number
from documents.models import Document
from matters.models import Matter
from matters.views.tools import matter_or_404
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from supervision.kinds import kind
from supervision.queries import newest

conflict_list = CheckList.as_view()


def _about(request: HttpRequest):
    """The matter or lead that the address names, as far as the member sees it: (matter, lead)."""
    matter_id = whole_number(request.GET.get("matter", "") or request.POST.get("matter", ""))
    lead_id = whole_number(request.GET.get("lead", "") or request.POST.get("lead", ""))
    matter = Matter.objects.visible_to(request.member).filter(pk=matter_id).first() if matter_id else None
    lead = apps.get_model("intake.Lead").objects.filter(pk=lead_id).first() if lead_id else None
    if (matter_id and matter is None) or (lead_id and lead is None):
        raise Http404
    return matter, lead


@requires(Perm.CONFLICT_RUN)
@require_http_methods(["GET", "POST"])
def conflict_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter=, ?lead=, ?name= fill it), POST: run a new check."""
    matter, lead = _about(request)
    form = CheckForm(request.POST or None, about=matter or lead, first=request.GET.get("name", "")[:200])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            check = services.start_check(
                by=request.member, names=form.names, matter=matter, lead_id=lead.pk if lead else None,
                label=data.get("label", ""), note=data["note"],
            )  # fmt: skip
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, check, toast=f"{check.number} has run")
    context = {"form": form, "matter": matter, "lead": lead, "own": _own_names(matter, lead)}
    return render(request, "conflicts/check_form.html", context, status=INVALID if form.errors else 200)


def _own_names(matter: Matter | None, lead) -> list[tuple[str, str]]:
    if matter is not None:
        parties = matter.parties.select_related("contact").order_by("id")
        return [(matter.client.name, "Client"), *((p.contact.name, p.get_role_display()) for p in parties)]
    if lead is not None:
        return [(lead.name, "Client"), *((p.name, p.get_role_display()) for p in lead.parties.order_by("id"))]
    return []


@requires(Perm.CONFLICT_RUN)
@require_GET
def conflict_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one check: names, hits with their places, how each was judged, and the decision."""
    check = check_or_404(request, pk)
    return render(request, "conflicts/check_detail.html", page_of(request, check))


def page_of(request: HttpRequest, check: Check, **more) -> dict:
    """What the page of a check shows."""
    member = request.member
    reading = read(check, member)
    may_clear = member.can(Perm.CONFLICT_CLEAR)
    own = is_own(check, member)
    waiting = newest("conflict", check)
    papers = None
    if check.matter_id is not None:
        papers = (
            Document.objects.visible_to(member).kept().filter(matter=check.matter_id).order_by("-id")[:200]
        )
    deciders = (
        None if may_clear and not own else [m for m in kind("conflict").deciders(check) if m.pk != member.pk]
    )
    rows = check.subjects.filter(dropped_at=None)
    return {
        "check": check,
        "tone": standing.TONES[Check.State(check.state)],
        "reading": reading,
        "may_clear": may_clear,
        "own": own,
        "waiting": waiting if waiting is not None and waiting.is_waiting else None,
        "values": [
            ("1", "none", "No conflict"),
            ("2", "waiver", "Needs waiver"),
            ("3", "conflict", "Conflict"),
        ],
        "name_form": NameForm(),
        "form": DecisionForm(
            check=check, deciders=deciders, papers=papers, initial=_proposed(check, waiting)
        ),
        "lead": _lead_of(check),
        "clearances": list(check.clearances.select_related("by")),
        "events": audit.history_of(check) if member.can(Perm.AUDIT_VIEW) else None,
        "droppable": set(rows.filter(source="typed", hits=None).values_list("pk", flat=True)),
        **more,
    }


def _proposed(check: Check, waiting) -> dict:
    """What the form starts with: what was sent for the decision, else what the judgements suggest."""
    if waiting is not None and waiting.is_waiting:
        return dict(waiting.arguments)
    return {"to": _likely(check), "consent": check.consent_id}


def _likely(check: Check) -> str:
    values = set(check.hits.values_list("disposition", flat=True))
    if "conflict" in values:
        return Check.State.CONFLICTED
    return (
        Check.State.WAIVER
        if "waiver" in values and check.state != Check.State.WAIVER
        else Check.State.CLEARED
    )


def _lead_of(check: Check):
    if check.about_kind != Check.About.LEAD:
        return None
    return apps.get_model("intake.Lead").objects.filter(pk=check.about_id).first()


@requires(Perm.CONFLICT_RUN)
@require_GET
def matter_conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Conflicts tab of a matter: its checks, newest first."""
    matter = matter_or_404(request, pk)
    rows = Check.objects.visible_to(request.member).of_matter(matter).select_related("run_by", "decided_by")
    context = {
        "matter": matter,
        "tab": "conflicts",
        "checks": list(rows),
        "standing": standing.of_matter(matter),
    }
    return render(request, "conflicts/matter_conflicts.html", context)
