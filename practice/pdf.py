"""Pages as PDF files, by WeasyPrint. Nothing is fetched from outside the product."""

import atexit
import logging
from functools import cache
from pathlib import Path

from django.conf import settings

STATIC = settings.BASE_DIR / "static"
# The only files a PDF may contain: our print styles and the fonts they name.
FONTS = (
    "inter-latin-400-normal",
    "inter-latin-500-normal",
    "inter-latin-600-normal",
    "source-serif-4-latin-600-normal",
)
# Each kind of paper with the style sheets it is made of, in their order.
SHEETS = {
    "invoice": ("paper", "invoice"),
    "labels": ("labels",),
    "letter": ("paper", "letter"),
    "report": ("paper", "report"),
}
PAPER = {"letter": "Letter", "a4": "A4"}


def allowed_files() -> frozenset[Path]:
    """The files that the fetcher opens."""
    fonts = {STATIC / "vendor" / "fonts" / f"{name}.woff2" for name in FONTS}
    return frozenset(fonts | {sheet for name in SHEETS for sheet in _sheets(name)})


def _sheets(name: str) -> list[Path]:
    return [STATIC / "css" / "pdf" / f"{part}.css" for part in SHEETS[name]]


def fetcher():
    """A WeasyPrint fetcher that opens `allowed_files` and data: addresses, and nothing else.

    WeasyPrint's own would embed any file that a narrative names and follow redirects into the local network.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = {path.as_uri(): path for path in allowed_files()}

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = allowed.get(url)
            if path is None:
                raise ValueError(f"{url[:80]} is not one of the product's own files.")
            kind = "text/css" if path.suffix == ".css" else "font/woff2"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OwnFiles(allowed_protocols=("data", "file"), allow_redirects=False)


@cache
def _prepared(name: str) -> tuple:
    """Fonts and styles, read and parsed once a process: a third of the time of a small invoice. `name` is of SHEETS."""
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    atexit.register(_prepared.cache_clear)  # fonts are let go while their library still stands
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheets = _sheets(name)
    own = CSS(
        string="\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets),
        base_url=sheets[-1].as_uri(),
        font_config=fonts,
        url_fetcher=fetcher(),
    )
    pages = {
        paper: CSS(string=f"@page {{ size: {size}; }}", font_config=fonts, url_fetcher=fetcher())
        for paper, size in PAPER.items()
    }
    return fonts, own, pages


def render(html: str, paper: str = "letter", *, sheet: str = "invoice") -> bytes:
    """The PDF of a page: tagged (PDF/UA-1), with embedded fonts, in the styles `sheet` of SHEETS."""
    from weasyprint import HTML

    fonts, own, pages = _prepared(sheet)
    document = HTML(string=html, base_url=None, url_fetcher=fetcher())
    return document.write_pdf(
        stylesheets=[own, pages.get(paper, pages["letter"])],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
    )
