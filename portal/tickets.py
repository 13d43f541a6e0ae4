"""Proofs of a visit: the token in a mailed address, then a cookie for that one link.

The token leaves the address bar at once: it is exchanged for a cookie that only the pages of this link receive
(HttpOnly, SameSite=Lax, twelve hours). Nothing that a browser sends names a firm or a matter: both are read from what
PORTAL_KEY signed.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hmac import compare_digest

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from documents.models import ShareLink
from documents.services.links import hash_of, signer
from practice.scope import firm_scope, narrow

HOURS = 12


@dataclass(frozen=True)
class Ticket:
    """A signed claim: this link of this firm, by somebody who had its secret (`proof` is the secret's hash)."""

    firm_id: int
    link_id: int
    proof: str

    @property
    def public(self) -> str:
        """The name of the link in addresses after the exchange. Says nothing and opens nothing."""
        return _mac(f"public.{self.firm_id}.{self.link_id}")[:24]

    @property
    def form_key(self) -> str:
        """What a form of this link carries, so that no other site can post to it. Derived from the link's secret."""
        return _mac(f"form.{self.firm_id}.{self.link_id}.{self.proof}")[:40]


def _mac(text: str) -> str:
    return hmac.new(settings.PORTAL_KEY.encode(), f"portal.{text}".encode(), hashlib.sha256).hexdigest()


def _visits() -> signing.TimestampSigner:
    return signing.TimestampSigner(key=settings.PORTAL_KEY, sep=".", salt="portal.visit")


def _ticket(text: str, *, hashed: bool) -> Ticket | None:
    firm_id, _, rest = text.partition(".")
    link_id, _, proof = rest.partition(".")
    if not (
        firm_id.isdecimal() and link_id.isdecimal() and proof and len(firm_id) < 19 and len(link_id) < 19
    ):
        return None
    return Ticket(int(firm_id), int(link_id), proof if hashed else hash_of(proof))


def from_token(token: str) -> Ticket | None:
    """The ticket in a mailed address; None when it was not made by us."""
    try:
        return _ticket(signer().unsign(token), hashed=False)
    except signing.BadSignature:
        return None


def from_cookie(request: HttpRequest, public: str) -> Ticket | None:
    """The ticket of an earlier exchange; None when there is none, it is old, or it belongs to another link."""
    try:
        text = _visits().unsign(request.COOKIES.get(_cookie(public), ""), max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    ticket = _ticket(text, hashed=True)
    return ticket if ticket and compare_digest(ticket.public, public) else None


def put_cookie(response: HttpResponse, ticket: Ticket) -> None:
    """Let the browser show this link, and no other, for twelve hours."""
    response.set_cookie(
        _cookie(ticket.public),
        _visits().sign(f"{ticket.firm_id}.{ticket.link_id}.{ticket.proof}"),
        max_age=HOURS * 3600,
        path=reverse("portal_page", args=[ticket.public]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(public: str) -> str:
    return f"portal_{public}"


@contextmanager
def entered(ticket: Ticket) -> Iterator[ShareLink | None]:
    """The firm's scope, narrowed to the link's one matter, with the link; None when it does not (or no longer) work.

    The database shows nothing of other matters inside, whatever a view asks for.
    """
    with firm_scope(ticket.firm_id):
        link = (
            ShareLink.objects.select_related("firm", "contact", "matter__responsible", "version__document")
            .filter(pk=ticket.link_id, firm__is_active=True)
            .first()
        )
        if link is None or not link.is_open or not compare_digest(link.secret_hash, ticket.proof):
            yield None
            return
        narrow(only_named=True, matters=[link.matter_id])
        yield link
