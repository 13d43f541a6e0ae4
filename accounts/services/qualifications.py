"""Writes about paralegals' qualifications and courses. The person keeps the record, an attorney confirms each entry."""

import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import EducationCourse, EducationRule, Member, Qualification
from accounts.permissions import Perm
from accounts.queries import confirms_record, education_rule, ensure, refusal, sees_record
from practice import audit
from practice.exceptions import DomainError, Refused

Entry = Qualification | EducationCourse


def _ensure_may_enter(by: Member, member: Member) -> None:
    if not sees_record(by, member):
        raise refusal(by, Perm.USER_MANAGE)
    if member.role.template != "paralegal":
        raise DomainError(
            f"{member.name} has the role {member.role.name}. This record is kept of paralegals."
        )


def _not_to_come(day: datetime.date, field: str) -> None:
    if day > timezone.localdate():
        raise DomainError("This day is still to come.", field=field)


@transaction.atomic
def enter_qualification(
    member: Member,
    *,
    by: Member,
    kind: str,
    issued_on: datetime.date,
    issuer: str,
    reference: str = "",
    note: str = "",
) -> Qualification:
    """Put on record what qualifies a paralegal (Cal. Bus. & Prof. Code § 6450(c)). An attorney confirms it."""
    _ensure_may_enter(by, member)
    if kind not in Qualification.Kind.values:
        raise DomainError("Choose a kind from the list.", field="kind")
    _not_to_come(issued_on, "issued_on")
    if not issuer.strip():
        raise DomainError("Name the school, or the attorney who declared.", field="issuer")
    if kind == Qualification.Kind.EXPERIENCE and issued_on > datetime.date(2003, 12, 31):
        raise DomainError(
            "Experience alone qualifies only when it was completed by December 31, 2003 (§ 6450(c)(4)).",
            field="issued_on",
        )
    entry = Qualification.objects.create(
        member=member,
        kind=kind,
        issued_on=issued_on,
        issuer=issuer.strip(),
        reference=reference.strip(),
        note=note.strip(),
        entered_by=by,
    )
    audit.record(by, "qualification.entered", entry, changes={"issued_on": [None, issued_on]})
    audit.record(by, "qualification.entered", member, changes={"qualification": [None, str(entry)]})
    return entry


@transaction.atomic
def enter_course(
    member: Member,
    *,
    by: Member,
    title: str,
    provider: str,
    taken_on: datetime.date,
    hours: Decimal,
    subject: str,
    certificate: str = "",
) -> EducationCourse:
    """Put a course on record. Its hours count when an attorney has confirmed it (§ 6450(d))."""
    _ensure_may_enter(by, member)
    if subject not in EducationCourse.Subject.values:
        raise DomainError("Choose ethics or law.", field="subject")
    _not_to_come(taken_on, "taken_on")
    if not Decimal("0.25") <= hours <= 100:
        raise DomainError("Enter between 0.25 and 100 hours.", field="hours")
    try:
        with transaction.atomic():
            entry = EducationCourse.objects.create(
                member=member,
                title=" ".join(title.split()),
                provider=" ".join(provider.split()),
                taken_on=taken_on,
                hours=hours,
                subject=subject,
                certificate=certificate.strip(),
                entered_by=by,
            )
    except IntegrityError:
        raise DomainError("This course of this day is on record already.", field="title") from None
    audit.record(by, "course.entered", entry, changes={"hours": [None, hours], "taken_on": [None, taken_on]})
    audit.record(by, "course.entered", member, changes={"course": [None, str(entry)]})
    return entry


def _locked(entry: Entry) -> Entry:
    found = type(entry).objects.select_for_update(of=("self",)).select_related("member", "member__role")
    return found.get(pk=entry.pk)


def _noun(entry: Entry) -> str:
    return "qualification" if isinstance(entry, Qualification) else "course"


def _ensure_confirms(by: Member, member: Member) -> None:
    if by.pk == member.pk:
        raise Refused("An attorney confirms your record, not you.")
    if not sees_record(by, member):
        raise refusal(by, Perm.USER_MANAGE)
    ensure(by, Perm.SUPERVISION_DELEGATE)
    if not confirms_record(by, member):
        raise refusal(by, Perm.SUPERVISION_DELEGATE)


@transaction.atomic
def confirm_entry(entry: Entry, *, by: Member) -> Entry:
    """An attorney has seen the certificate. From now on the entry counts, and it is not edited any more."""
    entry = _locked(entry)
    _ensure_confirms(by, entry.member)
    if entry.confirmed_by_id:
        raise DomainError("This was confirmed already.")
    changes = audit.apply(entry, confirmed_by=by, confirmed_at=timezone.now())
    entry.save(update_fields=["confirmed_by", "confirmed_at"])
    noun = _noun(entry)
    audit.record(by, f"{noun}.confirmed", entry, changes=changes)
    audit.record(by, f"{noun}.confirmed", entry.member, changes={noun: [None, str(entry)]})
    return entry


@transaction.atomic
def remove_entry(entry: Entry, *, by: Member, reason: str = "") -> None:
    """Take an entry off the record. One that was confirmed only by an attorney, with a reason."""
    entry = _locked(entry)
    _ensure_may_enter(by, entry.member)
    if entry.confirmed_by_id:
        _ensure_confirms(by, entry.member)
        if not reason.strip():
            raise DomainError("Say why: it was confirmed.", field="reason")
    noun = _noun(entry)
    audit.record(by, f"{noun}.removed", entry, reason=reason.strip())
    audit.record(
        by, f"{noun}.removed", entry.member, changes={noun: [str(entry), None]}, reason=reason.strip()
    )
    entry.delete()


@transaction.atomic
def change_education_rule(
    *,
    by: Member,
    is_required: bool,
    months: int,
    starts_on: datetime.date,
    ethics_hours: Decimal,
    general_hours: Decimal,
    citation: str,
) -> EducationRule:
    """Set what the firm asks of its paralegals in each period."""
    ensure(by, Perm.FIRM_SETTINGS)
    if not 1 <= months <= 120:
        raise DomainError("Between 1 and 120 months.", field="months")
    if starts_on.day > 28:
        raise DomainError("A period begins on a day that every month has: 1 to 28.", field="starts_on")
    if min(ethics_hours, general_hours) < 0 or max(ethics_hours, general_hours) > 200:
        raise DomainError("Between 0 and 200 hours.", field="ethics_hours")
    rule = EducationRule.objects.select_for_update().first() or education_rule()
    changes = audit.apply(
        rule,
        is_required=is_required,
        months=months,
        starts_on=starts_on,
        ethics_hours=ethics_hours,
        general_hours=general_hours,
        citation=citation.strip(),
    )
    created = rule.pk is None
    rule.save()
    if changes or created:
        audit.record(by, "education_rule.changed", rule, changes=changes)
    return rule
