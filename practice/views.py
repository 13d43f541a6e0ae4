"""Pages of the core: health, errors."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from practice.access import public

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


def error_page(
    request: HttpRequest, status: int, *, reason: str = "", who: list[str] | None = None
) -> HttpResponse:
    """An error in the product's own dress: templates/<status>.html with `reason` and the people who can help."""
    context = {"status": status, "title": TITLES.get(status, "Error"), "reason": reason, "who": who or []}
    return render(request, f"{status}.html", context, status=status)


def bad_request(request, exception=None):
    return error_page(request, 400)


def not_found(request, exception=None):
    return error_page(request, 404)


def forbidden(request, exception=None):
    return error_page(request, 403, reason=str(exception or ""))


def server_error(request):
    """The 500 page touches no database and no session: either may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
