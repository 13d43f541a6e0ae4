"""The life of a matter: accept, decline, hold, close, reopen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.queries import refusal
from matters import services
from matters.forms import DeclineForm
from matters.models import Matter
from matters.queries.access import may, may_prepare_on
from matters.queries.points import closing_blocks, closing_points
from matters.services.states import retention_of
from matters.views.tools import matter_or_404
from practice.exceptions import DomainError
from practice.htmx import INVALID, confirm_page, put_error, redirect_to


@requires(Perm.MATTER_ACCEPT)
@require_POST
def matter_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: an attorney accepts a pending matter."""
    seen = request.POST.get("seen", "")[:64]
    matter = services.accept_matter(matter_or_404(request, pk), by=request.member, seen=seen)
    return redirect_to(request, matter, toast=f"{matter.number} accepted")


@requires(Perm.MATTER_CLOSE)
@require_POST
def matter_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a matter off hold."""
    matter = services.resume_matter(matter_or_404(request, pk), by=request.member)
    return redirect_to(request, matter, toast=f"{matter.number} is open again")


def _decide(
    request: HttpRequest,
    pk: int,
    *,
    act: Callable,
    title: str,
    text: str,
    verb: str,
    reason: str,
    done: str,
    danger: bool = False,
) -> HttpResponse:
    """A decision with a reason on a page of its own; a broken rule comes back beside it."""
    matter = matter_or_404(request, pk)
    context = {
        "title": title.format(matter=matter),
        "heading": matter.number,
        "text": text,
        "verb": verb,
        "reason": reason,
        "danger": danger,
        "action": request.path,
        "back": matter.get_absolute_url(),
    }

    def decide() -> HttpResponse:
        decided = act(matter, by=request.member, reason=request.POST.get("reason", ""))
        return redirect_to(request, decided, toast=f"{decided.number} {done}")

    return confirm_page(request, decide, context)


@requires(Perm.MATTER_ACCEPT)
@require_http_methods(["GET", "POST"])
def matter_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: an attorney declines a pending matter, with a reason and where the client was referred."""
    matter = matter_or_404(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decline_matter(matter, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, matter, toast=f"{matter.number} declined")
    context = {"matter": matter, "form": form}
    return render(request, "matters/decline.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_CLOSE)
@require_http_methods(["GET", "POST"])
def matter_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: put a matter on hold."""
    return _decide(
        request,
        pk,
        act=services.hold_matter,
        title="Put {matter.name} on hold?",
        text="It leaves the lists of open matters. Time can still be recorded.",
        verb="Put on hold",
        reason="What it waits for",
        done="is on hold",
    )


@requires()
@require_http_methods(["GET", "POST"])
def matter_close(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, or shows the checklist while something stands in the way; POST: close a matter. Staff propose it."""
    matter = matter_or_404(request, pk)
    if request.method == "GET" and closing_blocks(matter):
        return _checklist(request, matter, blocked=True)
    if not may(request.member, Perm.MATTER_CLOSE, matter):
        return _propose(
            request, matter, "closed", title="Propose to close {matter.name}?", reason="How it ended"
        )
    return _decide(
        request,
        pk,
        act=services.close_matter,
        title="Close {matter.name}?",
        text="No time or expense can be recorded on a closed matter. It can be reopened.",
        verb="Close matter",
        reason="How it ended",
        done="closed",
    )


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def matter_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the closing checklist with where each line is cleared. POST text=, done=1|0: tick a line of the firm's own."""
    matter = matter_or_404(request, pk)
    if request.method == "POST":
        done = request.POST.get("done") == "1"
        text = request.POST.get("text", "")[:160]
        services.mark_point(matter, by=request.member, text=text, done=done)
        return redirect_to(
            request,
            reverse("matter_closing", args=[pk]),
            toast="Ticked off" if done else "Tick taken away",
        )
    return _checklist(request, matter, blocked=False)


def _checklist(request: HttpRequest, matter: Matter, *, blocked: bool) -> HttpResponse:
    points = closing_points(matter)
    working = may_prepare_on(request.member, Perm.MATTER_CLOSE, matter)
    context = {
        "matter": matter,
        "tab": "closing",
        "points": points,
        "open": sum(not p.is_clear for p in points),
        "blocked": blocked,
        "works": working and not matter.has_ended and matter.is_accepted,
        "decides": may(request.member, Perm.MATTER_CLOSE, matter),
        "retention": retention_of(matter, timezone.localdate()) if not matter.has_ended else None,
    }
    return render(request, "matters/closing.html", context)


@requires()
@require_POST
def matter_closing_start(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: begin to close the matter."""
    matter = services.start_closing(matter_or_404(request, pk), by=request.member)
    where = reverse("matter_closing", args=[matter.pk])
    return redirect_to(request, where, toast=f"{matter.number} is closing")


@requires()
@require_http_methods(["GET", "POST"])
def matter_closing_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: go back from closing to open."""
    return _decide(
        request,
        pk,
        act=services.stop_closing,
        title="Stop closing {matter.name}?",
        text="It is open again. What was ticked off stays.",
        verb="Back to open",
        reason="Why it goes on",
        done="is open again",
    )


@requires(Perm.MATTER_CLOSE)
@require_http_methods(["GET", "POST"])
def matter_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: put a closed matter into the archive, where its record is read-only."""
    return _decide(
        request,
        pk,
        act=lambda matter, *, by, reason: services.archive_matter(matter, by=by),
        title="Archive {matter.name}?",
        text="Its record is read-only then. It can be taken out again.",
        verb="Archive matter",
        reason="",
        done="archived",
    )


@requires(Perm.MATTER_CLOSE)
@require_http_methods(["GET", "POST"])
def matter_unarchive(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: take a matter out of the archive; it is closed as before."""
    return _decide(
        request,
        pk,
        act=services.unarchive_matter,
        title="Take {matter.name} out of the archive?",
        text="It is closed as before, and can be reopened.",
        verb="Take out",
        reason="Why it is taken out",
        done="is out of the archive",
    )


@requires(Perm.DEADLINE_DISMISS)
@require_http_methods(["GET", "POST"])
def matter_limitation_runs(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: take back that the limitation is satisfied."""
    return _decide(
        request,
        pk,
        act=services.reopen_limitation,
        title="Does the limitation of {matter.name} run again?",
        text="The date counts as not met.",
        verb="It runs again",
        reason="Why it runs again",
        done="has a running limitation date",
    )


@requires()
@require_http_methods(["GET", "POST"])
def matter_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: open a closed matter again; staff propose it to an attorney."""
    matter = matter_or_404(request, pk)
    if not may(request.member, Perm.MATTER_CLOSE, matter):
        return _propose(
            request, matter, "open", title="Propose to reopen {matter.name}?", reason="Why it opens again"
        )
    return _decide(
        request,
        pk,
        act=services.reopen_matter,
        title="Reopen {matter.name}?",
        text="Work can be recorded on it again.",
        verb="Reopen matter",
        reason="Why it opens again",
        done="is open again",
    )


def _propose(request: HttpRequest, matter: Matter, to: str, *, title: str, reason: str) -> HttpResponse:
    """The same question to those who prepare it: an attorney decides."""
    if not may_prepare_on(request.member, Perm.MATTER_CLOSE, matter):
        raise refusal(request.member, Perm.MATTER_CLOSE)

    def act(matter, *, by, reason):
        services.propose_closing(matter, by=by, to=to, reason=reason)
        return matter

    return _decide(
        request,
        matter.pk,
        act=act,
        title=title,
        text=f"{matter.responsible.name} is asked, and decides.",
        verb="Send to an attorney",
        reason=reason,
        done="was sent to an attorney",
    )
