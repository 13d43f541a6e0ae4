"""Arguments of a proposed act on their way through a page: signed, so that what is submitted is what the page offered."""

from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from practice.exceptions import Proposal

SALT = "supervision.arguments"


def sign_arguments(kind: str, object_id: int, arguments: dict) -> str:
    """The arguments as a token that holds for this kind and object only; "" when there are none."""
    return signing.dumps([kind, object_id, arguments], salt=SALT, compress=True) if arguments else ""


def read_arguments(token: str, kind: str, object_id: int) -> dict:
    """What `sign_arguments` signed. Raises signing.BadSignature for another object's token or a changed one."""
    if not token:
        return {}
    said_kind, said_id, arguments = signing.loads(token, salt=SALT)
    if (said_kind, said_id) != (kind, object_id):
        raise signing.BadSignature("a token of something else")
    return arguments


def submit_url(proposal: Proposal) -> str:
    """Where a proposal is sent from: the submit page with its arguments."""
    url = reverse("approval_submit", args=[proposal.kind, proposal.object_id])
    token = sign_arguments(proposal.kind, proposal.object_id, proposal.arguments)
    return f"{url}?{urlencode({'with': token})}" if token else url
