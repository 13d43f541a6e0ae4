"""Addresses of public pages: which firm and which form, page or booking they open is read from what PORTAL_KEY signed."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from intake.models import FormLink, IntakeForm
from practice.scope import firm_scope, narrow

SALT, LINK = "intake.form", "intake.link"


@dataclass(frozen=True)
class Door:
    """What an address opens: a form, and whose it is when it was sent to one person."""

    form: IntakeForm
    link: FormLink | None = None


def signer(salt: str = SALT) -> signing.Signer:
    """The signer of addresses of one sort, which `salt` names."""
    return signing.Signer(key=settings.PORTAL_KEY, sep=".", salt=salt)


def make(salt: str, *parts: int | str) -> str:
    """A token of these parts (ids and keys, without dots), good for addresses of the sort `salt` alone."""
    plain = ".".join(str(part) for part in parts)
    signature = signer(salt).signature(plain)[:22]
    return base64.urlsafe_b64encode(f"{plain}.{signature}".encode()).decode().rstrip("=")


def parts_of(token: str, salt: str) -> list[str] | None:
    """The parts of a token that `make` made for this sort; None for any other."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
    except ValueError:
        return None
    plain, _, signature = text.rpartition(".")
    if not plain or not signing.constant_time_compare(signer(salt).signature(plain)[:22], signature):
        return None
    return plain.split(".")


def token_of(form: IntakeForm) -> str:
    """The form's token in its address. A new key of the form makes it worthless."""
    return make(SALT, form.firm_id, form.pk, form.key)


def link_token(link: FormLink) -> str:
    """The token by which one person answers a form."""
    return make(LINK, link.firm_id, link.pk, link.key)


def read(token: str) -> tuple[int, int, str] | None:
    """(firm id, form id, key) of a token that we made; None for any other."""
    parts = parts_of(token, SALT)
    if parts is None:
        return None
    firm, form, key = parts
    return int(firm), int(form), key


@contextmanager
def entered(token: str) -> Iterator[Door | None]:
    """The firm's scope with the form; None when the token, the form or the firm is not in use, or a link ran out.

    No member and no matter is in it (but the one that the lead of a link became): the database shows nothing of any other
    matter inside, whatever a view asks for.
    """
    found = read(token)
    if found is None and (parts := parts_of(token, LINK)) is not None:
        with _entered_link(int(parts[0]), int(parts[1]), parts[2]) as door:
            yield door
        return
    if found is None:
        yield None
        return
    firm, pk, key = found
    with firm_scope(firm):
        form = (
            IntakeForm.objects.select_related("firm", "practice_area", "source", "owner")
            .filter(pk=pk, key=key, is_active=True, firm__is_active=True)
            .first()
        )
        if form is not None:
            narrow(only_named=True, matters=[])
        yield Door(form) if form is not None else None


@contextmanager
def _entered_link(firm: int, pk: int, key: str) -> Iterator[Door | None]:
    with firm_scope(firm):
        rows = FormLink.objects.select_related(
            "form__firm", "form__practice_area", "form__source", "form__owner", "lead", "contact"
        )
        link = rows.filter(pk=pk, key=key, revoked_at=None, firm__is_active=True).first()
        lead = link.lead if link is not None else None
        over = (
            link is None
            or link.has_expired
            or (lead is not None and not lead.is_open and not link.submission_id)
        )
        if link is None or over:
            yield None
            return
        narrow(only_named=True, matters=[link.matter_id] if link.matter_id else [])
        yield Door(link.form, link)
