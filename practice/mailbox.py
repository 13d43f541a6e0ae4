"""The demo's mailbox: the mails that tools/mail_sink.py took in place of a mail server. Outside demo mode it is not there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import wraps
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from practice.access import public

PER_PAGE = 50
# 20 digits of nanoseconds and a random part, as the sink names its files: the name sorts by arrival.
NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
KEPT = {
    "p",
    "div",
    "span",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "small",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
}
KEPT |= {"table", "thead", "tbody", "tr", "td", "th", "h1", "h2", "h3", "h4", "dl", "dt", "dd"}
EMPTY = {"br", "hr"}
DROPPED = {
    "script",
    "style",
    "head",
    "title",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "textarea",
    "noscript",
}


class _Cleaner(HTMLParser):
    """Keeps a mail's words and plain structure. Of attributes only the address of a link stays, when it is one of the web."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.muted: list[str] = []

    def handle_starttag(self, tag, attrs):
        if self.muted or tag in DROPPED:
            if tag in DROPPED:
                self.muted.append(tag)
            return
        if tag in EMPTY:
            self.out.append(f"<{tag}>")
        elif tag == "a":
            url = next((value for name, value in attrs if name == "href" and value), "")
            if LINK.fullmatch(url.strip()) or url.startswith("mailto:"):
                self.out.append(f'<a class="link" href="{escape(url.strip())}" rel="noopener noreferrer">')
                self.open.append("a")
        elif tag in KEPT:
            self.out.append(f"<{tag}>")
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if not self.muted and tag in EMPTY:
            self.out.append(f"<{tag}>")

    def handle_endtag(self, tag):
        if self.muted:
            if tag == self.muted[-1]:
                self.muted.pop()
        elif tag in self.open:
            while self.open:
                last = self.open.pop()
                self.out.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data):
        if not self.muted:
            self.out.append(escape(data))


def safe_html(text: str) -> SafeString:
    """HTML of a mail as HTML that runs nothing, loads nothing and leaves no tag open."""
    cleaner = _Cleaner()
    cleaner.feed(text)
    cleaner.close()
    cleaner.out += [f"</{tag}>" for tag in reversed(cleaner.open)]
    return mark_safe("".join(cleaner.out))


def safe_text(text: str) -> SafeString:
    """Plain text as HTML with clickable addresses."""
    out, end = [], 0
    for found in LINK.finditer(text):
        url = escape(found[0])
        out.append(
            f'{escape(text[end : found.start()])}<a class="link" href="{url}" rel="noopener noreferrer">{url}</a>'
        )
        end = found.end()
    return mark_safe("".join([*out, escape(text[end:])]))


@dataclass(frozen=True)
class Letter:
    """One mail in the box. `name` is its file's, without ending."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(no subject)")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def to(self) -> str:
        return str(self.message["X-RcptTo"] or self.message["To"] or "")

    @property
    def at(self) -> datetime:
        """When it arrived."""
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9).astimezone()

    def body(self, kind: str) -> str:
        """The part of type text/<kind>; "" when there is none."""
        part = self.message.get_body(preferencelist=(kind,))
        return part.get_content() if part is not None else ""

    @property
    def attachments(self) -> list[EmailMessage]:
        return list(self.message.iter_attachments())


def names() -> list[str]:
    """The mails in the box, newest first."""
    if not settings.DEMO_MAIL_DIR:
        return []
    found = (path.stem for path in Path(settings.DEMO_MAIL_DIR).glob("*.eml"))
    return sorted((name for name in found if NAME.fullmatch(name)), reverse=True)


def read(name: str, *, headers: bool = False) -> Letter | None:
    """One mail; None when it is not there (the box keeps the newest 2,000)."""
    if not settings.DEMO_MAIL_DIR or not NAME.fullmatch(name):
        return None
    try:
        with (Path(settings.DEMO_MAIL_DIR) / f"{name}.eml").open("rb") as file:
            return Letter(name, BytesParser(policy=policy.default).parse(file, headersonly=headers))  # type: ignore[arg-type]
    except FileNotFoundError:
        return None


def _letters(chosen: list[str]) -> Iterator[Letter]:
    for name in chosen:
        letter = read(name, headers=True)
        if letter is not None:
            yield letter


def demo_only(view):
    """Open to everybody, because the demo's client looks here too; and not there at all outside demo mode."""

    @public
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _letter_or_404(name: str) -> Letter:
    letter = read(name)
    if letter is None:
        raise Http404
    return letter


@demo_only
@require_GET
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """GET: the mails, newest first; ?before=<name> goes on from one."""
    before = request.GET.get("before", "")
    chosen = [name for name in names() if not before or name < before]
    context = {
        "letters": list(_letters(chosen[:PER_PAGE])),
        "older": chosen[PER_PAGE - 1] if len(chosen) > PER_PAGE else "",
        "before": before,
    }
    return render(request, "demo/mailbox.html", context)


@demo_only
@require_GET
def demo_letter(request: HttpRequest, name: str) -> HttpResponse:
    """GET: one mail, as it is meant to look or (?as=text) as plain text."""
    letter = _letter_or_404(name)
    html, text = letter.body("html"), letter.body("plain")
    as_text = not html or (bool(text) and request.GET.get("as") == "text")
    context = {
        "letter": letter,
        "body": safe_text(text) if as_text else safe_html(html),
        "as_text": as_text,
        "both": bool(html and text),
        "attachments": [part.get_filename() or "attachment" for part in letter.attachments],
    }
    return render(request, "demo/letter.html", context)


@demo_only
@require_GET
def demo_attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """GET: an attachment of a mail as a file to save, whatever it says it is."""
    parts = _letter_or_404(name).attachments
    if not 1 <= number <= len(parts):
        raise Http404
    content = parts[number - 1].get_content()
    if isinstance(content, EmailMessage):
        content = content.as_bytes()
    data = content.encode() if isinstance(content, str) else content
    said = re.sub(r"[^\w .()-]", "_", parts[number - 1].get_filename() or "attachment", flags=re.ASCII)
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{said}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
