"""Where guests answer, and where a reply that came by mail is entered."""

from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from calendar_app.models import Event
from calendar_app.queries.access import may_change
from feeds.emails import when_in_words
from feeds.models import DateProposal, Invitation
from feeds.queries.dates import proposed_dates
from feeds.queries.items import place_of
from feeds.queries.questions import invitations as sent_to
from feeds.queries.questions import questions
from feeds.services import counters, invitations, replies
from matters.queries.represented import may_allow
from matters.views.tools import next_url
from practice.access import public
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from practice.models import Firm
from practice.scope import firm_scope, narrow

LIMITS = {"answer": "30/m/ip"}


def _closed(request: HttpRequest, status: int = 404) -> HttpResponse:
    """The one answer to every link that does not work."""
    return _sealed(render(request, "feeds/answer_closed.html", {"messages": ()}, status=status))


def _sealed(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


# The link's own secret stands in the form's address; with Referrer-Policy no-referrer browsers send no Origin to compare.
@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def invite_answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET: what somebody is asked to. POST answer=, comment=: their answer. Opening the page answers nothing."""
    request.member = request.firm = None  # type: ignore[attr-defined]
    request.memberships = []  # type: ignore[attr-defined]
    if not ratelimit.consume(request, app="feeds", action="answer", config=LIMITS, limit_get=True):
        return _closed(request, 429)
    named = invitations.read_token(token)
    if named is None or not Firm.objects.filter(pk=named[0], is_active=True).exists():
        return _closed(request)
    firm_id, pk, nonce = named
    with firm_scope(firm_id):
        rows = Invitation.objects.filter(pk=pk, nonce=nonce).exclude(sent_at=None)
        row = rows.select_related("event__organizer", "event__room", "firm").first()
        if row is None:
            return _closed(request)
        narrow(only_named=True, matters=[row.matter_id] if row.matter_id else [])
        error = ""
        if request.method == "POST":
            try:
                given = request.POST.get("answer", "")
                row = invitations.answer(
                    row, answer=given, via=Invitation.Via.LINK, comment=request.POST.get("comment", "")
                )
            except DomainError as problem:
                error = problem.message
            else:
                return _sealed(render(request, "feeds/answered.html", _context(row)))
        context = _context(row) | {"error": error}
        return _sealed(render(request, "feeds/answer.html", context, status=INVALID if error else 200))


def _context(row: Invitation) -> dict:
    event = row.event
    return {
        "invitation": row,
        "event": event,
        "firm": row.firm,
        "when": when_in_words(event),
        "zone": "" if event.all_day else event.zone.replace("_", " "),
        "place": place_of(event),
        "off": event.is_cancelled or row.cancelled_at is not None,
        "messages": (),
    }


@requires(Perm.CALENDAR_OWN)
@require_GET
def invite_list(request: HttpRequest) -> HttpResponse:
    """GET: guests who were asked by mail, what they answered, and who was not written to."""
    rows = _with_dates(list(sent_to(request.member)[:100]))
    return render(request, "feeds/invitations.html", {"rows": rows})


@requires(Perm.CALENDAR_OWN)
@require_POST
def invite_send(request: HttpRequest, pk: int) -> HttpResponse:
    """POST next=: try again what was not sent to a guest."""
    row = get_object_or_404(sent_to(request.member), pk=pk)
    try:
        invitations.send_again(row, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, next_url(request, reverse("invite_list")), toast=error.message)
    back = next_url(request, reverse("invite_list"))
    return redirect_to(request, back, toast=f"On its way to {row.name or row.email}")


def _proposal(request: HttpRequest, pk: int, *, of_date: bool) -> counters.Proposal:
    """The proposal of a guest of the member's, or of the attorneys whose desk they keep; for one date of a series `of_date`."""
    if not of_date:
        return get_object_or_404(sent_to(request.member), pk=pk)
    rows = DateProposal.objects.filter(invitation__in=sent_to(request.member).order_by().values("pk"))
    return get_object_or_404(rows.select_related("invitation__event__organizer"), pk=pk)


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def counter_decline(request: HttpRequest, pk: int, of_date: bool = False) -> HttpResponse:
    """GET the dialog, POST note=: the time that a guest proposed is declined, and they are told so."""
    row = _proposal(request, pk, of_date=of_date)
    guest = counters.invitation_of(row)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            counters.decline_counter(row, by=request.member, note=form.cleaned_data["note"])
        except Refused:
            raise
        except DomainError as error:
            put_error(form, error)
        else:
            undo = reverse("counter_date_undo" if of_date else "counter_undo", args=[row.pk])
            said = f"Declined. {guest.name or guest.email} is told."
            return redirect_to(request, guest.event, toast=said, undo_url=undo)
    stood = row.stood if isinstance(row, DateProposal) else guest.event.starts_at
    context = {"form": form, "row": row, "guest": guest, "event": guest.event, "stood": stood}
    return render(request, "feeds/decline.html", context, status=INVALID if form.errors else 200)


@requires(Perm.CALENDAR_OWN)
@require_POST
def counter_undo(request: HttpRequest, pk: int, of_date: bool = False) -> HttpResponse:
    """POST: take the refusal back before the guest is told."""
    row = _proposal(request, pk, of_date=of_date)
    event = counters.invitation_of(row).event
    try:
        counters.undo_decline(row, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, event, toast=error.message)
    return redirect_to(request, event, toast="The proposal is open again")


def _with_dates(rows: list[Invitation]) -> list[Invitation]:
    """The invitations with the proposals for single dates that their lines show."""
    dates = proposed_dates(rows)
    for row in rows:
        row.dates_shown = dates.get(row.pk, [])  # type: ignore[attr-defined]
    return rows


class DeclineForm(forms.Form):
    """What a guest is told besides that their time does not suit."""

    note = forms.CharField(
        label="Note", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "class": "in"}),
        help_text="Goes to them by mail: no confidences.",
    )  # fmt: skip


@requires(Perm.CALENDAR_OWN)
@require_GET
def event_outside(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a part of an event's page. What programs want of it, whom mail told of it, and what they answered."""
    rows = (
        Event.objects.visible_to(request.member).filter(pk=pk).select_related("organizer", "matter", "parent")
    )
    event = get_object_or_404(rows)
    context = {
        "event": event,
        "questions": questions(request.member)
        .open()
        .filter(event__in=[event.pk, event.parent_id or event.pk]),
        "rows": _with_dates(list(event.invitations.select_related("attendee").order_by("id"))),
        "may_allow": may_allow(request.member, event.matter),
        "changes": not event.is_cancelled and may_change(request.member, event),
    }
    return render(request, "feeds/event.html", context)


class ReplyForm(forms.Form):
    """A reply that came to somebody's own mailbox."""

    file = forms.FileField(
        label="Reply", help_text="The message (.eml) or the calendar file (.ics) that came with it."
    )


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def invite_reply(request: HttpRequest) -> HttpResponse:
    """GET the form, POST file=: note the answer in a mail that a guest's program sent."""
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = replies.parse(form.cleaned_data["file"].read(replies.MAX_BYTES + 1))
            rows = [replies.note(reply, via=Invitation.Via.UPLOAD, by=request.member) for reply in found]
        except DomainError as error:
            put_error(form, error)
        else:
            said = "; ".join(f"{row.name or row.email}: {row.get_answer_display().lower()}" for row in rows)
            return redirect_to(request, rows[0].event, toast=said)
    context = {"form": form}
    return render(request, "feeds/reply.html", context, status=INVALID if form.errors else 200)
