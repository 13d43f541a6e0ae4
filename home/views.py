"""The search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from home.queries.passages import passages
from practice import palette
from practice.access import requires

# Where all of a kind that match are listed, by the heading the palette gives the kind.
LISTS = {
    "Matters": "matter_list",
    "Contacts": "contact_list",
    "Leads": "lead_list",
    "Tasks": "task_list",
    "Documents": "document_list",
    "Invoices": "invoice_list",
}


@requires()
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """GET /search/?q=: records by name and number, and where the text stands in papers and notes."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    groups = []
    if text:
        for group in palette.records(request.member, text):
            name = LISTS.get(group.heading)
            every = f"{reverse(name)}?{urlencode({'view': 'all', 'q': text})}" if name else ""
            groups.append({"heading": group.heading, "entries": group.entries, "url": every})
    found = passages(request.member, text) if text else []
    return render(request, "home/search.html", {"q": text, "groups": groups, "passages": found})
