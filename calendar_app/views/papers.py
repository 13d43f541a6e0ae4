"""Options of the field that picks a document of a matter."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from calendar_app.queries.papers import find_papers, papers_of
from matters.views.tools import matter_or_404
from practice.dates import short_day
from practice.htmx import Option, render_options


@requires(Perm.MATTER_VIEW)
@require_GET
def paper_options(request: HttpRequest, pk: int) -> HttpResponse:
    """GET ?q=: the matter's documents by the words of their name, the newest first."""
    matter = matter_or_404(request, pk)
    rows = find_papers(papers_of(matter, request.member), request.GET.get("q", "").strip()[:100])
    return render_options(
        request,
        [Option(row.pk, row.name, short_day(timezone.localdate(row.updated_at))) for row in rows[:12]],
    )
