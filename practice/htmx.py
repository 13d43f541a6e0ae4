"""One view, two faces: the page, or the part of it that htmx asked for. Toasts and redirects for both."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers

from practice.exceptions import DomainError, Refused

INVALID = 422  # the form comes back with its errors and htmx swaps it in


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment. A history restore is a whole page even with the htmx header."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request and not htmx.boosted


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: an address of the API, or nothing but JSON is accepted."""
    accepted = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accepted and "html" not in accepted)


def render_page(
    request: HttpRequest,
    template: str,
    context: dict | None = None,
    *,
    partial: str | Mapping[str, str] = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or for htmx its `{% partialdef %}` named `partial`.

    `partial` may map the id of the swap's target to a partial's name, for a page with several parts; a target
    that is not listed gets the whole page. Pass `status=INVALID` with a form that has errors.
    """
    name = partial
    if isinstance(partial, Mapping):
        name = partial.get(request.htmx.target or "", "") if wants_part(request) else ""
    if name and wants_part(request):
        template = f"{template}#{name}"
    response = render(request, template, context or {}, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def toast(response: HttpResponse, text: str, undo_url: str | None = None) -> HttpResponse:
    """Add a toast to a fragment. `undo_url` is a POST view that reverts the act and redirects to its `next`.

    For a redirect give the text to `redirect_to`: a header on a redirect is lost.
    """
    if "HX-Redirect" in response or 300 <= response.status_code < 400:
        raise ValueError("This response redirects. Use redirect_to(request, url, toast=…).")
    return trigger(response, "toast", {"text": text, "undo": undo_url or ""})


def trigger(response: HttpResponse, event: str, detail=None) -> HttpResponse:
    """Fire `event` in the browser after the swap, beside those already set."""
    events = json.loads(response.headers.get("HX-Trigger-After-Settle", "{}"))
    events[event] = detail if detail is not None else {}
    response.headers["HX-Trigger-After-Settle"] = json.dumps(events)
    return response


def redirect_to(
    request: HttpRequest, to, *args, toast: str = "", undo_url: str = "", **kwargs
) -> HttpResponse:
    """Go to a page after a POST: 303, or HX-Redirect for htmx. `to` is a URL, a name or an object.

    `toast` is shown on the next page, with Undo when `undo_url` is given.
    """
    url = resolve_url(to, *args, **kwargs)
    if toast:
        messages.success(request, toast, extra_tags=undo_url)
    if getattr(request, "htmx", None):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def refresh() -> HttpResponse:
    """Ask htmx to load the present page again: for acts that change more than their own row."""
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


@dataclass(frozen=True)
class Option:
    """One row of a combobox: what is stored, what is shown, and a grey second line."""

    value: object
    title: str
    subtitle: str = ""


def render_options(
    request: HttpRequest, options: Iterable[Option], *, create_url: str = "", create_label: str = "New"
) -> HttpResponse:
    """Options of a combobox for the text in `?q=`, at most 12. `create_url` adds a row that makes one."""
    context = {
        "options": list(options)[:12],
        "q": request.GET.get("q", "").strip(),
        "create_url": create_url,
        "create_label": create_label,
    }
    return render(request, "ui/options.html", context)


def put_error(form, error: DomainError) -> None:
    """A broken rule as an error of the form, beside its field when it names one the form has.

    A refusal is no mistake in the form: it goes on to the page that says who can, unless it names a field.
    """
    if isinstance(error, Refused) and error.field not in form.fields:
        raise error
    form.add_error(error.field if error.field in form.fields else None, error.message)


def form_page(
    request: HttpRequest, form, act: Callable[[], HttpResponse], *, template: str, **context: Any
) -> HttpResponse:
    """A page with one form: shown on GET and with its faults, else what `act` answers after it has saved."""
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except DomainError as error:
            put_error(form, error)
    return render(request, template, {"form": form, **context}, status=INVALID if form.errors else 200)


def confirm_page(
    request: HttpRequest, act: Callable[[], HttpResponse], context: Mapping[str, Any]
) -> HttpResponse:
    """A question as a page (confirm.html), with a reason where `context` asks for one: asked on GET, done by `act` on POST.

    A broken rule is said there, and the typed reason is kept. A refusal goes on to the page that says who can.
    """
    if request.method != "POST":
        return render(request, "confirm.html", dict(context))
    try:
        return act()
    except Refused:
        raise
    except DomainError as error:
        wrong = {"error": error.message, "reason_value": request.POST.get("reason", "")}
        return render(request, "confirm.html", {**context, **wrong}, status=INVALID)
