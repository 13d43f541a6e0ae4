"""The public intake form: no sign-in, no cookie, works without script and inside pages of the firm's own web sites.

What a browser says of firm and form is not asked: both are in the token that PORTAL_KEY signed. A page is good for one
sending, not before three seconds and not after a day; senders are counted in the database (allauth's limits), so that they
hold across processes.
"""

import datetime
import secrets
from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from intake.models import IntakeForm, Question
from intake.queries.tokens import Door, entered
from intake.services.held import held_files, hold_files, lost, release_files
from intake.services.links import note_opened, prefilled, questions_for, receive_answers
from intake.services.submissions import MOST_BYTES, Filled, read, receive
from intake.texts import THANKS
from practice.access import public
from practice.exceptions import DomainError
from practice.htmx import INVALID
from practice.middleware import CSP

LIMITS = {"page": "60/m/ip", "send": "10/h/ip", "form": "200/h/key"}
SALT = "intake.page"
SOONEST, LATEST = 3, 24 * 3600  # seconds between the opening of a page and its sending
# A field that people do not see; programs fill it in.
TRAP = "website"


def pages(salt: str = SALT) -> signing.TimestampSigner:
    """The signer of pages: when one was made, for which form (or whatever else `salt` names)."""
    return signing.TimestampSigner(key=settings.PORTAL_KEY, sep=".", salt=salt)


def new_page(pk: int, salt: str = SALT) -> str:
    """The hidden value of a page made now."""
    return pages(salt).sign(f"{pk}.{secrets.token_urlsafe(18)}")


def sealed(response: HttpResponse, hosts: list[str]) -> HttpResponse:
    """May be shown inside the web sites `hosts`, and nowhere else; leaves no trace in caches."""
    framed = " ".join(["'self'", *hosts]) if hosts else "'none'"
    response.headers["Content-Security-Policy"] = CSP.replace(
        "frame-ancestors 'none'", f"frame-ancestors {framed}"
    )
    if hosts:
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def closed(request: HttpRequest) -> HttpResponse:
    """The one answer to every address that opens no form, whatever the reason."""
    return sealed(render(request, "intake/public_closed.html", status=404), [])


def form_page(view: Callable) -> Callable:
    """A page of a public form: `view(request, door, token)` runs in the firm's scope, with no member and no matter."""

    @public
    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        # A member who happens to be signed in sees what a stranger sees.
        request.member = request.firm = None
        request.memberships = []
        with entered(token) as door:
            if door is None:
                return closed(request)
            with timezone.override(ZoneInfo(door.form.firm.time_zone)):
                # What was sent to one person is shown inside no other page.
                return sealed(view(request, door, token), [] if door.link else door.form.hosts)

    # Inside another site's page a browser sends no cookie of ours: the signed page stands for it.
    page.csrf_exempt = True  # type: ignore[attr-defined]
    return page


@form_page
@require_http_methods(["GET", "POST"])
def intake_public(request: HttpRequest, door: Door, token: str) -> HttpResponse:
    """GET the form, POST what somebody filled in: it becomes a lead, or lands on that of whom it was sent to."""
    form, link = door.form, door.link
    if not ratelimit.consume(request, app="intake", action="page", config=LIMITS, limit_get=True):
        return render(request, "intake/public_busy.html", {"firm": form.firm}, status=429)
    if link is not None and link.submission_id is not None:
        return _thanks(token)
    questions = questions_for(form, link)
    if request.method == "GET":
        filled = prefilled(questions, link) if link is not None else Filled()
        if link is not None:
            note_opened(link)
        return render(request, "intake/public_form.html", context_of(form, questions, filled))
    size = request.META.get("CONTENT_LENGTH", "")
    if size.isdecimal() and int(size) > MOST_BYTES + 1024 * 1024:
        # Not one byte of it is read.
        said = f"The files are larger than {MOST_BYTES // (1024 * 1024)} MB together. Nothing was sent."
        return render(
            request, "intake/public_form.html", context_of(form, questions, Filled(), said), status=INVALID
        )
    limits = {"app": "intake", "config": LIMITS}
    if not (
        ratelimit.consume(request, action="send", **limits)
        and ratelimit.consume(request, action="form", key=str(form.pk), **limits)
    ):
        return render(request, "intake/public_busy.html", {"firm": form.firm}, status=429)
    nonce, trouble = page_of(request, form.pk)
    filled = read(questions, request.POST, request.FILES, held_files(nonce, request.POST.getlist("held")))
    if request.POST.get(TRAP):
        # A program: it is told what it wants to hear.
        return _thanks(token)
    try:
        if not trouble and not filled.errors:
            if link is not None:
                receive_answers(link, filled, nonce=nonce)
            else:
                receive(form, filled, nonce=nonce)
            release_files(nonce)
            return _thanks(token)
    except DomainError as error:
        trouble = error.message
    sheet = request.POST.get("page", "") if nonce else new_page(form.pk)
    hold_files(nonce_of(sheet), filled)
    context = context_of(form, questions, filled, trouble, sheet=sheet)
    return render(request, "intake/public_form.html", context, status=INVALID)


