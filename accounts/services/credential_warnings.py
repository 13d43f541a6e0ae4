"""Warnings before a licence or a period of continuing education ends: each rung once, whatever runs twice."""

import datetime

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from accounts.models import BarLicence, CredentialWarning, Member
from accounts.permissions import Perm
from accounts.queries import education_rule, education_states, with_powers
from practice import audit
from practice.jobs import enqueue_after_commit


def rung_of(days_left: int) -> int | None:
    """The rung that a last day `days_left` days ahead has reached; None when it is further away than the first."""
    reached = [rung for rung in CredentialWarning.LADDER if days_left <= rung]
    return min(reached) if reached else None


@transaction.atomic
def warn(*, on: datetime.date | None = None) -> int:
    """Make the warnings that are due on the date `on` (today) in the firm in scope. Returns how many.

    Each rung of CredentialWarning.LADDER is stored once for each last day, by a unique key, in one transaction with its
    mails. After an outage only the newest rung that was reached is sent. A renewal has another last day, so its ladder
    begins anew.
    """
    today = on or timezone.localdate()
    return _warn_of_licences(today) + _warn_of_education(today)


def _warn_of_licences(today: datetime.date) -> int:
    horizon = today + datetime.timedelta(days=CredentialWarning.LADDER[0])
    due = (
        BarLicence.objects.filter(
            status=BarLicence.Status.ACTIVE,
            expires_on__lte=horizon,
            member__in=Member.objects.active(),
        )
        .select_related("member")
        .annotate(warned=Min("warnings__rung", filter=Q(warnings__due_on=F("expires_on"))))
        .order_by("id")
    )
    wanted = []
    for licence in due:
        rung = rung_of((licence.expires_on - today).days)
        if rung is not None and (licence.warned is None or licence.warned > rung):
            wanted.append((licence, rung))
    if not wanted:
        return 0
    managers = _managers()
    return sum(
        _store(licence.member, licence, rung, licence.expires_on, [licence.member, *managers])
        for licence, rung in wanted
    )


def _warn_of_education(today: datetime.date) -> int:
    rule = education_rule()
    last = rule.period(today)[1]
    rung = rung_of((last - today).days)
    if not rule.is_required or rung is None:
        return 0
    people = list(
        Member.objects.active()
        .filter(role__template="paralegal")
        .select_related("supervisor")
        .annotate(
            warned=Min(
                "credential_warnings__rung",
                filter=Q(credential_warnings__licence=None, credential_warnings__due_on=last),
            )
        )
        .order_by("id")
    )
    states = education_states(people, on=today, rule=rule)
    short = [
        person
        for person in people
        if not states[person.pk].is_complete and (person.warned is None or person.warned > rung)
    ]
    managers = _managers() if any(person.supervisor is None for person in short) else []
    return sum(
        _store(person, None, rung, last, [person, *([person.supervisor] if person.supervisor else managers)])
        for person in short
    )


def _managers() -> list[Member]:
    """Those who manage people."""
    return [member for member in with_powers() if member.can(Perm.USER_MANAGE)]


def _store(
    member: Member,
    licence: BarLicence | None,
    rung: int,
    due_on: datetime.date,
    to: list[Member],
) -> bool:
    """Store one warning and ask for its mails; False when another run was there first."""
    warning, created = CredentialWarning.objects.get_or_create(
        licence=licence, member=member, due_on=due_on, rung=rung
    )
    if not created:
        return False
    readers = {reader.pk: reader for reader in to if reader.is_active}
    for pk in readers:
        enqueue_after_commit("accounts.tasks.send_credential_warning", warning_id=warning.pk, member_id=pk)
    audit.record(
        None,
        "member.warned",
        member,
        changes={
            "last_day": [None, due_on],
            "days_before": [None, rung],
            "to": [None, ", ".join(reader.name for reader in readers.values())],
        },
        reason=f"Licence: {licence}" if licence else "Continuing education",
    )
    return True
