"""The report of a decided check on paper."""

from django.template.loader import render_to_string

from conflicts.models import Clearance
from conflicts.queries.reading import frozen
from practice.pdf import render

# What was searched, in the order of the report: kind in the index, words.
SEARCHED = (
    ("contact", "names of contacts and employers"),
    ("alias", "aliases, former and maiden names"),
    ("matter", "captions of open and closed matters"),
    ("lead", "leads, declined ones too"),
    ("lead_party", "parties named in leads"),
    ("interest", "interests declared by people of the firm"),
    ("document texts", "parts of documents’ text"),
    ("note texts", "notes"),
    ("contact texts", "notes on contacts"),
    ("matter texts", "descriptions of matters"),
    ("lead texts", "descriptions of leads"),
    ("lead_note texts", "notes on leads"),
)


def searched_words(counts: dict) -> list[str]:
    """What was searched in words: "1,204 names of contacts and employers"."""
    return [f"{counts[kind]:,} {words}" for kind, words in SEARCHED if counts.get(kind)]


def report_html(clearance: Clearance, *, without: set[int], ask: str) -> str:
    """The page that becomes the PDF. `without` are lines that the reader may not see, `ask` who tells of them."""
    context = {
        "clearance": clearance,
        "check": clearance.check_ref,
        "firm": clearance.firm,
        "asked": frozen(clearance, without),
        "searched": searched_words(clearance.content.get("searched", {})),
        "ask": ask,
        "licences": [
            licence for licence in clearance.by.licences.all() if licence.is_current(clearance.at.date())
        ],
    }
    return render_to_string("pdf/conflict.html", context)


def report_pdf(clearance: Clearance, *, without: set[int], ask: str) -> bytes:
    """The report on the firm's letterhead and paper."""
    return render(report_html(clearance, without=without, ask=ask), clearance.firm.paper, sheet="report")
