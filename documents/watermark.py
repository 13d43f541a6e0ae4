"""Marks a copy with the name of the guest who took it. What comes out differs from the stored bytes; those never change."""

from functools import lru_cache
from html import escape
from io import BytesIO

from documents.models import Version

LARGEST = 60_000_000  # bytes: what one request is ready to rewrite
PIXELS = 60_000_000


class Unmarkable(Exception):
    """The file cannot carry a mark: another kind, too large, encrypted or broken."""


def mark(version: Version, content: bytes, text: str) -> bytes:
    """`content` with `text` across each page (PDF), over the picture (PNG, JPEG) or as first line (text).

    Raises Unmarkable. Reads nothing but `content`.
    """
    if len(content) > LARGEST:
        raise Unmarkable
    if version.media_type == "application/pdf":
        return _pdf(content, text)
    if version.media_type in ("image/png", "image/jpeg"):
        return _image(content, text)
    if version.media_type in ("text/plain", "text/csv"):
        return text.encode() + b"\r\n" + content
    raise Unmarkable


@lru_cache(maxsize=64)
def _stamp(text: str, width: int, height: int) -> bytes:
    """A one-page PDF of `width` by `height` points with the mark, grey, across it and along its foot."""
    from weasyprint import HTML

    size = max(9, min(width, height) // 28)
    style = (
        f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0; font-family: sans-serif; color: #777 }}"
        f".a {{ position: absolute; top: {height // 2}pt; left: 0; width: {width}pt; text-align: center; opacity: .28;"
        f" font-size: {size}pt; transform: rotate(-32deg) }}"
        f".f {{ position: absolute; bottom: 6pt; left: 0; width: {width}pt; text-align: center; font-size: 7pt }}"
    )
    html = f"<style>{style}</style><div class=a>{escape(text)}</div><div class=f>{escape(text)}</div>"
    return HTML(string=html, base_url=None).write_pdf()


def _pdf(content: bytes, text: str) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Unmarkable
        writer = PdfWriter(clone_from=reader)
        for page in writer.pages:
            page.transfer_rotation_to_content()
            box = page.mediabox
            stamp = PdfReader(BytesIO(_stamp(text, int(box.width), int(box.height)))).pages[0]
            page.merge_translated_page(stamp, float(box.left), float(box.bottom))
        made = BytesIO()
        writer.write(made)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Unmarkable from broken
    return made.getvalue()


def _image(content: bytes, text: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(content))
        if picture.width * picture.height > PIXELS:
            raise Unmarkable
        kind, base = picture.format or "PNG", picture.convert("RGBA")
        layer = Image.new("RGBA", base.size, (0, 0, 0, 0))
        draw = ImageDraw.Draw(layer)
        font = ImageFont.load_default(size=max(10, base.width // 40))
        step = max(40, base.height // 6)
        for line, top in enumerate(range(step // 2, base.height, step)):
            draw.text(((line % 2) * base.width // 6, top), text, fill=(120, 120, 120, 110), font=font)
        made = BytesIO()
        marked = Image.alpha_composite(base, layer)
        (marked.convert("RGB") if kind == "JPEG" else marked).save(made, format=kind)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as broken:
        raise Unmarkable from broken
    return made.getvalue()