def page_of(request: HttpRequest, pk: int, salt: str = SALT) -> tuple[str, str]:
    """(nonce of the page that was sent, what is wrong with it)."""
    given = request.POST.get("page", "")
    try:
        value = pages(salt).unsign(given, max_age=LATEST)
        age = timezone.now() - pages_time(given)
    except signing.BadSignature:
        return "", "This page was open too long. Read your answers again and send them."
    number, _, nonce = value.partition(".")
    if number != str(pk):
        return "", "This page was open too long. Read your answers again and send them."
    if age.total_seconds() < SOONEST:
        return "", "That was very fast. Look your answers over, and send them again."
    return nonce, ""


def nonce_of(sheet: str) -> str:
    """The number of a page that we signed."""
    return sheet.split(".")[1]


def pages_time(signed: str) -> datetime.datetime:
    """When a page was made."""
    return datetime.datetime.fromtimestamp(signing.b62_decode(signed.rsplit(".", 2)[-2]), tz=datetime.UTC)


def _thanks(token: str) -> HttpResponse:
    response = redirect(reverse("intake_public_sent", args=[token]))
    response.status_code = 303
    return response


def sections_of(questions: list[Question], filled: Filled) -> list[dict]:
    """Questions under their sections, with what was typed and what is wrong, for intake/_questions.html."""
    sections: list[dict] = []
    by_id = {q.pk: q for q in questions}
    for question in questions:
        question.value = filled.values.get(question.pk, [] if question.kind == "multiple" else "")
        question.error = filled.errors.get(question.pk, "")
        question.held = filled.held.get(question.pk, [])
        other = by_id.get(question.show_if_id or 0)
        question.only_if = f"Only if “{other.label}” is {' or '.join(question.show_values)}" if other else ""
        question.condition = "|".join(question.show_values) if other else ""
        if not sections or sections[-1]["title"] != question.section:
            sections.append({"title": question.section, "questions": []})
        sections[-1]["questions"].append(question)
    return sections


def context_of(
    form: IntakeForm, questions: list[Question], filled: Filled, error: str = "", *, sheet: str = ""
) -> dict:
    """What intake/public_form.html reads."""
    return {
        "form": form,
        "firm": form.firm,
        "sections": sections_of(questions, filled),
        "wrong": [q for q in questions if q.error],
        "error": error,
        "files_lost": bool(filled.errors or error) and lost(filled),
        "page": sheet or new_page(form.pk),
        "trap": TRAP,
        "messages": (),
        "most": MOST_BYTES // (1024 * 1024),
    }


@form_page
@require_GET
def intake_public_sent(request: HttpRequest, door: Door, token: str) -> HttpResponse:
    """GET: it was sent. The same page for whoever opens it: it says nothing about anybody."""
    form = door.form
    context = {"form": form, "firm": form.firm, "thanks": form.thanks or THANKS, "messages": ()}
    return render(request, "intake/public_sent.html", context)
