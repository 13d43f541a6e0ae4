"""Emergency access: who may open one, how long, its end and its review. What it opens is matters/services/breakglass.py.

It shows and never decides: requests that could write do not see the matter, and no power is added to the member's own.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import BreakGlass, BreakGlassPage, Member
from accounts.permissions import Perm
from accounts.queries import ensure
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope

MINUTES = (15, 30, 60, 120, 240)
SHORTEST_REASON = 20  # characters
# A page that is asked for again and again (polling) is one line a minute.
SAME_PAGE = timedelta(minutes=1)


def ensure_may(by: Member) -> None:
    """Raise Refused unless `by` administers the firm and is no guest."""
    ensure(by, Perm.FIRM_SETTINGS)
    if by.sees_named_matters_only:
        raise Refused("Guests have no emergency access.")


def checked(reason: str, minutes: int) -> str:
    """The reason without needless spaces. Raises DomainError for one that is too short, or a time that is not offered."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise DomainError(
            "Say in a sentence what happened and what you need. The attorneys read it.", field="reason"
        )
    if minutes not in MINUTES:
        raise DomainError("Choose one of the times, at most four hours.", field="minutes")
    return reason[:1000]


def open_of(member: Member) -> BreakGlass | None:
    """The emergency access that the member has open now. In the system's scope: walls hide it from the member."""
    return (
        BreakGlass.objects.filter(member=member, ended_at=None, until__gt=timezone.now())
        .select_related("matter")
        .first()
    )


def settle(member: Member) -> None:
    """Give accesses that have run out their end, so that a new one can be opened."""
    for access in BreakGlass.objects.filter(member=member, ended_at=None, until__lte=timezone.now()):
        access.ended_at = access.until
        access.save(update_fields=["ended_at"])


@transaction.atomic
def end(*, by: Member) -> BreakGlass:
    """End one's own access before its time."""
    with firm_scope(by.firm_id):
        access = open_of(by)
        if access is None:
            raise DomainError("You have no emergency access open.")
        access = BreakGlass.objects.select_for_update(of=("self",)).select_related("matter").get(pk=access.pk)
        access.ended_at = timezone.now()
        access.save(update_fields=["ended_at"])
        audit.record(by, "break_glass.ended", access)
    return access


def why_not_review(access: BreakGlass, by: Member) -> str:
    """Why `by` cannot review it; "" when they can: another person, an attorney with a current licence, after its end."""
    if access.member_id == by.pk:
        return "Nobody reviews their own emergency access."
    if not by.is_licensed:
        return "An attorney with a current licence reviews emergency access (Model Rules 1.6(c) and 5.3)."
    if access.is_open:
        return "It is still open. Review it when it has ended."
    return "It is reviewed already." if access.reviewed_at else ""


@transaction.atomic
def review(access: BreakGlass, *, by: Member, note: str) -> BreakGlass:
    """An attorney's word on an access that has ended, after reading what was opened."""
    access = BreakGlass.objects.select_for_update(of=("self",)).get(pk=access.pk)
    why = why_not_review(access, by)
    if why:
        raise Refused(why)
    note = " ".join(note.split())
    if not note:
        raise DomainError("Say what you found. It is kept with the access.", field="note")
    access.ended_at = access.ended_at or access.until
    access.reviewed_by, access.reviewed_at, access.review_note = by, timezone.now(), note[:1000]
    access.save(update_fields=["ended_at", "reviewed_by", "reviewed_at", "review_note"])
    audit.record(by, "break_glass.reviewed", access, reason=access.review_note)
    return access


def note(access: BreakGlass, *, path: str, label: str) -> None:
    """Keep that a page or file was opened."""
    last = BreakGlassPage.objects.filter(access=access).order_by("-id").first()
    if last is not None and last.path == path[:300] and last.at > timezone.now() - SAME_PAGE:
        return
    BreakGlassPage.objects.create(
        access=access, matter_id=access.matter_id, path=path[:300], label=label[:200]
    )
