"""A plain Word document (ECMA-376, WordprocessingML), for drafts that people finish in their word processor.

Written by hand: a handful of paragraphs needs no library. The same paragraphs are the same bytes.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
}
# Twentieths of a point: US Letter with margins of an inch.
_PAGE = '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `align`: left or center. `first`: its first line is indented. `double`: double-spaced."""

    text: str = ""
    bold: bool = False
    align: str = "left"
    first: bool = False
    double: bool = False


def _clean(text: str) -> str:
    """What XML 1.0 may hold."""
    return escape("".join(c for c in text if c in "\t\n" or ord(c) >= 32))


def _paragraph(one: Paragraph) -> str:
    spacing = f'<w:spacing w:after="{0 if one.double else 60}" w:line="{480 if one.double else 276}" w:lineRule="auto"/>'
    indent = '<w:ind w:firstLine="720"/>' if one.first else ""
    bold = "<w:b/>" if one.bold else ""
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    run = "<w:br/>".join(f'<w:t xml:space="preserve">{_clean(line)}</w:t>' for line in one.text.split("\n"))
    return (
        f'<w:p><w:pPr>{spacing}{indent}<w:jc w:val="{one.align}"/></w:pPr>'
        f'<w:r><w:rPr>{font}{bold}<w:sz w:val="24"/></w:rPr>{run}</w:r></w:p>'
    )


def document(paragraphs: Iterable[Paragraph]) -> bytes:
    """The paragraphs as a .docx file."""
    body = "".join(_paragraph(one) for one in paragraphs)
    text = f'<w:document xmlns:w="{_W}"><w:body>{body}{_PAGE}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {**_PARTS, "word/document.xml": text}.items():
            # The same moment for each, so that the bytes follow from the words alone.
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _HEAD + content)
    return file.getvalue()
