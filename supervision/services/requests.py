"""Asking those who may: that something be done, or that an attorney lend a power."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.services.delegations import why_not_lend
from practice import audit
from practice.exceptions import DomainError
from supervision.models import Approval, Request
from supervision.services.rounds import submit


def _words(text: str) -> str:
    text = text.strip()[:2000]
    if not text:
        raise DomainError("Say in a few words what you need.", field="text")
    return text


@transaction.atomic
def ask(
    power: Perm,
    *,
    by: Member,
    text: str,
    path: str = "",
    matter=None,
    to: Member | None = None,
    due_on: datetime.date | None = None,
    urgent: bool = False,
) -> Approval:
    """Ask somebody who holds `power` (on `matter`) to do what `text` says. Returns the round that waits for them.

    `path` is the page on which `by` was refused. Raises DomainError with the field `text` or `to`.
    """
    request = Request.objects.create(
        by=by, power=Perm(power), matter=matter, path=path[:500], text=_words(text)
    )
    audit.record(by, "request.made", request, changes={"power": [None, Perm(power).label]})
    return submit("ask", request, by=by, to=to, due_on=due_on, urgent=urgent)


@transaction.atomic
def ask_for_delegation(
    power: Perm,
    *,
    by: Member,
    matter,
    until: datetime.date,
    text: str,
    to: Member | None = None,
    path: str = "",
    urgent: bool = False,
) -> Approval:
    """Ask an attorney of `matter` to lend `power` on it until the day `until`. Returns the round that waits.

    Raises DomainError with the field `power`, `until` or `text`.
    """
    if why := why_not_lend(Perm(power), by):
        raise DomainError(why, field="power")
    if until < timezone.localdate():
        raise DomainError("Choose a last day from today on.", field="until")
    request = Request.objects.create(
        by=by, power=Perm(power), matter=matter, path=path[:500], text=_words(text), until=until
    )
    audit.record(
        by, "request.made", request, changes={"power": [None, Perm(power).label], "until": [None, until]}
    )
    return submit("delegation", request, by=by, to=to, urgent=urgent)
