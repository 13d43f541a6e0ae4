"""A second person vouches for a court date, and what ends that."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import Event
from calendar_app.services.events.scopes import locked_event
from matters.models import Matter
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError

# Another of these, and a verified court date is unverified again; only an attorney changes them then.
VERIFIED_FIELDS = (
    "starts_at",
    "ends_at",
    "zone",
    "starts_on",
    "ends_on",
    "kind",
    "court",
    "department",
    "matter",
    "rrule",
    "exdates",
    "state",
)


def verified_matter(event: Event) -> Matter | None:
    """The matter of a verified court date; None when the event is none. Asked before the event is changed."""
    return event.matter if event.verified_at is not None else None


def ensure_moves(verified_of: Matter | None, by: Member | None, reason: str, fields: Iterable[str]) -> bool:
    """Whether a verification ends. A verified court date is changed only by an attorney, and with a reason."""
    if verified_of is None or not set(fields) & set(VERIFIED_FIELDS):
        return False
    if by is not None:
        ensure_on(by, Perm.DEADLINE_DISMISS, verified_of)
    if not reason:
        raise DomainError(
            "This court date was verified. Say why it moves: the order or notice.", field="reason"
        )
    return True


@transaction.atomic
def verify_event(event: Event, *, by: Member) -> Event:
    """A second person vouches for a court date: not who set it, unless nobody else here could (Model Rule 5.3)."""
    event = locked_event(event)
    if not event.is_court:
        raise DomainError("Only court dates are verified.")
    assert event.matter is not None  # check_event: a court date is of a matter
    ensure_on(by, Perm.DEADLINE_VERIFY, event.matter)
    if event.verified_at is not None:
        raise DomainError("This date was verified already.")
    if by.pk == event.set_by_id and _others_could(by):
        raise DomainError("You set this date yourself. Somebody else verifies it.")
    event.verified_by, event.verified_at = by, timezone.now()
    event.save(update_fields=["verified_by", "verified_at"])
    audit.record(by, "event.verified", event, changes={"starts_at": [None, event.starts_at]})
    return event


def _others_could(by: Member) -> bool:
    from accounts.queries import licensed_attorneys

    return any(attorney.pk != by.pk for attorney in licensed_attorneys())
