"""What members declare: each their own, and once a year that it is complete."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from conflicts.models import Interest, InterestYear
from practice import audit
from practice.exceptions import DomainError, Refused


def _checked(kind: str, name: str, detail: str, from_on, until_on) -> dict:
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the name of the company or person.", field="name")
    if len(name) > 200:
        raise DomainError("A name has at most 200 characters.", field="name")
    if kind not in Interest.Kind.values:
        raise DomainError("Choose what connects you.", field="kind")
    if from_on and until_on and until_on < from_on:
        raise DomainError("It ended before it began.", field="until_on")
    return {
        "kind": kind, "name": name, "detail": " ".join(detail.split())[:300], "from_on": from_on, "until_on": until_on,
    }  # fmt: skip


def _own(interest: Interest, by: Member) -> Interest:
    interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if interest.member_id != by.pk:
        raise Refused("Everybody declares their own interests.")
    return interest


@transaction.atomic
def declare_interest(
    *,
    by: Member,
    kind: str,
    name: str,
    detail: str = "",
    from_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
) -> Interest:
    """Declare a connection of one's own. Checks find it from now on, and open ones are looked through for it."""
    row = Interest.objects.create(member=by, **_checked(kind, name, detail, from_on, until_on))
    audit.record(by, "interest.declared", row, changes={"kind": [None, row.get_kind_display()]})
    return row


@transaction.atomic
def end_interest(interest: Interest, *, by: Member) -> Interest:
    """Take a declaration back: checks find it no more. What was found stays in their records."""
    interest = _own(interest, by)
    if interest.withdrawn_at is None:
        interest.withdrawn_at = timezone.now()
        interest.save(update_fields=["withdrawn_at"])
        audit.record(by, "interest.withdrawn", interest)
    return interest


@transaction.atomic
def restore_interest(interest: Interest, *, by: Member) -> Interest:
    """Undo taking a declaration back."""
    interest = _own(interest, by)
    if interest.withdrawn_at is not None:
        interest.withdrawn_at = None
        interest.save(update_fields=["withdrawn_at"])
        audit.record(by, "interest.declared", interest)
    return interest


@transaction.atomic
def confirm_interests(*, by: Member) -> InterestYear:
    """Confirm for this year that what one declared is complete, also when it is nothing. Done twice it keeps the first time."""
    year = timezone.localdate().year
    held = InterestYear.objects.filter(member=by, year=year).first()
    if held is not None:
        return held
    count = Interest.objects.filter(member=by, withdrawn_at=None).count()
    row = InterestYear.objects.create(member=by, year=year, count=count)
    audit.record(by, "interest.confirmed", row, changes={"year": [None, year], "interests": [None, count]})
    return row
