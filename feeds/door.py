"""How a program comes in: by the secret address of a feed, or with the password of a device. No session, no cookie.

Nothing that is sent names a firm freely: a feed's is signed with PORTAL_KEY, a device's is one of those whose seat the
person with that e-mail address holds. Inside, the scope is the member's own, with their walls as they stand at this
request; a seat that was closed, a role that lost its calendar or an overdue second factor shut the door.
"""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.middleware import HAS_SIGNED, VISIBILITY
from accounts.models import Member, User
from accounts.permissions import Perm
from accounts.queries import firms_of, zone_of
from accounts.services import security
from feeds.models import AppPassword, Feed
from feeds.services.passes import hash_of, normal, signer
from practice.models import Firm
from practice.scope import firm_scope, narrow


@dataclass(frozen=True)
class Pass:
    """A claim that was shown: this feed, or this device, of this firm, by somebody who had its secret."""

    firm_id: int
    pk: int
    secret_hash: str
    device: bool

    @property
    def key(self) -> str:
        """What a limit counts by."""
        return f"{'device' if self.device else 'feed'}.{self.firm_id}.{self.pk}"


def of_address(token: str) -> Pass | None:
    """The pass in a feed's address; None when it was not made by us."""
    try:
        firm, _, rest = signer().unsign(token).partition(".")
    except signing.BadSignature:
        return None
    feed, _, secret = rest.partition(".")
    if not (firm.isdecimal() and feed.isdecimal() and secret and len(firm) < 19 and len(feed) < 19):
        return None
    return Pass(int(firm), int(feed), hash_of(secret), device=False)


def of_credentials(request: HttpRequest) -> Pass | None:
    """The pass in an Authorization header (Basic, RFC 7617): the person's address and an app password of one of their firms."""
    method, _, coded = request.headers.get("Authorization", "").partition(" ")
    if method.casefold() != "basic" or len(coded) > 1000:
        return None
    try:
        email, colon, typed = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    if not colon or not typed or "\x00" in email:
        return None
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return None
    kept = hash_of(normal(typed))
    for door in firms_of(user):
        with firm_scope(door.firm):
            found = AppPassword.objects.filter(
                member=door.member_id, secret_hash=kept, revoked_at=None
            ).values_list("pk", flat=True)
            if found:
                return Pass(door.firm_id, found[0], kept, device=True)
    return None


@contextmanager
def entered(shown: Pass) -> Iterator[tuple[Member, Feed | AppPassword] | None]:
    """The member's own scope with the feed or device; None when the pass does not, or no longer, open it."""
    model = AppPassword if shown.device else Feed
    with firm_scope(shown.firm_id):
        program = model.objects.filter(pk=shown.pk, secret_hash=shown.secret_hash, revoked_at=None).first()
        firm = Firm.objects.filter(pk=shown.firm_id, is_active=True).first()
        member = (
            Member.objects.active()
            .select_related("role", "user", "office")
            .prefetch_related("licences")
            .filter(pk=program.member_id, user__is_active=True)
            .first()
            if program is not None and firm is not None
            else None
        )
        if member is None or firm is None or program is None:
            yield None
            return
        member.firm = program.firm = firm
        program.member = member
    # Again, now as the member: what they write is theirs, and their walls hold from the first statement.
    with firm_scope(firm, member), timezone.override(ZoneInfo(zone_of(member))):
        only_named, matters = import_string(VISIBILITY)(member, firm)
        if only_named or matters:
            narrow(only_named=only_named, matters=matters)
        yield (member, program) if _may_enter(member, firm) else None


def _may_enter(member: Member, firm: Firm) -> bool:
    if not member.can(Perm.CALENDAR_OWN):
        return False
    duty = security.duty_of(member)
    if duty is not None and duty.is_over:
        return False
    return not member.sees_named_matters_only or import_string(HAS_SIGNED)(member, firm)
