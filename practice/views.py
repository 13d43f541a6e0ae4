"""Pages of the core: health, errors."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from practice.access import public
from practice.exceptions import DomainError, Refused
from practice.htmx import wants_json, wants_part

# What a refused person may send to somebody who decides is known to supervision, an app above this one.
OFFER = "supervision.queries.refusals.offer"

TITLES = {
    400: "This cannot be done",
    403: "You may not do this",
    404: "Nothing here",
    500: "Something broke",
}


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the web process reaches the database; for load balancers and container health checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def error_page(request: HttpRequest, status: int, *, error: DomainError | None = None) -> HttpResponse:
    """An error in the product's own dress: templates/<status>.html with the reason, who can help, and what may be sent.

    Programs get the same as JSON. htmx gets a refusal as a dialog, which leaves the page as it is.
    """
    reason = error.message if error else ""
    context = {"status": status, "title": TITLES.get(status, "Error"), "reason": reason, "who": []}
    refused = error if isinstance(error, Refused) else None
    if refused is not None:
        context |= {"refused": refused, "who": refused.people or refused.who}
        if refused.perm or refused.proposal:
            context["offer"] = import_string(OFFER)(request, refused)
    if wants_json(request):
        return JsonResponse(_plain(context), status=status)
    if refused is not None and wants_part(request):
        response = render(request, "ui/refusal_dialog.html", context, status=status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#dialogs", "innerHTML"
        return response
    return render(request, f"{status}.html", context, status=status)


def _plain(context: dict) -> dict:
    """A refusal for programs: the code, the reason, the people who can, and where to send it to them."""
    refused, offer = context.get("refused"), context.get("offer")
    found = {
        "code": "refused" if refused else {404: "not_found"}.get(context["status"], "invalid"),
        "detail": context["reason"] or context["title"],
    }
    if refused is not None:
        found |= {"power": refused.perm, "who": refused.who}
        if offer is not None and offer.url:
            found["send"] = {"url": offer.url, **offer.fields, "to": [person.pk for person in offer.people]}
    return found


def bad_request(request, exception=None):
    return error_page(request, 400)


def not_found(request, exception=None):
    return error_page(request, 404)


def forbidden(request, exception=None):
    return error_page(request, 403, error=DomainError(str(exception or "")))


def server_error(request):
    """The 500 page touches no database and no session: either may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
