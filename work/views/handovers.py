"""Giving a member's tasks to others for an absence: the preview, the act, and taking them back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Absence, Member
from accounts.permissions import Perm, requires
from accounts.queries import substitute_of
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to
from work import services
from work.forms import HandoverForm
from work.models import HandedTask, Handover
from work.services.handovers import plan, tasks_to_hand


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _people(request: HttpRequest) -> tuple[Member, Absence | None]:
    """Whose tasks, and for which absence: of ?member= and ?absence=, else the reader's own, with the coming one."""
    absence = None
    pk = _number(request.POST.get("absence") or request.GET.get("absence") or "")
    if pk is not None:
        rows = Absence.objects.select_related("member__role", "member__substitute", "substitute")
        absence = get_object_or_404(rows, pk=pk)
        return absence.member, absence
    pk = _number(request.POST.get("member") or request.GET.get("member") or "")
    if pk is None:
        whose = request.member
    else:
        whose = get_object_or_404(Member.objects.select_related("role", "substitute"), pk=pk)
    coming = Absence.objects.filter(member=whose, ends_on__gte=timezone.localdate())
    absence = coming.select_related("member__substitute", "substitute").order_by("starts_on").first()
    if "for_good" in request.GET or "for_good" in request.POST:
        absence = None
    return whose, absence


@requires(Perm.TASK_ASSIGN)
@require_http_methods(["GET", "POST"])
def task_handover(request: HttpRequest) -> HttpResponse:
    """GET: who would get each task, and which cannot go there and why. POST with `give`: hands them over."""
    whose, absence = _people(request)
    everything = bool(request.GET.get("all") or request.POST.get("all")) or absence is None
    until = None if everything else absence.ends_on
    tasks = list(tasks_to_hand(whose, by=request.member, until=until)[:300])
    default = substitute_of(absence) if absence is not None else whose.substitute
    given = request.POST if request.method == "POST" else request.GET
    initial = {"to": default, "reason": absence.note if absence else ""}
    form = HandoverForm(given if "to" in given else None, member=request.member, whose=whose, initial=initial)
    to = default
    if form.is_bound and form.is_valid():
        to = form.cleaned_data["to"] or default
    people = form.fields["to"].by_id
    chosen = {}
    for task in tasks:
        text = given.get(f"to-{task.pk}")
        if text in people:
            chosen[task.pk] = people[text]
    plans = plan(tasks, to, chosen=chosen)
    left = {task.pk for task in tasks} - {
        int(t) for t in request.POST.getlist("ids") if _number(t) is not None
    }
    if request.method == "GET" or "give" not in request.POST:
        left = set()
    context = {
        "whose": whose,
        "absence": absence,
        "everything": everything,
        "plans": plans,
        "left": left,
        "form": form,
        "to": to,
        "people": form.fields["to"].choices,
        "own": whose.pk == request.member.pk,
        "handed": _handed(whose),
        "can": sum(1 for row in plans if row.to is not None and not row.why),
    }
    if request.method == "GET" or "give" not in request.POST:
        return render(request, "work/handover.html", context)
    choices = {row.task: row.to for row in plans if row.to is not None and row.task.pk not in left}
    try:
        handover, refused = services.hand_over(
            whose,
            by=request.member,
            choices=choices,
            absence=absence,
            until=absence.ends_on if absence else None,
            reason=form.cleaned_data.get("reason", "") if form.is_bound and form.is_valid() else "",
        )
    except Refused:
        raise
    except DomainError as error:
        return render(request, "work/handover.html", context | {"error": error.message}, status=INVALID)
    count = handover.handed.count()
    context = {
        "handover": handover,
        "handed_now": _rows(handover),
        "refused": refused,
        "whose": whose,
        "count": count,
    }
    return render(request, "work/handed.html", context)


def _rows(handover: Handover) -> list[HandedTask]:
    return list(handover.handed.select_related("task__matter", "to"))


def _handed(whose: Member) -> list[Handover]:
    rows = Handover.objects.filter(member=whose, taken_back_at=None).order_by("-id")[:5]
    return list(rows.prefetch_related("handed__to", "handed__task"))


@requires(Perm.TASK_ASSIGN)
@require_POST
def task_handover_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take back what the others still have and have not finished."""
    handover = get_object_or_404(Handover.objects.select_related("member"), pk=pk)
    back, left = services.take_back(handover, by=request.member)
    said = f"{len(back)} task{'' if len(back) == 1 else 's'} taken back"
    if not left:
        return redirect_to(request, reverse("task_day"), toast=said)
    context = {"back": back, "left": left, "whose": handover.member}
    return render(request, "work/taken_back.html", context)
