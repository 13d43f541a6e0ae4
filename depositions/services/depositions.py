"""Depositions: planned, changed, confirmed, taken, cancelled and taken back."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.services.deadlines import check_open
from depositions.models import Deposition
from depositions.queries.lacks import lacks_of
from depositions.services import calendar, dates
from depositions.services.common import check_member, ensure_prepares, line, locked
from matters.models import Contact, Matter
from practice import audit, states
from practice.exceptions import DomainError

FIELDS = (
    "witness", "witness_kind", "volume", "noticed_by", "rules", "taken_by", "taking_counsel", "defended_by",
    "defending_counsel", "prepared_by", "starts_at", "ends_at", "zone", "place", "room", "remote_link", "method", "reporter",
    "videographer", "interpreter", "language", "documents_demanded", "documents_received_on", "note",
)  # fmt: skip
CREW = ("reporter", "videographer", "interpreter")
# What the notice that was served said.
NOTICED = ("noticed_by",)


def _clean(matter: Matter, values: dict[str, Any], now: Deposition) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in FIELDS}
    if "place" in given:
        given["place"] = line(given["place"], 300)
    if "language" in given:
        given["language"] = line(given["language"], 60)
    for name in ("taken_by", "defended_by", "prepared_by"):
        if name in given:
            check_member(matter, given[name], name)
    starts, ends = given.get("starts_at", now.starts_at), given.get("ends_at", now.ends_at)
    if starts is not None and (ends is None or ends <= starts):
        raise DomainError("It ends before it begins.", field="ends_time")
    if starts is not None and ends - starts > datetime.timedelta(hours=16):
        raise DomainError("A session takes at most sixteen hours. Plan a second volume.", field="ends_time")
    return given


@transaction.atomic
def create_deposition(
    matter: Matter, *, by: Member, witness: Contact, zone: str = "", **values
) -> Deposition:
    """Plan the deposition of a witness on a matter; with a time it is on the calendar, tentatively until noticed.

    Times are instants; `zone` is the clock of its place. Raises Refused, or DomainError with the field.
    """
    ensure_prepares(by, matter)
    check_open(matter)
    depo = Deposition(
        matter=matter,
        witness=witness,
        created_by=by,
        prepared_by=by,
        zone=zone or timezone.get_current_timezone_name(),
    )
    for name, value in _clean(matter, values, depo).items():
        if value is not None:
            setattr(depo, name, value)
    if depo.noticed_by == Deposition.Side.OURS and depo.taken_by is None and depo.taking_counsel is None:
        depo.taken_by = matter.responsible
    depo.save()
    changes = {"witness": [None, witness.name], "starts_at": [None, depo.starts_at]}
    audit.record(by, "deposition.planned", depo, changes=changes)
    calendar.follow(depo, by=by)
    dates.follow(depo, by=by)
    return depo


@transaction.atomic
def change_deposition(depo: Deposition, *, by: Member, **values) -> Deposition:
    """Change a deposition; its event moves with it. A person who is replaced is no longer confirmed.

    Which side notices it stays as long as a notice stands served.
    """
    depo = locked(depo, by)
    given = _clean(depo.matter, values, depo)
    if depo.served_on is not None:
        if given.get("noticed_by", depo.noticed_by) != depo.noticed_by:
            raise DomainError("The notice is served. Withdraw it first.", field="noticed_by")
        if "starts_at" in given and given["starts_at"] is None:
            raise DomainError("The notice is served: give it another day, or cancel it.", field="starts_on")
    changes = audit.apply(depo, **given)
    for name in CREW:
        if name in changes:
            setattr(depo, f"{name}_confirmed_at", None)
    if not changes:
        return depo
    if depo.state == Deposition.State.CONFIRMED and (
        set(CREW) | {"starts_at", "ends_at", "room", "place"}
    ) & set(changes):
        # What was confirmed was that day, place and crew.
        depo.state = Deposition.State.NOTICED
    depo.save()
    moved = {"starts_at", "ends_at"} & set(changes)
    audit.record(by, "deposition.moved" if moved else "deposition.changed", depo, changes=changes)
    calendar.follow(depo, by=by)
    if {"starts_at", "zone", "rules", "noticed_by"} & set(changes):
        dates.follow(depo, by=by)
    return depo


@transaction.atomic
def confirm_crew(depo: Deposition, *, by: Member, who: str, confirmed: bool = True) -> Deposition:
    """Note that the reporter, videographer or interpreter has confirmed, or take it back."""
    if who not in CREW:
        raise DomainError("The reporter, the videographer or the interpreter confirms.")
    depo = locked(depo, by)
    person = getattr(depo, who)
    if person is None:
        raise DomainError(f"No {who} is named yet.")
    at = timezone.now() if confirmed else None
    setattr(depo, f"{who}_confirmed_at", at)
    depo.save(update_fields=[f"{who}_confirmed_at"])
    verb = "deposition.crew_confirmed" if confirmed else "deposition.crew_unconfirmed"
    audit.record(by, verb, depo, changes={"who": [None, f"{who} {person.name}"]})
    return depo


@transaction.atomic
def move_deposition(depo: Deposition, *, by: Member, to: str) -> Deposition:
    """Move it along: confirmed, taken, closed; noticed when another side served its notice; or back by a step."""
    depo = locked(depo, by, over=True)
    if to == Deposition.State.CANCELLED or depo.state == Deposition.State.CANCELLED:
        raise DomainError("Cancelling and taking that back have their own doors.")
    if to == Deposition.State.NOTICED and depo.state == Deposition.State.PLANNED:
        if depo.noticed_by == Deposition.Side.OURS:
            raise DomainError("Serve the notice: it is noticed then.")
        if depo.starts_at is None:
            raise DomainError("Give it a day first.", field="starts_on")
    if to == Deposition.State.CONFIRMED and depo.state == Deposition.State.NOTICED:
        missing = [
            lack
            for lack in lacks_of(depo)
            if lack.key in ("reporter", "videographer", "interpreter", "place", "amended")
        ]
        if missing:
            raise DomainError(f"Not yet: {missing[0].text[:1].lower()}{missing[0].text[1:]}.")
    if to == Deposition.State.TAKEN and depo.is_ahead and depo.starts_at and depo.starts_at > timezone.now():
        raise DomainError("It lies ahead.")
    if to == Deposition.State.TRANSCRIPT_IN and depo.received_on is None:
        raise DomainError("Note the day the transcript came in.")
    depo = states.transition(depo, to, by=by)
    calendar.follow(depo, by=by)
    dates.follow(depo, by=by)
    return depo


@transaction.atomic
def cancel_deposition(depo: Deposition, *, by: Member, reason: str) -> Deposition:
    """Cancel one that lies ahead; its event and its room are free. It can be taken back."""
    depo = locked(depo, by)
    reason = line(reason, 300)
    if not reason:
        raise DomainError("Say why: settled, continued, withdrawn.", field="reason")
    if not depo.is_ahead:
        raise DomainError("It was taken: it cannot be cancelled.")
    depo = states.transition(
        depo, "cancelled", by=by, reason=reason, cancelled_from=depo.state, cancelled_at=timezone.now(),
        cancel_reason=reason,
    )  # fmt: skip
    calendar.follow(depo, by=by)
    dates.follow(depo, by=by)
    return depo


@transaction.atomic
def undo_cancel(depo: Deposition, *, by: Member) -> Deposition:
    """Take a cancellation back: it stands as before, on the calendar and in its room when that is still free."""
    depo = locked(depo, by, over=True)
    if depo.state != Deposition.State.CANCELLED:
        raise DomainError("This deposition is not cancelled.")
    changes = audit.apply(
        depo, state=depo.cancelled_from, cancelled_from="", cancelled_at=None, cancel_reason=""
    )
    depo.save(update_fields=["state", "cancelled_from", "cancelled_at", "cancel_reason"])
    audit.record(by, "deposition.resumed", depo, changes={"state": changes["state"]})
    calendar.follow(depo, by=by)
    dates.follow(depo, by=by)
    return depo
