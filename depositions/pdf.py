"""The package of a deposition on paper."""

from django.template.loader import render_to_string
from django.utils import timezone

from depositions.models import Deposition, DepositionExhibit
from depositions.queries.lacks import lacks_of
from practice.models import Firm
from practice.pdf import render


def package_html(depo: Deposition, exhibits: list[DepositionExhibit], firm: Firm) -> str:
    """The page that becomes the PDF: notice, logistics, documents demanded, the list of exhibits."""
    context = {
        "depo": depo, "exhibits": exhibits, "firm": firm, "on": timezone.localdate(), "lacks": lacks_of(depo)
    }  # fmt: skip
    return render_to_string("pdf/deposition.html", context)


def package_pdf(depo: Deposition, exhibits: list[DepositionExhibit], firm: Firm) -> bytes:
    """The package on the firm's letterhead and paper."""
    return render(package_html(depo, exhibits, firm), firm.paper, sheet="report")
