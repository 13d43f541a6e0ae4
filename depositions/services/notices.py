"""Notices: served on a day, in a way, as an attorney signed them off; checked against the rules; subpoenas."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from depositions.models import Deposition
from depositions.queries.notice import check_notice
from depositions.services import calendar, dates
from depositions.services.common import check_paper, line, locked
from documents import services as documents
from documents.models import Document, Version
from matters.queries.access import may
from practice import audit
from practice.exceptions import DomainError
from supervision.models import Approval


def is_signed(version: Version) -> bool:
    """Whether an attorney signed off exactly this version."""
    return Approval.objects.filter(kind="document", object_id=version.pk, state="approved").exists()


@transaction.atomic
def serve_notice(
    depo: Deposition,
    *,
    by: Member,
    document: Document | None,
    served_on: datetime.date,
    method: str,
    short_reason: str = "",
) -> Deposition:
    """Note that the notice was served, on a day and in a way. It is noticed then, and its event confirmed.

    A notice of ours must be signed off by an attorney; an attorney who serves it signs it off in the same step. The notice
    period is counted by the court's rules; one that is too short needs the order or stipulation that allows it. Serving
    again is serving an amended notice.
    """
    depo = locked(depo, by)
    if not depo.is_ahead:
        raise DomainError("It was taken already.")
    if depo.starts is None:
        raise DomainError("Give it a day first: the notice names it.")
    if served_on > timezone.localdate():
        raise DomainError("The day of service is in the future.", field="served_on")
    if method not in Deposition.Service.values:
        raise DomainError("Say how it was served.", field="method")
    check_paper(depo.matter, document, "document")
    version = document.newest if document is not None else None
    if depo.noticed_by == Deposition.Side.OURS:
        version = _signed(version, by)
    check = check_notice(depo.rules, served_on, method, depo.starts.date())
    reason = line(short_reason, 300)
    if check.ok is False and check.binding and not reason:
        raise DomainError(check.words, field="short_reason")
    before = depo.served_on
    if before is not None:
        depo.served_on, depo.state = None, Deposition.State.PLANNED
        depo.save(update_fields=["served_on", "state"])
    depo.notice, depo.served_on, depo.service_method = version, served_on, method
    depo.short_notice_reason = reason if check.ok is False else ""
    depo.notice_check = {
        "for": depo.starts.date().isoformat(), "ok": check.ok, "words": check.words, "binding": check.binding,
        "result": check.result,
    }  # fmt: skip
    depo.state = Deposition.State.NOTICED
    depo.save()
    changes = {"served_on": [before, served_on], "method": [None, depo.get_service_method_display()]}
    audit.record(by, "deposition.served", depo, changes=changes, reason=depo.short_notice_reason)
    calendar.follow(depo, by=by)
    dates.follow(depo, by=by)
    return depo


def _signed(version: Version | None, by: Member) -> Version:
    if version is None:
        raise DomainError("Choose the notice among the matter’s documents.", field="document")
    if is_signed(version):
        return version
    if by.is_licensed and may(by, Perm.DOCUMENT_APPROVE, version.matter):
        documents.sign_off(version, by=by)
        return version
    raise DomainError(
        f"An attorney signs off “{version.document.name}” first. Send it for sign-off on its page.",
        field="document",
    )


@transaction.atomic
def withdraw_notice(depo: Deposition, *, by: Member, reason: str) -> Deposition:
    """Take a served notice back: it is planned again."""
    depo = locked(depo, by)
    if depo.served_on is None or not depo.is_ahead:
        raise DomainError("No notice stands served.")
    reason = line(reason, 300)
    if not reason:
        raise DomainError("Say why it is withdrawn.", field="reason")
    before = depo.served_on
    depo.served_on, depo.state, depo.notice_check, depo.short_notice_reason = (
        None,
        Deposition.State.PLANNED,
        {},
        "",
    )
    depo.save()
    audit.record(by, "deposition.withdrawn", depo, changes={"served_on": [before, None]}, reason=reason)
    calendar.follow(depo, by=by)
    dates.follow(depo, by=by)
    return depo


@transaction.atomic
def serve_subpoena(
    depo: Deposition, *, by: Member, document: Document | None, served_on: datetime.date
) -> Deposition:
    """Note that the witness, no party, was subpoenaed (Fed. R. Civ. P. 45; Cal. Code Civ. Proc. § 2020.220)."""
    depo = locked(depo, by)
    if depo.witness_kind == Deposition.Witness.PARTY:
        raise DomainError("A party is noticed and not subpoenaed.", field="document")
    if served_on > timezone.localdate():
        raise DomainError("The day of service is in the future.", field="served_on")
    check_paper(depo.matter, document, "document")
    depo.subpoena, depo.subpoena_served_on = document, served_on
    depo.save(update_fields=["subpoena", "subpoena_served_on"])
    audit.record(by, "deposition.subpoenaed", depo, changes={"served_on": [None, served_on]})
    return depo
