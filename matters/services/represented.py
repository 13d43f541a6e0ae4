"""Leave to deal directly with somebody who has a lawyer of their own: an attorney gives it, with the reason."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import Contact, DirectConsent, Matter
from matters.queries.represented import DirectWarning, direct_warning, may_allow
from practice import audit
from practice.exceptions import DomainError, Refused


@transaction.atomic
def allow_direct(
    contact: Contact,
    *,
    by: Member,
    reason: str,
    ground: str = "",
    matter: Matter | None = None,
    until_on: datetime.date | None = None,
) -> DirectConsent:
    """An attorney lets people of the firm deal directly with a represented contact, in all matters or in one they answer for.

    `ground` is what Model Rule 4.2 asks for (DirectConsent.Ground), `reason` how it is known. Raises Refused for who does
    not decide it.
    """
    ensure(by, Perm.CONTACT_DIRECT)
    if not may_allow(by, matter):
        assert matter is not None  # without one the power is enough
        who = sorted({one.name for one in (matter.responsible, matter.supervising) if one is not None})
        raise Refused(f"An attorney who answers for {matter.number} decides this.", who=who)
    ground = DirectConsent.Ground(ground) if ground else ""
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Say why it is allowed.", field="reason")
    if until_on and until_on < timezone.localdate():
        raise DomainError("This day is past.", field="until_on")
    consent = DirectConsent.objects.create(
        contact=contact, matter=matter, ground=ground, reason=reason[:500], until_on=until_on, allowed_by=by
    )
    changes = {"until": [None, until_on]} if until_on else {}
    if consent.ground:
        changes["ground"] = [None, consent.get_ground_display()]
    audit.record(by, "contact.direct_allowed", contact, changes=changes, reason=reason, matter=matter)
    return consent


@transaction.atomic
def withdraw_direct(consent: DirectConsent, *, by: Member) -> DirectConsent:
    """An attorney takes the leave back."""
    ensure(by, Perm.CONTACT_DIRECT)
    consent = (
        DirectConsent.objects.select_for_update(of=("self",))
        .select_related("contact", "matter")
        .get(pk=consent.pk)
    )
    if consent.withdrawn_at:
        return consent
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by
    consent.save()
    audit.record(by, "contact.direct_withdrawn", consent.contact, matter=consent.matter)
    return consent


def ensure_direct(
    contact: Contact, *, by: Member, matter: Matter | None = None, reason: str = "", field: str = "contact"
) -> DirectWarning | None:
    """Raise DomainError when `contact` is represented by another lawyer and no attorney has allowed direct contact.

    An attorney allows it in the same act by giving a `reason`, which is kept. Returns the warning that was overridden.
    """
    warning = direct_warning(contact, matter)
    if warning is None or warning.consent:
        return warning
    if reason.strip() and may_allow(by, matter):
        allow_direct(contact, by=by, reason=reason, matter=matter)
        return warning
    if may_allow(by, matter):
        raise DomainError(
            f"{warning.text} Write to the lawyer, or say why direct contact is allowed.", field=field
        )
    raise DomainError(
        f"{warning.text} Write to the lawyer, or ask an attorney to allow direct contact on the contact’s page.",
        field=field,
    )
