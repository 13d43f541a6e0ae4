"""The list of deadlines, a matter's calendar, and one deadline."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from calendar_app import services
from calendar_app.forms import DeadlineForm
from calendar_app.lists import DeadlineList
from calendar_app.models import Deadline
from calendar_app.pdf import derivation_pdf
from calendar_app.queries.days import coming_of
from calendar_app.queries.triggers import triggers_of, waiting_for
from calendar_app.services import may_enter_on
from calendar_app.showing import shown
from calendar_app.views.tools import deadline_or_404, ensure_enters
from matters.models import Matter
from matters.queries.access import ensure_on, may
from matters.views.tools import matter_or_404, next_url
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

deadline_list = DeadlineList.as_view()


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_deadlines(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Calendar tab of a matter: what is open, then what is done."""
    matter = matter_or_404(request, pk)
    rows = Deadline.objects.filter(matter=matter).select_related("owner", "done_by", "trigger")
    context = {
        "matter": matter,
        "tab": "calendar",
        "open": list(rows.filter(done_at=None).order_by("due_on", "id")),
        "done": list(rows.exclude(done_at=None).order_by("-done_at")[:50]),
        "triggers": list(triggers_of(matter)),
        "waiting": list(waiting_for(matter)),
        "may_enter": may_enter_on(request.member, matter),
        "coming": coming_of(request.member, matter),
        "may_keep": request.member.can(Perm.CALENDAR_OWN),
    }
    return render(request, "calendar_app/matter_deadlines.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def deadline_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one deadline: why this date, who answers for it, its history."""
    deadline = deadline_or_404(request, pk)
    member, matter = request.member, deadline.matter
    context = shown(member, deadline) | {
        "events": audit.history_of(deadline) if may(member, Perm.AUDIT_VIEW, matter) else None,
    }
    return render(request, "calendar_app/deadline_detail.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def deadline_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the derivation on one page, as a PDF file. A date entered by hand has none."""
    deadline = deadline_or_404(request, pk)
    found = shown(request.member, deadline)
    if not found["why"].steps:
        raise Http404
    response = HttpResponse(derivation_pdf(found, request.firm), content_type="application/pdf")
    name = slugify(f"{deadline.matter.number} {deadline.title}")[:80]
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@requires()
@require_http_methods(["GET", "POST"])
def deadline_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= and ?name= fill it), POST: a new deadline."""
    ensure_enters(request)
    initial = {"title": request.GET.get("name", "")[:200]}
    text = request.GET.get("matter", "")
    if text.isdecimal() and len(text) < 19:
        initial["matter"] = Matter.objects.visible_to(request.member).filter(pk=int(text)).first()
    form = DeadlineForm(request.POST or None, member=request.member, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.own_data()
        data["critical"] = data["critical"] or None
        try:
            with transaction.atomic():
                deadline = services.create_deadline(data.pop("matter"), by=request.member, **data)
                form.save_parts(deadline)
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
    deadline = deadline_or_404(request, pk)
    if not may_enter_on(request.member, deadline.matter):
        ensure_on(request.member, Perm.DEADLINE_ENTER, deadline.matter)
    names = ("title", "due_on", "kind", "authority", "note", "critical")
    initial = {name: getattr(deadline, name) for name in names} | {
        "owner": str(deadline.owner_id),
        "backup": str(deadline.backup_id or ""),
    }
    form = DeadlineForm(request.POST or None, member=request.member, deadline=deadline, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save_parts(services.change_deadline(deadline, by=request.member, **form.own_data()))
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
