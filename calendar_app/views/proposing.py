"""Who may not extend or dismiss a deadline asks an attorney of the matter to do it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.permissions import requires
from calendar_app import services
from calendar_app.forms import ExtendForm
from calendar_app.services.deadlines import ensure_enters
from calendar_app.views.acts import act_page
from calendar_app.views.tools import deadline_or_404
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import confirm_page, put_error, redirect_to


@requires()
@require_http_methods(["GET", "POST"])
def extension_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: an attorney of the matter is asked to give the deadline a later date."""
    deadline = deadline_or_404(request, pk)
    ensure_enters(request.member, deadline.matter)
    form = ExtendForm(request.POST or None, member=request.member, deadline=deadline)
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.propose_extension(deadline, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, deadline.get_absolute_url())
            return redirect_to(request, goal, toast=f"Sent to {sent.assigned_to.name}")
    who = deadline.matter.responsible.name
    lead = (
        f"Only an attorney extends a deadline (Model Rule 5.3). {who} is asked; until then the date stands."
    )
    limit = deadline.derivation.get("no_extension", "") if deadline.derivation else ""
    return act_page(
        request,
        deadline,
        form,
        title="Propose an extension",
        verb="Send proposal",
        lead=lead,
        warning=limit,
    )


@requires()
@require_http_methods(["GET", "POST"])
def dismissal_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST: an attorney of the matter is asked to take the deadline off the calendar."""
    deadline = deadline_or_404(request, pk)
    ensure_enters(request.member, deadline.matter)
    who = deadline.matter.responsible.name
    context = {
        "title": f"Propose to dismiss {deadline.title}?",
        "heading": deadline.matter.number,
        "text": f"Only an attorney dismisses a deadline (Model Rule 5.3). {who} is asked; until then the date stands.",
        "verb": "Send proposal",
        "reason": "The order, stipulation or rule",
        "action": request.path,
        "back": deadline.get_absolute_url(),
    }

    def act() -> HttpResponse:
        sent = services.propose_dismissal(deadline, by=request.member, reason=request.POST.get("reason", ""))
        return redirect_to(request, deadline, toast=f"Sent to {sent.assigned_to.name}")

    return confirm_page(request, act, context)
