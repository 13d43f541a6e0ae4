"""Sheets of labels with QR codes, as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from practice import pdf


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels as shops sell it. Its measures are in static/css/pdf/labels.css under its key."""

    key: str
    name: str
    paper: str
    each: int


SHEETS = {
    "l7160": Sheet("l7160", "Avery L7160, A4, 21 labels", "a4", 21),
    "l5160": Sheet("l5160", "Avery 5160, Letter, 30 labels", "letter", 30),
}


@dataclass(frozen=True)
class Label:
    """What one label says: the code large, two lines below it."""

    code: str
    title: str
    second: str = ""

    @property
    def qr(self) -> str:
        """The QR code of the label's page as a data: address. A phone's camera opens it."""
        url = f"{settings.BASE_URL}{reverse('scan', args=[self.code])}"
        return segno.make(url, error="m").svg_data_uri(border=2, scale=4)


def labels_html(labels: Sequence[Label], sheet: Sheet, *, start: int = 1) -> str:
    """The pages of labels; `start` is the first label of the first sheet that is still there."""
    cells: list[Label | None] = [None] * (start - 1) + list(labels)
    pages = [cells[at : at + sheet.each] for at in range(0, len(cells), sheet.each)]
    return render_to_string("pdf/labels.html", {"pages": pages, "sheet": sheet})


def labels_pdf(labels: Sequence[Label], sheet: Sheet, *, start: int = 1) -> bytes:
    """The sheet of labels as PDF."""
    return pdf.render(labels_html(labels, sheet, start=start), sheet.paper, sheet="labels")
