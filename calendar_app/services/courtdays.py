"""A court's days changed: the chains that count over them are counted again at once, and wait to be accepted."""

import datetime

from django.db import transaction

from accounts.models import Member
from calendar_app.queries.courtdays import open_closure_changes, touched
from calendar_app.queries.triggers import lines_of, stale_cause
from calendar_app.services.triggers import move_trigger, settle, take_back
from practice.jobs import enqueue_after_commit

# So many chains are counted while the person waits; the job that follows counts all, behind walls too.
AT_ONCE = 200
RECOUNT = "calendar_app.tasks.recount_court_days"


@transaction.atomic
def court_days_changed(
    calendar: str, first: datetime.date, last: datetime.date, *, by: Member | None, reason: str
) -> int:
    """Count the chains near these days again. Nothing moves: what differs waits to be accepted. Returns how many chains wait.

    What waits because of court days and would move nothing any more (the closure was taken back) is settled without a word.
    Chains behind a wall of `by`, and those beyond the first 200, are counted by a job.
    """
    if by is not None:
        enqueue_after_commit(
            RECOUNT, calendar=calendar, first=first.isoformat(), last=last.isoformat(), reason=reason[:200]
        )
    near = touched(calendar, first, last)
    rows = near[:AT_ONCE] if by is not None else near
    waiting = {
        one.trigger_id: one for one in open_closure_changes(calendar).filter(trigger__in=near.values("pk"))
    }
    found = 0
    for trigger in rows:
        stands = waiting.get(trigger.pk)
        if stands is not None:
            if any(line.is_open for line in lines_of(stands)):
                found += 1
            elif by is not None:
                take_back(stands, by=by, noticed=True)
            else:
                settle(stands, by=None, accepted=0)
            continue
        cause, said = stale_cause(trigger)
        if cause and not trigger.recalculations.filter(settled_at=None).exists():
            told = f"{reason}: {said}" if reason else said
            moved = move_trigger(trigger, by=None, reason=told, cause=cause)
            found += moved is not None and moved.settled_at is None
    return found
