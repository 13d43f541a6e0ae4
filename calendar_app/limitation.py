"""The calendar's entry of a matter's limitation date, kept as the matter says."""

from django.db import transaction

from accounts.models import Member
from calendar_app.models import Deadline
from calendar_app.services import (
    change_deadline,
    complete_deadline,
    create_deadline,
    dismiss_deadline,
    may_enter_on,
    undo_complete,
)
from matters.models import Matter

TITLE = "Limitation date"


@transaction.atomic
def follow_limitation(matter: Matter, *, by: Member, reason: str = "") -> None:
    """Bring the entry up to date after the matter's limitation was set, moved, taken away, satisfied or put in force again.

    Who may not enter deadlines on the matter leaves the calendar as it is: the matter's own page shows the date.
    """
    entry = (
        Deadline.objects.filter(matter=matter, kind=Deadline.Kind.STATUTE, title=TITLE)
        .order_by("-id")
        .first()
    )
    if not may_enter_on(by, matter):
        return
    if matter.limitation_on is None or not matter.limitation_open:
        if entry is None or entry.done_at is not None:
            return
        if matter.limitation_on is None:
            dismiss_deadline(entry, by=by, reason=reason or "The matter has no limitation date.")
        else:
            complete_deadline(entry, by=by, no_proof=reason or "The matter says how its limitation was met.")
        return
    if entry is None:
        create_deadline(
            matter, by=by, title=TITLE, due_on=matter.limitation_on, kind=Deadline.Kind.STATUTE,
            authority=matter.limitation_basis,
        )  # fmt: skip
        return
    if entry.done_at is not None:
        entry = undo_complete(entry, by=by)
    if entry.due_on != matter.limitation_on:
        change_deadline(
            entry, by=by, due_on=matter.limitation_on, authority=matter.limitation_basis, reason=reason
        )
