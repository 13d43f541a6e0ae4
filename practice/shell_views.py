"""Small pages of the shell: the palette's results, the echo of a typed date, the sheet of components."""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from practice import palette as command_palette
from practice.dates import NotADate, parse_day, spoken


def signed_in(view):
    """Open to every signed-in member, whatever their powers."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if getattr(request, "member", None) is None:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.perms = ()
    return guarded


@signed_in
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """GET ?q=: the rows of the command palette."""
    text = request.GET.get("q", "")
    word, _, rest = text.strip().partition(" ")
    context = {"groups": command_palette.results(request.member, text), "q": text, "marked": rest or word}
    return render(request, "ui/palette_results.html", context)


@signed_in
@require_GET
def date_echo(request: HttpRequest) -> HttpResponse:
    """GET ?q=fri: the full date that a typed one means, as plain text; or what to type instead."""
    try:
        text = spoken(parse_day(request.GET.get("q", "")))
    except NotADate as error:
        text = str(error)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@signed_in
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component once, in its states, for people who build pages. Only in debug and demo mode."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    from practice.components import sample

    return render(request, "components.html", sample(request))
