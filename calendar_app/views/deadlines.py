"""The agenda, a matter's calendar, and one deadline."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, refusal, requires
from calendar_app import services
from calendar_app.forms import DeadlineForm
from calendar_app.lists import DeadlineList
from calendar_app.models import Deadline
from calendar_app.services import may_enter, may_enter_on
from matters.models import Matter
from matters.queries.access import ensure_on, may
from matters.views.tools import matter_or_404, next_url
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

deadline_list = DeadlineList.as_view()


def _deadline_or_404(request: HttpRequest, pk: int) -> Deadline:
    rows = Deadline.objects.visible_to(request.member).filter(pk=pk)
    found = rows.select_related(
        "matter__responsible",
        "matter__supervising",
        "owner",
        "done_by",
        "created_by",
        "set_by",
        "verified_by",
    ).first()
    if found is None:
        raise Http404
    return found


def _ensure_enters(request: HttpRequest) -> None:
    if not may_enter(request.member):
        raise refusal(request.member, Perm.DEADLINE_ENTER)


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_deadlines(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Calendar tab of a matter: what is open, then what is done."""
    matter = matter_or_404(request, pk)
    rows = Deadline.objects.filter(matter=matter).select_related("owner", "done_by")
    context = {
        "matter": matter,
        "tab": "calendar",
        "open": list(rows.filter(done_at=None).order_by("due_on", "id")),
        "done": list(rows.exclude(done_at=None).order_by("-done_at")[:50]),
        "may_enter": may_enter_on(request.member, matter),
    }
    return render(request, "calendar_app/matter_deadlines.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def deadline_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one deadline: why this date, who answers for it, its history."""
    deadline = _deadline_or_404(request, pk)
    member, matter = request.member, deadline.matter
    context = {
        "deadline": deadline,
        "may_enter": may_enter_on(member, matter),
        "may_verify": deadline.is_unverified
        and may(member, Perm.DEADLINE_VERIFY, matter)
        and services.is_second(deadline, member),
        "may_dismiss": deadline.done_at is None and may(member, Perm.DEADLINE_DISMISS, matter),
        "events": audit.history_of(deadline) if may(member, Perm.AUDIT_VIEW, matter) else None,
    }
    return render(request, "calendar_app/deadline_detail.html", context)


@requires()
@require_http_methods(["GET", "POST"])
def deadline_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= and ?name= fill it), POST: a new deadline."""
    _ensure_enters(request)
    initial = {"title": request.GET.get("name", "")[:200]}
    text = request.GET.get("matter", "")
    if text.isdecimal() and len(text) < 19:
        initial["matter"] = Matter.objects.visible_to(request.member).filter(pk=int(text)).first()
    form = DeadlineForm(request.POST or None, member=request.member, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            deadline = services.create_deadline(data.pop("matter"), by=request.member, **data)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, reverse("matter_deadlines", args=[deadline.matter_id]))
            return redirect_to(request, goal, toast=f"{deadline.title} docketed")
    context = {"form": form, "next": next_url(request, "")}
    return render(request, "calendar_app/deadline_form.html", context, status=INVALID if form.errors else 200)


@requires()
@require_http_methods(["GET", "POST"])
def deadline_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a deadline. Moving a court's date needs an attorney and a reason."""
    deadline = _deadline_or_404(request, pk)
    if not may_enter_on(request.member, deadline.matter):
        ensure_on(request.member, Perm.DEADLINE_ENTER, deadline.matter)
    names = ("title", "due_on", "kind", "authority", "note")
    initial = {name: getattr(deadline, name) for name in names} | {"owner": str(deadline.owner_id)}
    form = DeadlineForm(request.POST or None, member=request.member, deadline=deadline, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_deadline(deadline, by=request.member, **form.cleaned_data)
        except Refused as refused:
            # Staff see this beside the date, with what they typed still there.
            form.add_error("due_on" if "due_on" in form.changed_data else None, refused.message)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, reverse("matter_deadlines", args=[deadline.matter_id]))
            return redirect_to(request, goal, toast=f"{form.cleaned_data['title']} saved")
    context = {"form": form, "deadline": deadline, "next": next_url(request, "")}
    return render(request, "calendar_app/deadline_form.html", context, status=INVALID if form.errors else 200)


@requires()
@require_POST
def deadline_done(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: mark a deadline done; the toast offers Undo."""
    deadline = services.complete_deadline(_deadline_or_404(request, pk), by=request.member)
    goal = next_url(request, reverse("deadline_list"))
    undo = reverse("deadline_undo", args=[deadline.pk])
    return redirect_to(request, goal, toast=f"{deadline.title}: done", undo_url=undo)


@requires()
@require_POST
def deadline_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: open a finished deadline again."""
    deadline = services.undo_complete(_deadline_or_404(request, pk), by=request.member)
    return redirect_to(
        request, next_url(request, reverse("deadline_list")), toast=f"{deadline.title} is open again"
    )


@requires()
@require_POST
def deadline_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a second person verifies the date."""
    deadline = services.verify_deadline(_deadline_or_404(request, pk), by=request.member)
    return redirect_to(
        request, next_url(request, deadline.get_absolute_url()), toast=f"{deadline.title}: verified"
    )


@requires(Perm.DEADLINE_DISMISS)
@require_http_methods(["GET", "POST"])
def deadline_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: an attorney dismisses a deadline, with a reason."""
    deadline = _deadline_or_404(request, pk)
    context = {
        "title": f"Dismiss {deadline.title}?",
        "heading": deadline.matter.number,
        "text": "It leaves the calendar without being met. The reason is kept.",
        "verb": "Dismiss deadline",
        "danger": True,
        "reason": "The order, stipulation or rule",
        "action": request.path,
        "back": deadline.get_absolute_url(),
    }
    if request.method == "GET":
        return render(request, "confirm.html", context)
    try:
        services.dismiss_deadline(deadline, by=request.member, reason=request.POST.get("reason", ""))
    except Refused:
        raise
    except DomainError as error:
        return render(request, "confirm.html", context | {"error": error.message}, status=INVALID)
    return redirect_to(request, deadline, toast=f"{deadline.title} is dismissed")
