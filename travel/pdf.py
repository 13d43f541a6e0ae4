"""An itinerary on paper."""

from django.template.loader import render_to_string
from django.utils import timezone

from practice.models import Firm
from practice.pdf import render
from travel.queries.trips import Plan


def itinerary_html(plan: Plan, firm: Firm) -> str:
    """The page that becomes the PDF: days, hotels, who is on the spot, what to take. It names no costs."""
    return render_to_string("pdf/itinerary.html", {"plan": plan, "firm": firm, "on": timezone.localdate()})


def itinerary_pdf(plan: Plan, firm: Firm) -> bytes:
    """The itinerary on the firm's letterhead and paper."""
    return render(itinerary_html(plan, firm), firm.paper, sheet="report")
