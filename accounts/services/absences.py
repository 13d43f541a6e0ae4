"""Writes about absences: when somebody is away, and who decides for them."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Absence, Member
from accounts.models.licences import in_full
from accounts.permissions import Perm
from accounts.queries import refusal
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

LONGEST = datetime.timedelta(days=366)
# Who is screened from the matters of an attorney is known to an app above this one.
SCREENED = "matters.queries.substitutes.is_screened_from"


def may_enter_for(by: Member, member: Member) -> bool:
    """Whether `by` may enter absences of `member`: their own, or anybody's for who manages people."""
    return by.pk == member.pk or by.can(Perm.USER_MANAGE)


def _ensure_may_enter(by: Member, member: Member) -> None:
    if not may_enter_for(by, member):
        raise refusal(by, Perm.USER_MANAGE)


def check_substitute(member: Member, substitute: Member | None) -> None:
    """Raise DomainError (field `substitute`) for somebody who cannot decide in the member's place.

    For an attorney it is another attorney with a current licence, who is not screened from any of their matters (Model
    Rules 5.3 and 1.10).
    """
    if substitute is None:
        return
    if substitute.pk == member.pk:
        raise DomainError("Choose somebody else.", field="substitute")
    gone = substitute.expires_on is not None and substitute.expires_on < timezone.localdate()
    if substitute.firm_id != member.firm_id or not substitute.is_active or gone:
        raise DomainError(f"{substitute.name} has no access here.", field="substitute")
    if member.role.template == "attorney":
        if not substitute.is_licensed:
            raise DomainError(
                "An attorney with a current licence stands in for an attorney (Model Rule 5.3).",
                field="substitute",
            )
        if import_string(SCREENED)(substitute, member):
            raise DomainError(
                f"{substitute.name} is screened from a matter of {member.name}. Choose somebody else.",
                field="substitute",
            )


def _days_with(starts_on: datetime.date, ends_on: datetime.date):
    return Absence.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)


def _check(
    member: Member, starts_on: datetime.date, ends_on: datetime.date, substitute: Member | None, without: int
) -> None:
    """The rules of the days: in order, not past, not twice, and the substitute is there."""
    if ends_on < starts_on:
        raise DomainError("The last day is before the first.", field="ends_on")
    if ends_on < timezone.localdate():
        raise DomainError("These days are over.", field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise DomainError("An absence lasts a year at most.", field="ends_on")
    others = _days_with(starts_on, ends_on).exclude(pk=without)
    twice = others.filter(member=member).first()
    if twice is not None:
        raise DomainError(
            f"{member.name} is away from {in_full(twice.starts_on)} to {in_full(twice.ends_on)} already.",
            field="starts_on",
        )
    check_substitute(member, substitute)
    decides = substitute or member.substitute
    if decides is not None:
        gone = others.filter(member=decides).first()
        if gone is not None:
            raise DomainError(
                f"{decides.name} is away from {in_full(gone.starts_on)} to {in_full(gone.ends_on)}. "
                "Choose somebody who is there.",
                field="substitute",
            )
    needs = others.filter(Q(substitute=member) | Q(substitute=None, member__substitute=member))
    stood_in = needs.select_related("member").first()
    if stood_in is not None:
        raise DomainError(
            f"{member.name} stands in for {stood_in.member.name} from {in_full(stood_in.starts_on)} to "
            f"{in_full(stood_in.ends_on)}. Somebody else must do that first.",
            field="starts_on",
        )


def _lock(*members: Member | None) -> None:
    # Two people who name each other as substitutes at once: the second sees the first.
    ids = [member.pk for member in members if member is not None]
    list(Member.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def enter_absence(
    member: Member,
    *,
    by: Member,
    starts_on: datetime.date,
    ends_on: datetime.date,
    substitute: Member | None = None,
    note: str = "",
) -> Absence:
    """Record that `member` is away from `starts_on` to `ends_on`, both included, and who decides meanwhile.

    Without a `substitute` the member's standing one decides. The substitute is told by mail. Raises DomainError with the
    field `starts_on`, `ends_on` or `substitute`.
    """
    _ensure_may_enter(by, member)
    _lock(member, substitute)
    _check(member, starts_on, ends_on, substitute, without=0)
    absence = Absence.objects.create(
        member=member,
        starts_on=starts_on,
        ends_on=ends_on,
        substitute=substitute,
        note=" ".join(note.split())[:200],
        created_by=by,
    )
    audit.record(by, "absence.entered", member, changes=_facts(absence, 1), reason=absence.note)
    _tell(absence)
    return absence


@transaction.atomic
def change_absence(
    absence: Absence,
    *,
    by: Member,
    starts_on: datetime.date,
    ends_on: datetime.date,
    substitute: Member | None,
    note: str = "",
) -> Absence:
    """Change its days or substitute. A new substitute is told, and so is the present one of new days."""
    absence = Absence.objects.select_related("member__role", "substitute").get(pk=absence.pk)
    _ensure_may_enter(by, absence.member)
    _lock(absence.member, substitute)
    if absence.ends_on < timezone.localdate():
        raise DomainError("This absence is over.")
    _check(absence.member, starts_on, ends_on, substitute, without=absence.pk)
    changes = audit.apply(
        absence,
        starts_on=starts_on,
        ends_on=ends_on,
        substitute=substitute,
        note=" ".join(note.split())[:200],
    )
    if changes:
        absence.save(update_fields=list(changes))
        audit.record(by, "absence.changed", absence.member, changes=changes)
        _tell(absence)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: Member) -> None:
    """The member is back: one that has begun ends yesterday, one that has not is taken away."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("member").get(pk=absence.pk)
    _ensure_may_enter(by, absence.member)
    today = timezone.localdate()
    if absence.ends_on < today:
        raise DomainError("This absence is over.")
    audit.record(by, "absence.ended", absence.member, changes=_facts(absence, 0))
    if absence.starts_on >= today:
        absence.delete()
        return
    absence.ends_on = today - datetime.timedelta(days=1)
    absence.save(update_fields=["ends_on"])


def _facts(absence: Absence, place: int) -> dict:
    """What an event says of the absence: as new (place 1) or as it was (0)."""
    values = {
        "from": absence.starts_on,
        "until": absence.ends_on,
        "substitute": absence.substitute.name if absence.substitute else "the standing one",
    }
    return {name: [None, value] if place else [value, None] for name, value in values.items()}


def _tell(absence: Absence) -> None:
    decides = absence.substitute or absence.member.substitute
    if decides is not None:
        enqueue_after_commit("accounts.tasks.send_absence_mail", absence_id=absence.pk)


@transaction.atomic
def name_substitute(member: Member, *, by: Member, substitute: Member | None) -> Member:
    """Who decides whenever the member is away and names nobody else (the absence rule of supervising attorneys)."""
    _ensure_may_enter(by, member)
    member = Member.objects.select_for_update(of=("self",)).select_related("role").get(pk=member.pk)
    check_substitute(member, substitute)
    changes = audit.apply(member, substitute=substitute)
    if changes:
        member.save(update_fields=["substitute"])
        audit.record(by, "substitute.named", member, changes=changes)
    return member
