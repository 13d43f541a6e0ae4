"""Reports on paper, by WeasyPrint."""

import datetime

from django.template.loader import render_to_string

from accounts.models import Member
from practice.models import Firm
from practice.pdf import render
from reports.queries.supervision import SupervisionReport


def supervision_html(report: SupervisionReport, firm: Firm, reader: Member, on: datetime.date) -> str:
    """The page that becomes the PDF. `on` is the day it is prepared, `reader` who asked for it."""
    licences = [
        licence
        for licence in report.attorney.licences.all()
        if licence.is_current(report.month.last) or licence.is_current(on)
    ]
    context = {"report": report, "firm": firm, "reader": reader, "on": on, "licences": licences}
    return render_to_string("pdf/supervision.html", context)


def supervision_pdf(report: SupervisionReport, firm: Firm, reader: Member, on: datetime.date) -> bytes:
    """The report on the firm's letterhead and paper, with page numbers and a line to sign on."""
    return render(supervision_html(report, firm, reader, on), firm.paper, sheet="report")
