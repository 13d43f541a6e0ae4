"""Addresses of public forms: which firm and which form they open is read from what PORTAL_KEY signed."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core import signing

from intake.models import IntakeForm
from practice.scope import firm_scope, narrow

SALT = "intake.form"


def signer() -> signing.Signer:
    """The signer of addresses of forms."""
    return signing.Signer(key=settings.PORTAL_KEY, sep=".", salt=SALT)


def token_of(form: IntakeForm) -> str:
    """The form's token in its address. A new key of the form makes it worthless."""
    plain = f"{form.firm_id}.{form.pk}.{form.key}"
    signature = signer().signature(plain)[:22]
    return base64.urlsafe_b64encode(f"{plain}.{signature}".encode()).decode().rstrip("=")


def read(token: str) -> tuple[int, int, str] | None:
    """(firm id, form id, key) of a token that we made; None for any other."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
    except ValueError:
        return None
    plain, _, signature = text.rpartition(".")
    if not plain or not signing.constant_time_compare(signer().signature(plain)[:22], signature):
        return None
    firm, form, key = plain.split(".")
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
