"""Why a date is its date, on paper."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from practice.models import Firm
from practice.pdf import render


def derivation_pdf(shown: dict[str, Any], firm: Firm) -> bytes:
    """The derivation on the firm's letterhead: what `showing.shown` says of the deadline, on one page as a rule."""
    html = render_to_string("pdf/derivation.html", {**shown, "firm": firm, "on": timezone.localdate()})
    return render(html, firm.paper, sheet="report")
