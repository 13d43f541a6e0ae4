"""Questions that programs raised: looked at, accepted, or answered by keeping the date."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Perm, requires
from feeds.forms.access import ReasonForm
from feeds.models import ChangeQuestion
from feeds.queries.questions import questions
from feeds.services import questions as services
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

SHOWN = 100


@requires(Perm.CALENDAR_OWN)
@require_GET
def change_question_list(request: HttpRequest) -> HttpResponse:
    """GET: open questions, then those that were answered."""
    rows = questions(request.member)
    context = {
        "open": rows.open().order_by("id")[:SHOWN],
        "answered": rows.exclude(state=ChangeQuestion.State.OPEN)[:30],
    }
    return render(request, "feeds/questions.html", context)


def _question(request: HttpRequest, pk: int) -> ChangeQuestion:
    return get_object_or_404(questions(request.member), pk=pk)


def _page(
    request: HttpRequest, question: ChangeQuestion, form: ReasonForm, status: int = 200
) -> HttpResponse:
    context = {"question": question, "form": form, "is_open": question.state == ChangeQuestion.State.OPEN}
    return render(request, "feeds/question.html", context, status=status)


@requires(Perm.CALENDAR_OWN)
@require_GET
def change_question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what stands, and what the program wanted, side by side."""
    return _page(request, _question(request, pk), ReasonForm())


@requires(Perm.CALENDAR_OWN)
@require_POST
def change_question_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """POST reason=: do what the program wanted, by the ordinary act."""
    question = _question(request, pk)
    form = ReasonForm(request.POST)
    form.full_clean()
    try:
        question = services.accept(question, by=request.member, reason=form.cleaned_data.get("reason", ""))
    except Refused:
        raise
    except DomainError as error:
        put_error(form, error)
        return _page(request, question, form, INVALID)
    said = "changed" if question.state == ChangeQuestion.State.ACCEPTED else "no longer open"
    return redirect_to(request, "change_question_list", toast=f"{question.label}: {said}")


@requires(Perm.CALENDAR_OWN)
@require_POST
def change_question_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the date stays."""
    question = services.keep(_question(request, pk), by=request.member)
    return redirect_to(request, "change_question_list", toast=f"{question.label} stays as it is")
