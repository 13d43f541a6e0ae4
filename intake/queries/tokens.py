"""Addresses of public pages: which firm and which form, page or booking they open is read from what PORTAL_KEY signed."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core import signing

from intake.models import IntakeForm
from practice.scope import firm_scope, narrow

SALT = "intake.form"


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


def read(token: str) -> tuple[int, int, str] | None:
    """(firm id, form id, key) of a token that we made; None for any other."""
    parts = parts_of(token, SALT)
    if parts is None:
        return None
    firm, form, key = parts
    return int(firm), int(form), key


@contextmanager
def entered(token: str) -> Iterator[IntakeForm | None]:
    """The firm's scope with the form; None when the token, the form or the firm is not in use.

    No member and no matter is in it: the database shows nothing of any matter inside, whatever a view asks for.
    """
    found = read(token)
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
        yield form
